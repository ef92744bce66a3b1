import type { Finding, Reason, Verdict } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import { listed } from "./format.ts";
import type { Span } from "./spans.ts";

/** The reasons that stand in the way: they offer a way out, an allowed finding needs none. */
export function blockingReasons(verdict: Verdict): Reason[] {
  return verdict.reasons.filter((reason) => reason.remedies.length > 0);
}

/** The findings that stand in the way, in the order of the text. */
export function blockingFindings(verdict: Verdict): Finding[] {
  const numbers = new Set(blockingReasons(verdict).flatMap((reason) => reason.findings));
  return verdict.findings.filter((_, number) => numbers.has(number));
}

export function spansOf(findings: readonly Finding[]): Span[] {
  return findings.map(({ start, end }) => [start, end]);
}

/** What decides the verdict, in words: "a phone number and an e-mail address". */
export function foundWords(verdict: Verdict): string {
  return kindsInWords(blockingFindings(verdict).map((finding) => finding.kind));
}

export function kindsInWords(kinds: readonly string[]): string {
  return listed([...new Set(kinds)].map((kind) => text.kinds[kind] ?? kind));
}

/** The ways out, the first mentioned first, none twice. */
export function remedies(verdict: Verdict): string[] {
  return [...new Set(blockingReasons(verdict).flatMap((reason) => reason.remedies))];
}

export function headline(verdict: Verdict): string {
  const found = foundWords(verdict);
  return verdict.verdict === "ask" ? text.askFirst(found) : text.withheld(found);
}

/** The findings of an older text that still stand where they stood: their underline moves with nothing. */
export function stillThere(findings: readonly Finding[], body: string): Finding[] {
  const points = Array.from(body);
  return findings.filter(({ start, end, text: found }) => points.slice(start, end).join("") === found);
}
