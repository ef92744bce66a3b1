import { html, render } from "lit";
import { expect, test } from "vitest";
import { linked } from "./linked.ts";

function shown(body: string): HTMLElement {
  const place = document.createElement("div");
  render(html`${linked(body)}`, place);
  return place;
}

test.each([
  "<script>alert(1)</script>",
  '<img src=x onerror="alert(1)">',
  "javascript:alert(1)",
  "</textarea><svg onload=alert(1)>",
  "https://",
])("%s is text", (body) => {
  expect(shown(body).textContent).toBe(body);
  expect(shown(body).childElementCount).toBe(0);
});

test.each([
  ["See https://example.org/a?b=1&c=2.", "https://example.org/a?b=1&c=2"],
  ['x https://example.org/"><img src=x>', "https://example.org/"],
  ["(http://example.org)", "http://example.org"],
])("%s has one link", (body, address) => {
  const links = shown(body).querySelectorAll("a");
  expect(Array.from(links).map((link) => link.getAttribute("href"))).toEqual([address]);
  expect(links[0]?.rel).toBe("noopener noreferrer nofollow ugc");
  expect(shown(body).textContent).toBe(body);
});
