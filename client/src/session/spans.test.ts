import { expect, test } from "vitest";
import { cut, toUnits, toUnitSpans, without } from "./spans.ts";

test("positions count code points, not UTF-16 units", () => {
  expect(toUnits("abc", 2)).toBe(2);
  expect(toUnits("😀😀c", 2)).toBe(4);
  expect(toUnits("😀", 9)).toBe(2);
});

test("an emoji before the number does not move the mark", () => {
  const text = "😀 call +46 70 now";
  expect(cut(text, [[7, 13]])).toEqual([
    { text: "😀 call ", isMarked: false },
    { text: "+46 70", isMarked: true },
    { text: " now", isMarked: false },
  ]);
});

test("keycaps and family emoji are cut where the server cut them", () => {
  const text = "👩‍👩‍👧 4️⃣1️⃣ end";
  const points = Array.from(text);
  const start = points.indexOf("4");
  expect(cut(text, [[start, start + 6]]).find((piece) => piece.isMarked)?.text).toBe("4️⃣1️⃣");
});

test("spans that overlap become one, in order, whatever order they came in", () => {
  expect(
    toUnitSpans("0123456789", [
      [6, 8],
      [1, 4],
      [3, 5],
    ]),
  ).toEqual([
    [1, 5],
    [6, 8],
  ]);
});

test("a text without spans is one piece, an empty text none", () => {
  expect(cut("plain", [])).toEqual([{ text: "plain", isMarked: false }]);
  expect(cut("", [])).toEqual([]);
});

test.each([
  ["Call me on +46 70 1, please", [[11, 19]], "Call me on, please"],
  ["a 😀 b@c.example d", [[4, 15]], "a 😀 d"],
  ["b@c.example", [[0, 11]], ""],
  ["thanks :) 123 !", [[10, 13]], "thanks :)!"],
  ["x 1 y 2 z", [[2, 3], [6, 7]], "x y z"], // prettier-ignore
] as [string, [number, number][], string][])("removing from %j", (text, spans, rest) => {
  expect(without(text, spans)).toBe(rest);
});
