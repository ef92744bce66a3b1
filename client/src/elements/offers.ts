import { html, nothing, type TemplateResult } from "lit";
import type { Offer, PersonCard } from "../protocol/index.ts";
import type { NewOffer } from "../session/choices.ts";
import { parseAmount } from "../session/format.ts";
import { People } from "../session/wording.ts";
import { text } from "../text/index.ts";
import { Attempt } from "./attempt.ts";
import { SessionElement } from "./base.ts";
import { MilestoneRows } from "./milestone-rows.ts";
import { icon, pill } from "./parts.ts";

const SIGNS: Record<string, readonly [string, string]> = {
  made: ["hourglass", "accent"],
  withdrawn: ["circle-x", ""],
  declined: ["circle-x", ""],
  expired: ["hourglass", ""],
  contract_left: ["log-out", ""],
  contract_active: ["handshake", "good"],
  contract_ended: ["circle-check", ""],
};

const OPEN_FOR_DAYS = [3, 7, 14, 30];
const USUAL_DAYS = 14;
const DAY_MS = 86_400_000;

function stateOf(offer: Offer): string {
  if (!offer.contract) return offer.state;
  return offer.contract.is_without_fault ? "contract_left" : `contract_${offer.contract.state}`;
}

function valueIn(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === "string" ? value : "";
}

/** To whom an offer was made, where that is not plain. */
function forWhom(offer: Offer, freelancers: readonly PersonCard[], people: People): string {
  if (freelancers.length === 1 && freelancers[0]?.id === offer.freelancer) return "";
  return people.isMe(offer.freelancer) ? text.forYou : text.forWhom(people.name(offer.freelancer));
}

function freelancerField(freelancers: readonly PersonCard[]): TemplateResult {
  return html`<div class="field">
    <label class="field__label" for="offer-freelancer">${text.toWhom}</label>
    <select id="offer-freelancer" name="freelancer" required>
      <option value="">${text.chooseFreelancer}</option>
      ${freelancers.map((one) => html`<option value=${one.id}>${one.name}</option>`)}
    </select>
  </div>`;
}

/** The offers of the room: make, accept, decline, withdraw, end. */
export class Offers extends SessionElement {
  readonly #attempt = new Attempt(this);
  readonly #milestoneRows = new MilestoneRows(this);
  #badAmount = false;

  protected override render(): TemplateResult | typeof nothing {
    const { room, me } = this.page.session.state;
    if (!room) return nothing;
    const own = room.detail.members.find((member) => member.id === me);
    const isOpen = room.offers.some((offer) => offer.state === "made");
    const freelancers = room.detail.members.filter((member) => member.side === "freelancer");
    const people = new People(me, room.detail.members, room.timeline);
    const canOffer = own?.side === "client" && freelancers.length > 0;
    return html`<section class="about__part">
      <h3>${text.offer}</h3>
      ${
        room.offers.length > 0
          ? html`<ul class="stack stack--tight">
            ${room.offers.map((offer) => this.#offer(offer, me, forWhom(offer, freelancers, people)))}
          </ul>`
          : html`<p class="muted">${canOffer ? text.noOfferClient : text.noOfferFreelancer}</p>`
      }
      ${this.#problem()}
      ${canOffer && !isOpen ? this.#form(room.detail.id, freelancers) : nothing}
    </section>`;
  }

  #problem(): TemplateResult | typeof nothing {
    const { problem } = this.#attempt;
    if (!problem) return nothing;
    return html`<p class="field__error" role="alert">${icon("circle-alert")}<span>${problem}</span></p>`;
  }

  #offer(offer: Offer, me: string, whom: string): TemplateResult {
    const state = stateOf(offer);
    const [sign, tone] = SIGNS[state] ?? ["info", ""];
    return html`<li class="offer">
      <div class="split">
        <strong>${this.page.format.money(offer.amount_minor, offer.currency)}</strong
        >${pill(text.offerWords[state] ?? state, sign, tone)}
      </div>
      ${whom ? html`<p class="small muted">${whom}</p>` : nothing}
      <p class="offer__terms" dir="auto">${offer.terms}</p>
      ${this.#milestones(offer)}
      ${
        offer.state === "made" && offer.expires_at
          ? html`<p class="small muted">${text.openUntil(this.page.format.moment(offer.expires_at))}</p>`
          : nothing
      }
      ${this.#ways(offer, me)}
    </li>`;
  }

