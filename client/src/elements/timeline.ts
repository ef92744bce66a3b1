import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Reaction } from "../protocol/index.ts";
import { lineKey, timelineLines } from "../session/lines.ts";
import type { MessageLine } from "../session/message-line.ts";
import { text } from "../text/index.ts";
import { Refused, Unreachable } from "../transport/http.ts";
import { SessionElement } from "./base.ts";
import { icon } from "./parts.ts";
import type { MessageDialogs } from "./message-dialogs.ts";
import { Scroll } from "./scroll.ts";
import { renderLine } from "./timeline-lines.ts";

/** The conversation: history on scrolling up, the newest end kept in sight, nothing under the reader's eyes moves. */
export class Timeline extends SessionElement {
  #scroll: Scroll | null = null;
  // Whoever jumped to a place stays there until they move.
  #hasMoved = false;

  override connectedCallback(): void {
    super.connectedCallback();
    const scroller = this.closest<HTMLElement>(".timeline-scroll");
    if (!scroller) return;
    this.#scroll = new Scroll(scroller, this.page.following, () => this.page.session.state.room?.after === null);
    scroller.addEventListener("scroll", () => {
      this.#moved();
    });
    document.addEventListener("visibilitychange", () => {
      this.#moved();
    });
  }

  protected override update(changed: PropertyValues): void {
    this.#scroll?.hold();
    super.update(changed);
    this.#scroll?.restore();
  }

  protected override firstUpdated(): void {
    this.querySelector(".is-sought")?.scrollIntoView({ block: "center" });
  }

  protected override updated(): void {
    // Offers and members render in the same turn; only then it is known what is in sight.
    requestAnimationFrame(() => {
      this.#moved();
    });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session, format, readSeq } = this.page;
    const { room, me } = session.state;
    if (!room) return nothing;
    const lines = timelineLines(room, session.sending.letters, { me, format, now: this.page.now(), readSeq });
    const isQuiet = !lines.some((line) => line.type === "message" || line.type === "pending");
    const ways = {
      page: this.page,
      showPoliteAnswer: (event: Event) => {
        this.#showPoliteAnswer(event);
      },
      jumpTo: (event: Event, seq: number) => {
        void this.#jumpTo(event, seq);
      },
      react: (line: MessageLine, reaction: Reaction, isOn: boolean) => {
        this.#react(line.seq, reaction, isOn);
      },
      dialogs: () => document.querySelector<MessageDialogs>("v-message-dialogs"),
    };
    return html`${room.before === null ? nothing : this.#older()}
      <ol class="timeline">
        ${repeat(lines, lineKey, (line) => renderLine(line, ways))}
      </ol>
      ${room.after === null ? nothing : this.#newer()} ${isQuiet ? this.#start(room.detail.rule.text) : nothing}
      ${room.left ? html`<p class="timeline__start" role="status">${text.youLeft}</p>` : nothing}`;
  }

  #older(): TemplateResult {
    return html`<p class="timeline__older">
      <button class="button button--small button--quiet" type="button" @click=${() => void this.page.session.loadOlder()}>
        ${text.earlier}
      </button>
    </p>`;
  }

  #newer(): TemplateResult {
    return html`<p class="timeline__older">
      <button class="button button--small button--quiet" type="button" @click=${() => void this.page.session.loadNewer()}>
        ${text.later}
      </button>
    </p>`;
  }

  #start(rule: string): TemplateResult {
    return html`<div class="timeline__start">
      ${icon("message-square", true)}
      <h2>${text.startTitle}</h2>
      <p>${text.startText}</p>
      <p>${rule}</p>
    </div>`;
  }

  /** To the message, reading back until it is there. */
  async #jumpTo(event: Event, seq: number): Promise<void> {
    const { session } = this.page;
    if (document.getElementById(`m${seq}`)) return;
    event.preventDefault();
    while (session.state.room?.before && !session.state.room.timeline.some((one) => one.seq === seq)) {
      await session.loadOlder();
    }
    await this.updateComplete;
    location.hash = `#m${seq}`;
  }

  #react(seq: number, reaction: Reaction, isOn: boolean): void {
    const room = this.page.session.state.room?.detail.id ?? "";
    this.page.choices.react(room, seq, reaction, isOn).catch((error: unknown) => {
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      // Nothing was done, and the count says so.
    });
  }

  #moved(): void {
    const { session, following } = this.page;
    if (!this.#scroll) return;
    const wasAtEnd = following.isAtEnd;
    this.#scroll.look();
    if (following.isAtEnd && document.visibilityState === "visible") session.markRead();
    if (following.isAtEnd !== wasAtEnd) session.changed();
    if (this.#scroll.isNearStart) void session.loadOlder();
    if (this.#scroll.isNearEnd && this.#hasMoved) void session.loadNewer();
    this.#hasMoved = true;
  }

  #showPoliteAnswer(event: Event): void {
    event.preventDefault();
    (event.target as Element).closest("details")?.removeAttribute("open");
    this.dispatchEvent(new CustomEvent("polite-answer", { bubbles: true }));
  }
}
