import { html, nothing, type TemplateResult } from "lit";
import type { MarkedMessage, Wording } from "../protocol/index.ts";
import { excerptOf } from "../session/excerpt.ts";
import { shownText } from "../session/markup.ts";
import { messagesOf } from "../session/messages.ts";
import { People } from "../session/wording.ts";
import { text } from "../text/index.ts";
import { Attempt } from "./attempt.ts";
import { SessionElement } from "./base.ts";
import { icon } from "./parts.ts";

/** What waits for an answer and what is kept at hand; each leads to its place. The server's rooms/marks.html is the same. */
export class Marks extends SessionElement {
  readonly #attempt = new Attempt(this);
  readonly #fetched = new Map<number, string>();

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this.page.session;
    if (!state.room) return nothing;
    const { id, questions, pins } = state.room.detail;
    const answer = (seq: number): Promise<void> => this.page.choices.markQuestion(id, seq, false);
    const unpin = (seq: number): Promise<void> => this.page.choices.pinMessage(id, seq, false);
    return html`${this.#part(text.questions, "circle-help", questions, text.closeQuestion, answer)}
    ${this.#part(text.pinned, "pin", pins, text.unpinMessage, unpin)}
    ${this.#attempt.problem ? html`<p class="field__error" role="alert">${this.#attempt.problem}</p>` : nothing}`;
  }

  #part(
    title: string,
    sign: string,
    marks: readonly MarkedMessage[],
    words: string,
    undo: (seq: number) => Promise<void>,
  ): TemplateResult | typeof nothing {
    if (marks.length === 0) return nothing;
    return html`<section class="about__part">
      <h3>${title}</h3>
      <ul class="marks">
        ${marks.map(
          (mark) =>
            html`<li class="marks__one">
              ${icon(sign)}
              <div>
                <a href=${this.#address(mark.message)}>${this.#name(mark)}</a>
                <p class="marks__words" dir="auto">${this.#words(mark)}</p>
                <button
                  class="button button--small button--quiet"
                  type="button"
                  ?disabled=${this.#attempt.isBusy}
                  @click=${() => void this.#attempt.run(() => undo(mark.message))}
                >
                  ${words}
                </button>
              </div>
            </li>`,
        )}
      </ul>
    </section>`;
  }

  #address(seq: number): string {
    const room = this.page.session.state.room;
    const isShown = room?.timeline.some((event) => event.seq === seq) ?? false;
    return isShown ? `#m${seq}` : `/rooms/${room?.detail.id ?? ""}/?around=${seq}#m${seq}`;
  }

  #name({ author, said_at }: MarkedMessage): string {
    const { session, format } = this.page;
    const room = session.state.room;
    const people = new People(session.me.id, room?.detail.members ?? [], room?.timeline);
    return text.markedBy(people.name(author), format.moment(said_at));
  }

  /** As it reads now; of a message that is not on the page its beginning. */
  #words({ message, excerpt }: MarkedMessage): string {
    const line = messagesOf(this.page.session.state).find((one) => one.seq === message);
    if (line) return line.isDeleted ? text.deleted : shownText(line.body) || line.body;
    return excerpt || (this.#fetched.get(message) ?? this.#fetch(message));
  }

  /** What was marked a moment ago and stands on no page: the event that told of it does not repeat the words. */
  #fetch(message: number): string {
    const room = this.page.session.state.room?.detail.id ?? "";
    this.#fetched.set(message, "");
    const take = (wordings: Wording[]): void => {
      this.#fetched.set(message, excerptOf(wordings.at(-1)?.body ?? "") || text.deleted);
      this.requestUpdate();
    };
    // Without an answer the link still leads to the message.
    this.page.choices.wordings(room, message).then(take, () => undefined);
    return "";
  }
}
