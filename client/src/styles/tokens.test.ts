import { expect, test } from "vitest";
import source from "./tokens.css?raw";

// What stands on what. Text needs 4.5 : 1, the edges of controls and icons 3 : 1 (WCAG 2.2, 1.4.3 and 1.4.11).
const text: [string, string[]][] = [
  ["text", ["surface", "raised", "sunken", "hover", "accent-soft", "good-soft", "caution-soft", "stop-soft"]],
  ["muted", ["surface", "raised", "sunken", "hover", "accent-soft", "caution-soft"]],
  ["accent", ["surface", "raised", "hover", "accent-soft", "caution-soft", "good-soft", "stop-soft"]],
  ["on-accent", ["accent-fill", "accent-fill-hover"]],
  ["good", ["raised", "surface", "hover", "good-soft"]],
  ["caution", ["raised", "surface", "hover", "caution-soft"]],
  ["stop", ["raised", "surface", "hover", "stop-soft"]],
  ["plan", ["plan-soft"]],
  ...[1, 2, 3, 4, 5].map((n): [string, string[]] => [`tone-${n}`, [`tone-${n}-soft`]]),
];
const edges: [string, string[]][] = [
  ["control-line", ["raised", "surface"]],
  ["caution-line", ["caution-soft", "raised"]],
];

function roles(theme: 0 | 1): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name, light, dark] of source.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)) {
    if (name && light && dark) found.set(name, theme === 0 ? light : dark);
  }
  return found;
}

function luminance(colour: string): number {
  const channel = (at: number): number => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(one: string | undefined, other: string | undefined): number {
  if (!one || !other) throw new Error(`no such role: ${one} ${other}`);
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function tooFaint(pairs: [string, string[]][], least: number): string[] {
  return ([0, 1] as const).flatMap((theme) => {
    const colours = roles(theme);
    return pairs.flatMap(([front, backs]) =>
      backs
        .map((back) => ({ back, ratio: contrast(colours.get(front), colours.get(back)) }))
        .filter(({ ratio }) => ratio < least)
        .map(({ back, ratio }) => `${theme ? "dark" : "light"}: ${front} on ${back} ${ratio.toFixed(2)}`),
    );
  });
}

test("the check sees a faint pair", () => {
  expect(tooFaint([["line", ["raised"]]], 4.5)).toHaveLength(2);
});

test("every text can be read on every ground it stands on, light and dark", () => {
  expect(tooFaint(text, 4.5)).toEqual([]);
});

test("the edges of controls can be seen", () => {
  expect(tooFaint(edges, 3)).toEqual([]);
});
