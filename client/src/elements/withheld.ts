import { html, nothing, type TemplateResult } from "lit";
import type { Purpose, WithheldItem } from "../protocol/index.ts";
import { cut, without } from "../session/spans.ts";
import { blockingFindings, blockingReasons, headline, remedies, spansOf } from "../session/verdicts.ts";
import { text } from "../text/index.ts";
import { Attempt } from "./attempt.ts";
import { SessionElement } from "./base.ts";
import { keptBecause } from "./hint.ts";
import { clauseLink, icon } from "./parts.ts";

function objection({ id }: WithheldItem): TemplateResult {
  return html`<a class="button button--small button--quiet" href="/withheld/${id}/objection"
    >${icon("flag")}${text.noContactInformation}</a
  >`;
}

/** A message that was not delivered, for its author alone: why, which characters, and every way out. */
export class Withheld extends SessionElement {
  static override properties = { item: { attribute: false } };

  declare item: WithheldItem | undefined;
  readonly #attempt = new Attempt(this);
  #isStillKept = false;

  protected override render(): TemplateResult | typeof nothing {
    if (!this.item) return nothing;
    const { item } = this;
    return html`<div class="notice notice--caution">
      ${icon("eye-off")}
      <div class="notice__body">
        <p class="notice__title">${headline(item.verdict)}</p>
        <div class="withheld__text">${this.#marked(item)}</div>
        ${blockingReasons(item.verdict).map(
          ({ why, clause }) =>
            html`<p class="small">${why} <span class="muted">${clauseLink(item.verdict.policy, clause)}</span></p>`,
        )}
        ${this.#because(item)}${item.edits === null ? nothing : html`<p class="small">${text.wouldReword}</p>`}
        ${this.#problem()}${this.#purposes(item)}
        <div class="withheld__ways">${this.#release(item)}${this.#remove(item)}${this.#edit(item)}${this.#discard(item)}${objection(item)}</div>
        <p class="small muted">${text.onlyYouSee}</p>
      </div>
    </div>`;
  }

  #marked({ body, verdict }: WithheldItem): (string | TemplateResult)[] {
    return cut(body, spansOf(blockingFindings(verdict))).map((piece) =>
      piece.isMarked ? html`<mark class="finding finding--strong">${piece.text}</mark>` : piece.text,
    );
  }

  #because({ because }: WithheldItem): TemplateResult | typeof nothing {
    const { state, me } = this.page.session;
    const words = state.room ? keptBecause(state.room.detail, me.id, because) : "";
    return words === "" ? nothing : html`<p class="small">${words}</p>`;
  }

  #problem(): TemplateResult | typeof nothing {
    const problem = this.#attempt.problem || (this.#isStillKept ? text.stillKept : "");
    return problem
      ? html`<p class="field__error" role="alert">${icon("circle-alert")}<span>${problem}</span></p>`
      : nothing;
  }

  #purposes(item: WithheldItem): TemplateResult | typeof nothing {
    const { verdict, purpose, id } = item;
    if (verdict.verdict !== "ask" || purpose || !remedies(verdict).includes("access_grant")) return nothing;
    return html`<div class="withheld__purpose">
      <p class="small" id="purpose-${id}">${text.whatFor}</p>
      <div class="button-row" role="group" aria-labelledby="purpose-${id}">
        ${text.purposes.map(([value, words]) => this.#button(words, "", "", () => this.#revise({ purpose: value })))}
      </div>
    </div>`;
  }

  #release(item: WithheldItem): TemplateResult | typeof nothing {
    const isFree = item.releasable || this.page.session.state.room?.detail.exempt;
    if (!isFree) return nothing;
    return html`<div>
      ${this.#button(text.sendNow, "send-horizontal", "button--primary", () => this.page.choices.release(item))}
    </div>`;
  }

  #remove({ body, verdict }: WithheldItem): TemplateResult | typeof nothing {
    const rest = remedies(verdict).includes("remove_span") ? without(body, spansOf(blockingFindings(verdict))) : "";
    if (rest === "") return nothing;
    return html`<div>${this.#button(text.removeAndSend, "eraser", "", () => this.#revise({ body: rest }))}</div>`;
  }

  #edit({ id, body }: WithheldItem): TemplateResult {
    return html`<details class="withheld__edit">
      <summary class="button button--small">${icon("pencil")}${text.edit}</summary>
      <form class="form" @submit=${this.#submitEdit}>
        <div class="field">
          <label class="field__label" for="edit-${id}">${text.yourMessage}</label>
          <textarea dir="auto" id="edit-${id}" name="body" rows="3" required .defaultValue=${body}></textarea>
        </div>
        <button class="button button--primary button--small" type="submit" ?disabled=${this.#attempt.isBusy}>
          ${text.checkAndSend}
        </button>
      </form>
    </details>`;
  }

  #discard(item: WithheldItem): TemplateResult {
    return html`<div>
      ${this.#button(text.discard, "trash-2", "button--quiet", () => this.page.choices.discard(item))}
    </div>`;
  }

  #button(words: string, sign: string, look: string, wish: () => Promise<unknown>): TemplateResult {
    return html`<button
      class="button button--small ${look}"
      type="button"
      ?disabled=${this.#attempt.isBusy}
      @click=${() => void this.#run(wish)}
    >
      ${sign ? icon(sign) : nothing}${words}
    </button>`;
  }

  #submitEdit(event: SubmitEvent): void {
    event.preventDefault();
    const body = new FormData(event.target as HTMLFormElement).get("body");
    if (typeof body === "string" && body.trim() !== "") void this.#run(() => this.#revise({ body }));
  }

  async #revise(change: { body?: string; purpose?: Purpose }): Promise<boolean> {
    return this.item ? this.page.choices.revise(this.item, change) : false;
  }

  async #run(wish: () => Promise<unknown>): Promise<void> {
    this.#isStillKept = false;
    await this.#attempt.run(async () => {
      this.#isStillKept = (await wish()) === false;
    });
  }
}
