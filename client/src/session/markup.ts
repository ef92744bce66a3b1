import MarkdownIt from "markdown-it";
import type Token from "markdown-it/lib/token.mjs";

// The grammar of kit/markdown.py. Whatever is none of these rules stands in the text as it was written; no HTML, no
// pictures, and no link but to the web.
const WEB_ADDRESS = /^https?:\/\/[^\s<>"]+$/iu;
const grammar = new MarkdownIt("zero", { html: false });
grammar.enable(["fence", "list", "blockquote", "backticks", "emphasis", "escape", "link"]);
grammar.validateLink = (url) => WEB_ADDRESS.test(url);
grammar.normalizeLink = (url) => url;

const MARKS = /[*_`\\[>]|~~~|^[ \t]*(?:[-+]|\d{1,9}[.)])(?:[ \t]|$)/mu;

/** The blocks of a text, as tokens that open and close. */
export function parseMarkup(text: string): Token[] {
  return grammar.parse(text, {});
}

/** What readers see of a text, in plain words: kit/markdown.py says the same. */
export function shownText(text: string): string {
  if (!MARKS.test(text)) return text;
  const blocks = parseMarkup(text).flatMap(({ type, content, children }) => {
    if (type === "fence") return [content];
    return type === "inline" ? [(children ?? []).map((token) => shown(token, text)).join("")] : [];
  });
  return blocks.join("\n");
}

function shown(token: Token, text: string): string {
  if (token.type === "link_open") {
    const address = token.attrGet("href") ?? "";
    return text.includes(address) ? "" : `${address} `;
  }
  return token.type === "text" || token.type === "code_inline" ? token.content : "";
}
