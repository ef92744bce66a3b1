import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { parseAmount } from "../session/format.ts";
import { text } from "../text/index.ts";
import { icon } from "./parts.ts";

const MOST_ROWS = 10;

interface Row {
  key: number;
  title: string;
  amount: string;
  due: string;
}

export interface MilestoneWish {
  title: string;
  amount_minor: number;
  due_on: string | null;
}

/** The milestones of an offer in the making, as rows that are added and taken away. */
export class MilestoneRows implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  #rows: Row[] = [];
  #next = 1;
  #problem = "";

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    // Nothing to begin with: most offers have one price and no parts.
  }

  clear(): void {
    this.#rows = [];
    this.#problem = "";
    this.#host.requestUpdate();
  }

  /** What was filled in; null, and said at the rows, where something of it cannot be read. Empty rows count for nothing. */
  read(currency: string): MilestoneWish[] | null {
    const made: MilestoneWish[] = [];
    this.#problem = "";
    this.#host.requestUpdate();
    for (const [place, { title, amount, due }] of this.#rows.entries()) {
      if (!title.trim() && !amount.trim() && !due) continue;
      const amount_minor = parseAmount(amount, currency);
      if (!title.trim() || amount_minor === null) {
        this.#problem = text.badMilestone(place + 1);
        return null;
      }
      made.push({ title: title.trim(), amount_minor, due_on: due || null });
    }
    return made;
  }

  render(): TemplateResult {
    return html`<fieldset
      class=${this.#problem ? "milestones field--bad" : "milestones"}
      aria-describedby="offer-milestones-hint"
    >
      <legend class="field__label">${text.milestones} <span class="field__optional">${text.optional}</span></legend>
      <div class="field__hint" id="offer-milestones-hint">${text.milestonesHint}</div>
      ${repeat(
        this.#rows,
        ({ key }) => key,
        (row, place) => this.#row(row, place + 1),
      )}
      ${
        this.#problem
          ? html`<p class="field__error" role="alert">${icon("circle-alert")}<span>${this.#problem}</span></p>`
          : nothing
      }
      <button
        class="button button--small button--quiet"
        type="button"
        ?disabled=${this.#rows.length >= MOST_ROWS}
        @click=${() => void this.#add()}
      >
        ${icon("plus")}${text.addMilestone}
      </button>
    </fieldset>`;
  }

  #row(row: Row, number: number): TemplateResult {
    const take =
      (part: "title" | "amount" | "due") =>
      (event: Event): void => {
        row[part] = (event.target as HTMLInputElement).value;
      };
    return html`<div class="milestone" data-row=${row.key}>
      <input
        class="input milestone__title"
        type="text"
        maxlength="120"
        autocomplete="off"
        placeholder=${text.milestonePlaceholder}
        aria-label=${text.milestoneTitle(number)}
        .value=${row.title}
        @input=${take("title")}
      />
      <input
        class="input"
        type="text"
        inputmode="decimal"
        autocomplete="off"
        placeholder=${text.milestonePrice}
        aria-label=${text.milestoneAmount(number)}
        .value=${row.amount}
        @input=${take("amount")}
      />
      <input class="input" type="date" aria-label=${text.milestoneDue(number)} .value=${row.due} @input=${take("due")} />
      <button
        class="icon-button"
        type="button"
        title=${text.removeMilestone(number)}
        @click=${() => void this.#remove(row)}
      >
        ${icon("x")}<span class="visually-hidden">${text.removeMilestone(number)}</span>
      </button>
    </div>`;
  }

  async #add(): Promise<void> {
    const row = { key: this.#next, title: "", amount: "", due: "" };
    this.#next += 1;
    this.#rows = [...this.#rows, row];
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#host.querySelector<HTMLInputElement>(`[data-row="${row.key}"] input`)?.focus();
  }

  /** The focus goes to the way to add one, lest it gets lost with the row. */
  async #remove(row: Row): Promise<void> {
    this.#rows = this.#rows.filter((one) => one !== row);
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#host.querySelector<HTMLButtonElement>(".milestones > .button")?.focus();
  }
}
