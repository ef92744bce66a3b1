import { expect, test } from "vitest";
import { ANA, BO, everyFact, message, openState, opening, roomEvent, withheld } from "../testing/cast.ts";
import type { RoomEvent, RoomFact, WithheldItem } from "../protocol/index.ts";
import { Format } from "./format.ts";
import type { Line } from "./line.ts";
import { lineKey, timelineLines } from "./lines.ts";
import { applyEvent } from "./reduce.ts";

const format = new Format("en", "Europe/Stockholm");
const reading = { me: ANA, format, now: "2026-01-31T20:00:00Z", readSeq: 3 };

function lines(events: RoomEvent[], kept: WithheldItem[] = [], readSeq = 99): Line[] {
  const room = events.reduce(applyEvent, openState()).room;
  if (!room) throw new Error("the room is open");
  return timelineLines({ ...room, detail: { ...room.detail, withheld: kept } }, [], { ...reading, readSeq });
}

function shape(found: Line[]): string[] {
  return found
    .slice(4)
    .map((line) => (line.type === "message" ? `${line.isFirst ? "first " : ""}${line.body}` : line.type));
}

test("one author's messages are grouped until five minutes pass, another speaks or something happens", () => {
  const at = (minute: number): string => `2026-01-31T13:${String(minute).padStart(2, "0")}:00Z`;
  const found = lines([
    roomEvent(4, message("a"), BO, at(0)),
    roomEvent(5, message("b"), BO, at(4)),
    roomEvent(6, message("c"), BO, at(10)),
    roomEvent(7, message("d"), ANA, at(11)),
    roomEvent(8, everyFact["offer.made"], ANA, at(12)),
    roomEvent(9, message("e"), ANA, at(12)),
  ]);
  expect(shape(found)).toEqual(["first a", "b", "first c", "first d", "quiet", "first e"]);
});

test("a day begins at the reader's midnight", () => {
  const found = lines([
    roomEvent(4, message("late"), BO, "2026-01-31T22:59:00Z"),
    roomEvent(5, message("later"), BO, "2026-01-31T23:01:00Z"),
  ]);
  expect(shape(found)).toEqual(["first late", "day", "first later"]);
});

test("what is new is marked once, before the first message of another", () => {
  const found = lines(
    [roomEvent(4, message("mine"), ANA), roomEvent(5, message("x")), roomEvent(6, message("y"))],
    [],
    3,
  );
  expect(shape(found)).toEqual(["first mine", "unread", "first x", "y"]);
});

test("a kept message stands at its place, and one older than what is shown comes first", () => {
  const events = [roomEvent(4, message("a")), roomEvent(5, message("b"))];
  const found = lines(events, [withheld({ id: "old", after_seq: 0 }), withheld({ id: "kept", after_seq: 4 })]);
  expect(found[0]).toMatchObject({ type: "withheld", item: { id: "old" } });
  expect(found.slice(5).map((line) => line.type)).toEqual(["message", "withheld", "message"]);
});

test("every kind but a message is one quiet line with words and a sign", () => {
  const facts = Object.values(everyFact).filter(
    ({ kind }) =>
      !/^(room\.(joined|left|placed)|read|draft|question\.reminded|notice|objection|invitation\.received|proposal\.(received|turned_down)|message\.(posted|withheld|edited|deleted|reacted|unfurled)|withheld)/u.test(
        kind,
      ),
  );
  for (const fact of facts) {
    const line = lines([roomEvent(4, fact as RoomFact)]).at(-1);
    expect(line, fact.kind).toMatchObject({ type: "quiet", icon: expect.stringMatching(/./u) as string });
    expect(line && "text" in line ? line.text : "", fact.kind).toMatch(/\w/u);
  }
  expect(facts).toHaveLength(20);
});

test("a changed relationship says what it means for the rule, also under a plan that covers it", () => {
  const [line] = lines([roomEvent(4, everyFact["relationship.changed"])]).slice(-1);
  expect(line).toMatchObject({ text: "The contract has started. Contact details may be exchanged here from now on." });
});

test("the receiver is told what was found; between people with a contract no refusal is offered", () => {
  const remark = {
    clause: "enterprise",
    policy: "2020-06-26",
    why: "Allowed.",
    kinds: ["phone", "phone", "email"],
    spans: [],
  };
  const settled = { ...remark, clause: "contract_started" };
  const [line] = lines([roomEvent(4, message("x", { remarks: [remark, settled] }))]).slice(-1);
  expect(line).toMatchObject({
    remarks: [{ found: "Contains a phone number and an e-mail address.", offersAnswer: true }, { offersAnswer: false }],
  });
});

test("every line has a key of its own", () => {
  const found = lines([roomEvent(4, message("a"))], [withheld()]);
  expect(new Set(found.map(lineKey)).size).toBe(found.length);
  expect(found.length).toBeGreaterThan(opening.length);
});
