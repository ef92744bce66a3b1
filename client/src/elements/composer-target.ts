import { html, nothing, type TemplateResult } from "lit";
import type { ReplyWish } from "../protocol/index.ts";
import type { Target } from "../session/unfinished.ts";
import { text } from "../text/index.ts";
import { icon } from "./parts.ts";

/** The wish that goes with the message; nothing where none is answered. */
export function wishOf(target: Target | null): ReplyWish | null {
  if (target?.kind !== "reply") return null;
  const { seq, revision, quote } = target;
  return quote === null ? { seq, revision } : { seq, revision, quote };
}

/** The line over the text that says which message it is about. */
export function targetLine(
  target: Target | null,
  problem: string,
  cancel: () => void,
): TemplateResult | typeof nothing {
  if (!target) return nothing;
  const isEdit = target.kind === "edit";
  return html`<div class="composer__target">
      <p>
        ${icon(isEdit ? "pencil" : "reply")}<strong>${isEdit ? text.editing : text.replyingTo(target.name)}</strong>${
          isEdit ? nothing : html` <span class="composer__quote" dir="auto">${target.quote ?? target.body}</span>`
        }
      </p>
      <button class="icon-button" type="button" @click=${cancel}>
        ${icon("x")}<span class="visually-hidden">${text.cancel}</span>
      </button>
    </div>
    ${
      problem
        ? html`<p class="field__error" id="composer-error" role="alert">${icon("circle-alert")}<span>${problem}</span></p>`
        : nothing
    }`;
}
