import { readFileSync } from "node:fs";
import { render } from "lit";
import { expect, test } from "vitest";
import { formatted } from "./markdown.ts";

// tests/web/test_markdown.py reads the same.
const cases = JSON.parse(readFileSync("../tests/web/markdown.json", "utf8")) as [source: string, html: string][];

function shown(source: string): string {
  const place = document.createElement("div");
  render(formatted(source), place);
  return place.innerHTML
    .replaceAll(/<!--.*?-->/gu, "")
    .replaceAll(/ (?:target="_blank"|rel="[a-z ]+")/gu, "")
    .replaceAll(/(<(?:ul|ol)[^>]*>)\s+/gu, "$1")
    .replaceAll(/\s+(<\/(?:ul|ol)>)/gu, "$1");
}

test.each(cases)("%j", (source, html) => {
  expect(shown(source)).toBe(html);
});
