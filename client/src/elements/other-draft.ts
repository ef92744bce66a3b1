import { html, nothing, type TemplateResult } from "lit";
import type { Draft } from "../session/drafts.ts";
import type { DraftSync } from "../session/draft-sync.ts";
import { text } from "../text/index.ts";
import { icon } from "./parts.ts";

/** Another device has a different draft: whose is taken, the person says. `use` puts it into the composer. */
export function otherDraft(sync: DraftSync, use: (draft: Draft | null) => void): TemplateResult | typeof nothing {
  const { other } = sync;
  if (!other) return nothing;
  const choose = (draft: Draft | null) => () => {
    sync.other = null;
    use(draft);
  };
  return html`<div class="notice notice--accent other-draft" role="status">
    ${icon("info")}
    <div class="notice__body">
      <p>${text.otherDraft}</p>
      <p class="other-draft__words" dir="auto">${other.body}</p>
      <div class="button-row">
        <button class="button button--small" type="button" @click=${choose(other)}>${text.useOtherDraft}</button>
        <button class="button button--small button--quiet" type="button" @click=${choose(null)}>
          ${text.keepThisDraft}
        </button>
      </div>
    </div>
  </div>`;
}
