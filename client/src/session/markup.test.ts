import { expect, test } from "vitest";
import { shownText } from "./markup.ts";
import { excerptOf } from "./excerpt.ts";

test.each([
  ["plain words, 3 * 4", "plain words, 3 * 4"],
  ["**bold** and `code`", "bold and code"],
  ["- one\n- two", "one\ntwo"],
  ["[my work](https://bo.example/work)", "my work"],
  ["> quoted\n\nanswer", "quoted\nanswer"],
  ["```js\nlet a;\n```", "let a;\n"],
])("%j is seen as %j", (written, seen) => {
  expect(shownText(written)).toBe(seen);
});

test("a line of the list has no markup and is cut by code points", () => {
  expect(excerptOf("**Three** things:\n- one\n- two")).toBe("Three things: one two");
  expect(Array.from(excerptOf("🦊".repeat(500)))).toHaveLength(120);
});
