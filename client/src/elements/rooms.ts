import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { LastLine, RoomSummary } from "../protocol/index.ts";
import { excerptWords, People, who } from "../session/wording.ts";
import { text } from "../text/index.ts";
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
      ${this.#searchMessages()} ${rooms.length > 0 ? this.#sections(this.#sorted(rooms)) : this.#none()} ${this.#more()}`;
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
        Number(isQuiet(one)) - Number(isQuiet(other)) ||
        Date.parse(other.last?.at ?? "1970-01-01") - Date.parse(one.last?.at ?? "1970-01-01"),
    );
  }

  #none(): TemplateResult {
    return html`<div class="rooms__none">
      <p>${text.noRooms}</p>
      <a class="button button--small" href="/jobs/">${text.seeJobs}</a>
    </div>`;
  }

  #sections(rooms: RoomSummary[]): TemplateResult {
    if (rooms.length === 0) return html`<p class="rooms__none" role="status">${text.noRoomFound}</p>`;
    const pinned = rooms
      .filter((room) => room.pinned_at !== null)
      .sort((one, other) => Date.parse(one.pinned_at ?? "") - Date.parse(other.pinned_at ?? ""));
    const active = rooms.filter((room) => room.pinned_at === null && !isAway(room));
    const away = rooms.filter((room) => room.pinned_at === null && isAway(room));
    return html`${
      pinned.length > 0
        ? html`<h3 class="rooms__title">${text.pinnedRooms}</h3>
            ${this.#list(pinned)}`
        : nothing
    }
      ${pinned.length > 0 && active.length > 0 ? html`<h3 class="rooms__title">${text.otherRooms}</h3>` : nothing}
      ${active.length > 0 ? this.#list(active) : nothing}
      ${
        away.length > 0
          ? html`<details class="rooms__section" ?open=${this.#sought !== ""}>
            <summary>${text.archivedRooms} <span class="count count--quiet">${away.length}</span></summary>
            ${this.#list(away)}
          </details>`
          : nothing
      }`;
  }

  #more(): TemplateResult | typeof nothing {
    if (!this.page.session.roomsNext) return nothing;
    return html`<p class="rooms__none">
      <button class="button button--small" type="button" @click=${() => void this.page.session.loadMoreRooms()}>
        ${text.moreRooms}
      </button>
    </p>`;
  }

  #list(rooms: RoomSummary[]): TemplateResult {
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
      class=${isQuiet(room) ? "room-row" : "room-row room-row--unread"}
      href="/rooms/${room.id}/"
      aria-current=${session.state.room?.detail.id === room.id ? "page" : nothing}
    >
      ${other ? avatar(other.id, other.name, false, other.picture) : avatar(me, "?")}
      <span class="room-row__body">
        <span class="room-row__top"
          ><span class="room-row__who" dir="auto">${who(room, me)}</span
          >${this.#time(room.last)}</span
        >
        <span class="room-row__title" dir="auto">${room.title}</span>
        <span class="room-row__bottom"
          ><span class="room-row__last">${excerptWords(room.last, new People(me, room.members))}</span>${planBadge(
            room.client_plan,
            true,
          )}${room.is_muted ? icon("bell-off") : nothing}${this.#questions(room.open_questions)}${this.#count(
            room.unread,
          )}</span
        >
      </span>
    </a>`;
  }

  #time(last: LastLine | null): TemplateResult {
    const { format, now } = this.page;
    const words = last ? format.short(last.at, now()) : "";
    return html`<time class="room-row__time" datetime=${last?.at ?? ""}>${words}</time>`;
  }

  #questions(count: number): TemplateResult | typeof nothing {
    if (count === 0) return nothing;
    return html`<span class="room-row__questions" title=${text.openQuestions(count)}
      >${icon("circle-help")}${count}<span class="visually-hidden"> ${text.openQuestions(count)}</span></span
    >`;
  }

  #count(unread: number): TemplateResult | typeof nothing {
    if (unread === 0) return nothing;
    const shown = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : unread;
    return html`<span class="count">${shown}<span class="visually-hidden"> ${text.unread}</span></span>`;
  }
}

function isQuiet(room: RoomSummary): boolean {
  return room.unread === 0 || room.is_muted;
}

/** What is new brings an archived room back into sight, unless it is to keep silent. */
function isAway(room: RoomSummary): boolean {
  return room.is_archived && isQuiet(room);
}
