import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { Wording } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import { Attempt } from "./attempt.ts";
import { formatted } from "./markdown.ts";
import { thePage, type Page } from "./page.ts";
import { icon, moment } from "./parts.ts";

/** What is asked and told about one message in a dialog: how it read before, and whether it shall go. */
export class MessageDialogs extends LitElement {
  readonly #page: Page = thePage();
  readonly #attempt = new Attempt(this);
  #wordings: Wording[] | null = null;
  #deleting: number | null = null;

  async showWordings(seq: number): Promise<void> {
    const room = this.#page.session.state.room?.detail.id ?? "";
    let found: Wording[] = [];
    if (!(await this.#attempt.run(async () => (found = await this.#page.choices.wordings(room, seq))))) return;
    this.#wordings = [...found].reverse();
    this.#deleting = null;
    await this.#open();
  }

  askDelete(seq: number): void {
    this.#deleting = seq;
    this.#wordings = null;
    void this.#open();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<dialog class="dialog stack" aria-labelledby="message-dialog-title">
      ${this.#wordings ? this.#history(this.#wordings) : nothing}${this.#deleting === null ? nothing : this.#question(this.#deleting)}
    </dialog>`;
  }

  #history(wordings: Wording[]): TemplateResult {
    return html`<h2 id="message-dialog-title">${text.wordingsTitle}</h2>
      <ol class="wordings">
        ${wordings.map(
          ({ revision, at, body }, index) =>
            html`<li class="wording">
              <p class="small muted">
                ${text.revision(revision)} · ${moment(at, this.#page.format, "", true)}${index === 0 ? ` · ${text.readsNow}` : nothing}
              </p>
              <div class="message__text">${formatted(body)}</div>
            </li>`,
        )}
      </ol>
      <form method="dialog"><button class="button" type="submit">${text.close}</button></form>`;
  }

  #question(seq: number): TemplateResult {
    return html`<h2 id="message-dialog-title">${text.deleteTitle}</h2>
      <p>${text.deleteText}</p>
      ${
        this.#attempt.problem
          ? html`<p class="field__error" role="alert">${icon("circle-alert")}<span>${this.#attempt.problem}</span></p>`
          : nothing
      }
      <form class="button-row" method="dialog">
        <button class="button" type="submit">${text.keep}</button>
        <button
          class="button button--primary"
          type="button"
          ?disabled=${this.#attempt.isBusy}
          @click=${() => void this.#delete(seq)}
        >
          ${icon("trash-2")}${text.delete}
        </button>
      </form>`;
  }

  async #delete(seq: number): Promise<void> {
    const room = this.#page.session.state.room?.detail.id ?? "";
    if (!(await this.#attempt.run(() => this.#page.choices.delete(room, seq)))) return;
    this.querySelector("dialog")?.close();
    document.getElementById(`m${seq}`)?.focus();
  }

  async #open(): Promise<void> {
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector("dialog")?.showModal();
  }
}
