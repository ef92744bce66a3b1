import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { LastLine, RoomSummary } from "../protocol/index.ts";
import { excerptWords, People, who } from "../session/wording.ts";
import { text } from "../text/en.ts";
import { SessionElement } from "./base.ts";
import { avatar, icon, planBadge } from "./parts.ts";

const MOST_SHOWN = 99;

/** The list of rooms: unread ones first, then by their last line. Typing filters it. */
export class Rooms extends SessionElement {
  #sought = "";
  #typed = "";

  protected override render(): TemplateResult {
    const { rooms } = this.page.session.state;
    const isPage = this.page.session.state.room === null;
    return html`<div class="rooms__head">${isPage ? html`<h1>${text.rooms}</h1>` : html`<h2>${text.rooms}</h2>`}</div>
      <form class="rooms__search" role="search" method="get" action="/search/">
        ${icon("search")}
        <input
          class="input"
          type="search"
          name="q"
          maxlength="200"
          placeholder=${text.search}
          aria-label=${text.searchRooms}
          autocomplete="off"
          @input=${this.#search}
        />
      </form>
      ${this.#searchMessages()} ${rooms.length > 0 ? this.#list(this.#sorted(rooms)) : this.#none()}`;
  }

  #search(event: Event): void {
    this.#typed = (event.target as HTMLInputElement).value.trim();
    this.#sought = this.#typed.toLocaleLowerCase();
    this.requestUpdate();
  }

  #searchMessages(): TemplateResult | typeof nothing {
    if (this.#typed === "") return nothing;
    const address = `/search/?q=${encodeURIComponent(this.#typed)}`;
    return html`<p class="rooms__further"><a href=${address}>${icon("search")}${text.searchMessages(this.#typed)}</a></p>`;
  }

  #sorted(rooms: readonly RoomSummary[]): RoomSummary[] {
    const me = this.page.session.me.id;
    const found = rooms.filter((room) => `${who(room, me)} ${room.title}`.toLocaleLowerCase().includes(this.#sought));
    return found.sort(
      (one, other) =>
        Number(one.unread === 0) - Number(other.unread === 0) ||
        Date.parse(other.last?.at ?? "1970-01-01") - Date.parse(one.last?.at ?? "1970-01-01"),
    );
  }

  #none(): TemplateResult {
    return html`<div class="rooms__none">
      <p>${text.noRooms}</p>
      <a class="button button--small" href="/jobs/">${text.seeJobs}</a>
    </div>`;
  }

  #list(rooms: RoomSummary[]): TemplateResult {
    if (rooms.length === 0) return html`<p class="rooms__none" role="status">${text.noRoomFound}</p>`;
    return html`<ol class="rooms__list">
      ${repeat(
        rooms,
        (room) => room.id,
        (room) => html`<li>${this.#row(room)}</li>`,
      )}
    </ol>`;
  }

  #row(room: RoomSummary): TemplateResult {
    const { session } = this.page;
    const me = session.me.id;
    const other = room.members.find((member) => member.id !== me);
    return html`<a
      class=${room.unread > 0 ? "room-row room-row--unread" : "room-row"}
      href="/rooms/${room.id}/"
      aria-current=${session.state.room?.detail.id === room.id ? "page" : nothing}
    >
      ${other ? avatar(other.id, other.name, false, other.picture) : avatar(me, "?")}
      <span class="room-row__body">
        <span class="room-row__top"
          ><span class="room-row__who">${who(room, me)}</span
          >${this.#time(room.last)}</span
        >
        <span class="room-row__title">${room.title}</span>
        <span class="room-row__bottom"
          ><span class="room-row__last">${excerptWords(room.last, new People(me, room.members))}</span>${planBadge(
            room.client_plan,
            true,
          )}${this.#count(room.unread)}</span
        >
      </span>
    </a>`;
  }

  #time(last: LastLine | null): TemplateResult {
    const { format, now } = this.page;
    const words = last ? format.short(last.at, now()) : "";
    return html`<time class="room-row__time" datetime=${last?.at ?? ""}>${words}</time>`;
  }

  #count(unread: number): TemplateResult | typeof nothing {
    if (unread === 0) return nothing;
    const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread;
    return html`<span class="count">${shown}<span class="visually-hidden"> ${text.unread}</span></span>`;
  }
}
