import { expect, test } from "vitest";
import { phoneVerdict } from "../testing/cast.ts";
import { Clock } from "../testing/surroundings.ts";
import { HintLine } from "./hint.ts";
import { stillThere } from "./verdicts.ts";

function line(): { hint: HintLine; asked: { id: string; body: string; purpose: string }[]; clock: Clock } {
  const clock = new Clock();
  const asked: { id: string; body: string; purpose: string }[] = [];
  const hint = new HintLine({
    ask: (question) => asked.push(question) > 0,
    after: clock.after,
    changed: () => undefined,
  });
  return { hint, asked, clock };
}

const answer = { verdict: phoneVerdict, because: [], readers: [] };

test("typing on asks once, when it pauses", () => {
  const { hint, asked, clock } = line();
  hint.typed("C", "");
  clock.pass(100);
  hint.typed("Call", "");
  clock.pass(100);
  expect(asked).toEqual([]);
  clock.pass(50);
  expect(asked).toMatchObject([{ body: "Call", purpose: "" }]);
});

test("an answer about an older text is dropped", () => {
  const { hint, asked, clock } = line();
  hint.typed("Call me", "");
  clock.pass(150);
  hint.typed("Call me not", "");
  hint.answered(asked[0]?.id ?? "", answer);
  expect(hint.current.answer).toBeNull();
  clock.pass(150);
  hint.answered(asked[1]?.id ?? "", answer);
  expect(hint.current.answer).toEqual(answer);
});

test("an empty text has no hint and asks nothing", () => {
  const { hint, asked, clock } = line();
  hint.typed("Call me", "");
  clock.pass(150);
  hint.answered(asked[0]?.id ?? "", answer);
  hint.typed("  ", "");
  clock.pass(1_000);
  expect(hint.current.answer).toBeNull();
  expect(asked).toHaveLength(1);
});

test("a declared purpose asks again", () => {
  const { hint, asked, clock } = line();
  hint.typed("for access: a@b.example", "");
  clock.pass(150);
  hint.typed("for access: a@b.example", "system_access");
  clock.pass(150);
  expect(asked.map((question) => question.purpose)).toEqual(["", "system_access"]);
});

test("once the relationship has changed the same text is asked about again", () => {
  const { hint, asked, clock } = line();
  hint.again();
  hint.typed("Call me", "");
  clock.pass(150);
  hint.again();
  expect(asked.map((question) => question.body)).toEqual(["Call me", "Call me"]);
});

test("the mark of an older text stays only where its characters still stand", () => {
  expect(stillThere(phoneVerdict.findings, "Call me +46 70 123 4567 now or later")).toHaveLength(1);
  expect(stillThere(phoneVerdict.findings, "Please call me +46 70 123 4567 now")).toEqual([]);
});
