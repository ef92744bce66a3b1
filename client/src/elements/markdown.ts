import { html, nothing, type TemplateResult } from "lit";
import type Token from "markdown-it/lib/token.mjs";
import { parseMarkup } from "../session/markup.ts";
import { coloured } from "./highlight.ts";
import { linked } from "./linked.ts";

type Part = string | TemplateResult | typeof nothing | Part[];
const KEPT = 400;
const parsed = new Map<string, Token[]>();

/** A message with its markup; web/templatetags/formatted.py makes the same. Nothing of it is ever read as HTML. */
export function formatted(body: string): Part[] {
  return render(tokensOf(body));
}

/** A timeline is rendered anew on every change; its texts are parsed once. */
function tokensOf(body: string): Token[] {
  const known = parsed.get(body);
  if (known) return known;
  const tokens = parseMarkup(body);
  const [oldest] = parsed.keys();
  if (parsed.size >= KEPT && oldest !== undefined) parsed.delete(oldest);
  parsed.set(body, tokens);
  return tokens;
}

/** Tokens that open and close, as parts within parts. */
function render(tokens: readonly Token[]): Part[] {
  const parts: Part[] = [];
  for (let place = 0; place < tokens.length; place += 1) {
    const token = tokens[place];
    if (!token) break;
    if (token.nesting === 1) {
      const end = closing(tokens, place);
      parts.push(element(token, tokens.slice(place + 1, end)));
      place = end;
    } else {
      parts.push(leaf(token));
    }
  }
  return parts;
}

function closing(tokens: readonly Token[], place: number): number {
  let depth = 0;
  for (let at = place; at < tokens.length; at += 1) {
    depth += tokens[at]?.nesting ?? 0;
    if (depth === 0) return at;
  }
  return tokens.length;
}

function leaf(token: Token): Part {
  switch (token.type) {
    case "inline":
      return render(token.children ?? []);
    case "fence":
      return html`<pre><code>${coloured(token.content, token.info)}</code></pre>`;
    case "code_inline":
      return html`<code>${token.content}</code>`;
    default:
      return linked(token.content);
  }
}

function element(token: Token, within: Token[]): Part {
  const inner = token.type === "link_open" ? within.map(plain) : render(within);
  if (token.hidden) return inner;
  const make = ELEMENTS[token.type];
  return make ? make(inner, token) : inner;
}

/** In a link an address is text: links do not nest. */
function plain(token: Token): Part {
  return token.type === "code_inline" ? html`<code>${token.content}</code>` : token.content;
}

/** Each block of a message is written in its own direction; what stands within finds its place by the style sheet. */
function own(token: Token): "auto" | typeof nothing {
  return token.level === 0 ? "auto" : nothing;
}

const ELEMENTS: Record<string, (inner: Part[], token: Token) => TemplateResult> = {
  paragraph_open: (inner, token) => html`<p dir=${own(token)}>${inner}</p>`,
  bullet_list_open: (inner, token) => html`<ul dir=${own(token)}>
    ${inner}
  </ul>`,
  ordered_list_open: (inner, token) => html`<ol dir=${own(token)} start=${token.attrGet("start") ?? nothing}>
    ${inner}
  </ol>`,
  list_item_open: (inner) => html`<li>${inner}</li>`,
  blockquote_open: (inner, token) => html`<blockquote dir=${own(token)}>${inner}</blockquote>`,
  strong_open: (inner) => html`<strong>${inner}</strong>`,
  em_open: (inner) => html`<em>${inner}</em>`,
  link_open: (inner, token) =>
    html`<a href=${token.attrGet("href") ?? ""} target="_blank" rel="noopener noreferrer nofollow ugc">${inner}</a>`,
};
