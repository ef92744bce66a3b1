import { shownText } from "./markup.ts";

const EXCERPT = 120;
/** No more of a long text is parsed for it. */
const LOOKED_AT = 1_000;

/** The first code points of a message as it is seen, in one line, as the server cuts it for the list. */
export function excerptOf(body: string): string {
  const beginning = Array.from(body).slice(0, LOOKED_AT).join("");
  const seen = shownText(beginning);
  const line = inOneLine(seen) || inOneLine(beginning);
  return Array.from(line).slice(0, EXCERPT).join("");
}

function inOneLine(words: string): string {
  return words.split(/\s+/u).filter(Boolean).join(" ");
}
