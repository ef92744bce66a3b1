import { html, type TemplateResult } from "lit";
import type { RoomDetail } from "../protocol/index.ts";
import { text } from "../text/en.ts";
import { icon } from "./parts.ts";

/** What can be done with the room as a whole; the server's rooms/menu.html is the same. */
export function roomMenu(room: RoomDetail): TemplateResult {
  return html`<details class="menu room-menu">
    <summary class="icon-button">${icon("ellipsis")}<span class="visually-hidden">${text.roomMenu}</span></summary>
    <div class="menu__panel">
      <a class="menu__item" href="/search/?room=${room.id}">${icon("search")}${text.searchHere}</a>
      <form class="room-menu__date" method="get" action="/rooms/${room.id}/">
        <label for="jump-to-date">${text.goToDate}</label>
        <input class="input" id="jump-to-date" name="on" type="date" required />
        <button class="button button--small" type="submit">${text.go}</button>
      </form>
    </div>
  </details>`;
}
