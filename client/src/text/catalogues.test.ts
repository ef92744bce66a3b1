import { afterEach, expect, test, vi } from "vitest";
import { en } from "./en.ts";
import { es } from "./es.ts";

/** Every way through a catalogue, with what stands at its end. */
function leaves(entry: unknown, path = ""): [string, unknown][] {
  if (typeof entry !== "object" || entry === null) return [[path, entry]];
  return Object.entries(entry).flatMap(([name, inner]) => leaves(inner, `${path}/${name}`));
}

const english = new Map(leaves(en));
const spanish = new Map(leaves(es));
// The same in both: names, codes, signs.
const SHARED = /^\/(plans|keyList\/\d+\/0|purposes\/\d+\/0|markedBy|announce)/u;

afterEach(() => {
  document.documentElement.lang = "en";
  vi.resetModules();
});

test("both catalogues say the same things, to the last word of each table", () => {
  expect([...spanish.keys()]).toEqual([...english.keys()]);
  expect(english.size).toBeGreaterThan(200);
});

test("nothing was left in English", () => {
  const same = [...english].filter(([path, words]) => !SHARED.test(path) && spanish.get(path) === words);
  expect(same).toEqual([]);
});

test("every value that a sentence takes is said in both", () => {
  const VALUES = ["Bo", "Logo", "3 EUR"] as const;
  for (const [path, say] of english) {
    if (typeof say !== "function") continue;
    const there = spanish.get(path) as (...values: string[]) => string;
    const said = (say as (...values: string[]) => string)(...VALUES);
    for (const value of VALUES.filter((one) => said.includes(one))) expect(there(...VALUES), path).toContain(value);
  }
});

test("Spanish speaks to who did it", () => {
  expect(es.left("Bo")).toBe("Bo ha salido.");
  expect(es.left(es.you)).toBe("Has salido.");
});

test("the language of the page decides about words, dates and numbers", async () => {
  document.documentElement.lang = "es";
  const { text, language } = await import("./index.ts");
  const { Format, listed } = await import("../session/format.ts");
  const format = new Format(language, "Europe/Madrid");
  const now = "2026-01-31T12:00:00Z";
  expect(text.today).toBe("Hoy");
  expect(format.moment("2025-09-12T12:05:00Z")).toBe("12 de septiembre de 2025, 14:05");
  expect(format.dayLabel("2026-01-12T12:00:00Z", now)).toBe("Lunes 12 de enero");
  expect(format.short("2025-09-12T12:00:00Z", now)).toBe("12 sep 2025");
  expect(format.money(120_000, "EUR")).toBe("1.200,00 EUR");
  expect(listed(["Ana", "Inés"])).toBe("Ana e Inés");
  expect(listed(["agua", "hielo"])).toBe("agua y hielo");
});

test("a page in a language without a catalogue is told in English", async () => {
  document.documentElement.lang = "fi";
  const { text } = await import("./index.ts");
  expect(text.today).toBe("Today");
});
