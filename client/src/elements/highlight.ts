import type { TemplateResult } from "lit";

type Coloured = (string | TemplateResult)[];
type Painter = (code: string, language: string) => Coloured;

// As in web/templatetags/formatted.py.
const LANGUAGES = new Set(
  (
    "bash c cpp c++ cs csharp css diff go html java javascript js json php py python rb rs ruby rust sh sql ts " +
    "typescript xml yaml yml"
  ).split(" "),
);
const LONGEST_COLOURED = 10_000;

let painter: Painter | null = null;
let isAsked = false;
const waiting = new Set<() => void>();

/** Calls `listener` once code can be coloured: what does it comes with the first block of code. */
export function onColours(listener: () => void): void {
  waiting.add(listener);
}

/** Code with its words in colours where the language is known; the text itself is always the same. */
export function coloured(code: string, info: string): string | Coloured {
  const language = info.trim().split(/\s+/u)[0]?.toLowerCase() ?? "";
  if (!LANGUAGES.has(language) || code.length > LONGEST_COLOURED) return code;
  if (painter) return painter(code, language);
  if (!isAsked) void fetchPainter();
  return code;
}

async function fetchPainter(): Promise<void> {
  isAsked = true;
  try {
    ({ paint: painter } = await import("./paint.ts"));
    for (const listener of waiting) listener();
  } catch {
    // Without colours the code reads the same.
  }
}
