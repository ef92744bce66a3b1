import { expect, test } from "vitest";
import { Format, listed, parseAmount } from "./format.ts";

const format = new Format("en", "Europe/Stockholm");
const now = "2026-01-31T12:00:00Z";

test("times are the reader's", () => {
  expect(format.time("2026-01-31T12:05:00Z")).toBe("13:05");
  expect(new Format("en", "Asia/Kolkata").time("2026-01-31T18:31:00Z")).toBe("00:01");
});

test.each([
  ["2026-01-31T00:30:00Z", "Today", "01:30"],
  ["2026-01-30T12:00:00Z", "Yesterday", "Yesterday"],
  ["2026-01-27T12:00:00Z", "Tuesday 27 January", "Tue"],
  ["2026-01-12T12:00:00Z", "Monday 12 January", "12 Jan"],
  ["2025-12-12T12:00:00Z", "Friday 12 December 2025", "12 Dec 2025"],
])("%s is %s, in the list %s", (at, day, short) => {
  expect(format.dayLabel(at, now)).toBe(day);
  expect(format.short(at, now)).toBe(short);
});

test("yesterday stays yesterday across the change to summer time", () => {
  expect(format.dayLabel("2026-03-28T12:00:00Z", "2026-03-29T12:00:00Z")).toBe("Yesterday");
});

test.each([
  [120_000, "EUR", "1,200.00 EUR"],
  [5000, "JPY", "5,000 JPY"],
  [1234, "KWD", "1.234 KWD"],
])("%i of %s is %s", (minor, currency, words) => {
  expect(format.money(minor, currency)).toBe(words);
});

test.each([
  ["1200", "EUR", 120_000],
  ["1 200.5", "EUR", 120_050],
  ["1200,50", "EUR", 120_050],
  ["1,200", "EUR", null],
  ["12.345", "EUR", null],
  ["5000", "JPY", 5000],
  ["5000.5", "JPY", null],
  ["-3", "EUR", null],
  ["", "EUR", null],
  ["ten", "EUR", null],
])("%j %s is %s", (typed, currency, minor) => {
  expect(parseAmount(typed, currency)).toBe(minor);
});

test("words are listed as people list them", () => {
  expect(listed([])).toBe("");
  expect(listed(["a"])).toBe("a");
  expect(listed(["a", "b"])).toBe("a and b");
  expect(listed(["a", "b", "c"])).toBe("a, b and c");
});
