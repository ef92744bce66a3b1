import { html, type TemplateResult } from "lit";

// web/templatetags/texts.py has the same expression. What ends a sentence does not belong to the address.
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>".,;:!?'()\]}]/gu;

/** A text with its web addresses as links that tell the other side nothing about the room. Everything else is text. */
export function linked(body: string): (string | TemplateResult)[] {
  const parts: (string | TemplateResult)[] = [];
  let at = 0;
  for (const found of body.matchAll(ADDRESS)) {
    const [address] = found;
    parts.push(body.slice(at, found.index));
    parts.push(html`<a href=${address} target="_blank" rel="noopener noreferrer nofollow ugc">${address}</a>`);
    at = found.index + address.length;
  }
  parts.push(body.slice(at));
  return parts;
}
