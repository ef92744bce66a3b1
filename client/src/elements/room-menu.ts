import { html, type TemplateResult } from "lit";
import type { RoomDetail } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import type { Page } from "./page.ts";
import { icon } from "./parts.ts";

/** What can be done with the room as a whole; the server's rooms/menu.html is the same. */
export function roomMenu(room: RoomDetail, page: Page): TemplateResult {
  const place = (change: Parameters<Page["choices"]["placeRoom"]>[1]) => (event: Event) => {
    (event.target as Element).closest("details")?.removeAttribute("open");
    // What fails is seen by nothing having changed; the menu offers it again.
    page.choices.placeRoom(room.id, change).catch(() => undefined);
  };
  const isPinned = room.pinned_at !== null;
  return html`<details class="menu room-menu">
    <summary class="icon-button">${icon("ellipsis")}<span class="visually-hidden">${text.roomMenu}</span></summary>
    <div class="menu__panel">
      <a class="menu__item" href="/search/?room=${room.id}">${icon("search")}${text.searchHere}</a>
      ${choice("pin", isPinned ? text.unpinRoom : text.pinRoom, place({ is_pinned: !isPinned }))}
      ${choice(
        room.is_muted ? "bell" : "bell-off",
        room.is_muted ? text.unmuteRoom : text.muteRoom,
        place({ is_muted: !room.is_muted }),
      )}
      ${choice("archive", room.is_archived ? text.unarchiveRoom : text.archiveRoom, place({ is_archived: !room.is_archived }))}
      <a class="menu__item" href="/rooms/${room.id}/notifications">${icon("mail")}${text.roomMails}</a>
      <a class="menu__item" href="/rooms/${room.id}/export">${icon("download")}${text.exportRoom}</a>
      <form class="room-menu__date" method="get" action="/rooms/${room.id}/">
        <label for="jump-to-date">${text.goToDate}</label>
        <input class="input" id="jump-to-date" name="on" type="date" required />
        <button class="button button--small" type="submit">${text.go}</button>
      </form>
    </div>
  </details>`;
}

function choice(sign: string, words: string, choose: (event: Event) => void): TemplateResult {
  return html`<button class="menu__item" type="button" @click=${choose}>${icon(sign)}${words}</button>`;
}