  #ways(offer: Offer, me: string): TemplateResult | typeof nothing {
    const { choices } = this.page;
    if (offer.contract?.state === "active") {
      return html`<div class="button-row">${this.#button(text.endContract, "", () => choices.endContract(offer))}</div>
        ${offer.freelancer === me ? this.#leaving(offer) : nothing}`;
    }
    if (offer.state !== "made") return nothing;
    if (offer.client === me) {
      return html`<div class="button-row">
        ${this.#button(text.withdraw, "", () => choices.answerOffer(offer, "withdraw"))}
      </div>`;
    }
    if (offer.freelancer !== me) return nothing;
    return html`<div class="button-row">
        ${this.#button(text.accept, "handshake", () => choices.answerOffer(offer, "accept"))}
        ${this.#button(text.decline, "", () => choices.answerOffer(offer, "decline"))}
      </div>
      <p class="small muted">${text.acceptMeans}</p>`;
  }

  #milestones(offer: Offer): TemplateResult | typeof nothing {
    if (offer.milestones.length === 0) return nothing;
    return html`<ol class="small">
      ${offer.milestones.map(
        (one) =>
          html`<li>
            <bdi>${one.title}</bdi> · ${this.page.format.money(one.amount_minor, offer.currency)}
            ${one.due_on ? `· ${this.page.format.date(one.due_on)}` : ""}
          </li>`,
      )}
    </ol>`;
  }

  #leaving(offer: Offer): TemplateResult {
    const leave = (event: SubmitEvent): void => {
      event.preventDefault();
      const words = valueIn(new FormData(event.target as HTMLFormElement), "leaving");
      void this.#attempt.run(() => this.page.choices.leaveContract(offer, words));
    };
    return html`<details class="offer-form">
      <summary class="small">${text.notAsDescribed}</summary>
      <form class="form" @submit=${leave}>
        <p class="small muted">${text.leavingMeans}</p>
        <div class="field">
          <label class="field__label" for="leaving-words">${text.whatIsDifferent}</label>
          <textarea id="leaving-words" name="leaving" rows="2"></textarea>
        </div>
        <button class="button button--small" type="submit" ?disabled=${this.#attempt.isBusy}>
          ${text.leaveContract}
        </button>
      </form>
    </details>`;
  }

  #button(words: string, sign: string, wish: () => Promise<unknown>): TemplateResult {
    return html`<button
      class=${sign ? "button button--small button--primary" : "button button--small"}
      type="button"
      ?disabled=${this.#attempt.isBusy}
      @click=${() => void this.#attempt.run(wish)}
    >
      ${sign ? icon(sign) : nothing}${words}
    </button>`;
  }

  #form(room: string, freelancers: readonly PersonCard[]): TemplateResult {
    return html`<details class="offer-form">
      <summary class="button button--small">${icon("plus")}${text.makeOffer}</summary>
      <form class="form" @submit=${(event: SubmitEvent) => void this.#submit(event, room)}>
        ${freelancers.length > 1 ? freelancerField(freelancers) : nothing}
        <div class="field">
          <label class="field__label" for="offer-terms">${text.agreed}</label>
          <textarea id="offer-terms" name="terms" rows="4" required></textarea>
        </div>
        <div class="offer-form__price">
          <div class=${this.#badAmount ? "field field--bad" : "field"}>
            <label class="field__label" for="offer-amount">${text.amount}</label>
            <input id="offer-amount" name="amount" type="text" inputmode="decimal" autocomplete="off" required />
          </div>
          <div class="field">
            <label class="field__label" for="offer-currency">${text.currency}</label>
            <select id="offer-currency" name="currency">
              ${this.page.currencies.map((code) => html`<option>${code}</option>`)}
            </select>
          </div>
        </div>
        ${
          this.#badAmount
            ? html`<p class="field__error" role="alert">${icon("circle-alert")}<span>${text.badAmount}</span></p>`
            : nothing
        }
        <div class="field">
          <label class="field__label" for="offer-days">${text.openFor}</label>
          <select id="offer-days" name="days">
            ${OPEN_FOR_DAYS.map(
              (days) => html`<option value=${days} ?selected=${days === USUAL_DAYS}>${text.days(days)}</option>`,
            )}
          </select>
        </div>
        ${this.#milestoneRows.render()}
        <button class="button button--primary button--small" type="submit" ?disabled=${this.#attempt.isBusy}>
          ${text.sendOffer}
        </button>
      </form>
    </details>`;
  }

  async #submit(event: SubmitEvent, room: string): Promise<void> {
    event.preventDefault();
    const form = event.target as HTMLFormElement;
    const fields = new FormData(form);
    const offer = this.#offerIn(fields);
    if (!offer || !(await this.#attempt.run(() => this.page.choices.makeOffer(room, offer)))) return;
    form.reset();
    this.#milestoneRows.clear();
    form.closest("details")?.removeAttribute("open");
  }

  /** What was filled in; null, and said at its place, where something of it cannot be read. */
  #offerIn(fields: FormData): NewOffer | null {
    const [terms, currency] = [valueIn(fields, "terms"), valueIn(fields, "currency")];
    const amount_minor = parseAmount(valueIn(fields, "amount"), currency || "EUR");
    const milestones = this.#milestoneRows.read(currency);
    this.#badAmount = amount_minor === null;
    this.#attempt.problem = "";
    this.requestUpdate();
    if (amount_minor === null || milestones === null || !terms || !currency) return null;
    const expires_at = new Date(Date.now() + Number(valueIn(fields, "days")) * DAY_MS).toISOString();
    const freelancer = valueIn(fields, "freelancer") || null;
    return { terms, amount_minor, currency, expires_at, milestones, freelancer };
  }
}
