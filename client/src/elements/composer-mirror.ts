import { html, type TemplateResult } from "lit";
import type { Verdict } from "../protocol/index.ts";
import { cut } from "../session/spans.ts";
import { blockingFindings, spansOf } from "../session/verdicts.ts";

/** The text behind the field, with what the rule would not let through marked. */
export function mirrored(body: string, verdict: Verdict | null): (string | TemplateResult)[] {
  const spans = verdict && verdict.verdict !== "allow" ? spansOf(blockingFindings(verdict)) : [];
  return cut(body, spans).map((piece) =>
    piece.isMarked ? html`<mark class="finding">${piece.text}</mark>` : piece.text,
  );
}
