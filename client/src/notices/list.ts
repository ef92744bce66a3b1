import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { icon } from "../elements/parts.ts";
import type { NoticeCard, NoticePage } from "../protocol/index.ts";
import type { Format } from "../session/format.ts";
import { text } from "../text/index.ts";

/** What the server's notices/list.html shows inside #notices. */
export function noticeList(page: NoticePage, format: Format, now: string, token: string): TemplateResult {
  const hidden = html`<input type="hidden" name="csrfmiddlewaretoken" value=${token} />`;
  return html`${
    page.unread > 0
      ? html`<form class="split" method="post" action="/notices/read">
          ${hidden}
          <p class="muted" role="status">${text.unreadNotices(page.unread)}</p>
          <button class="button button--small" type="submit">${icon("check")}${text.markAllRead}</button>
        </form>`
      : nothing
  }
  ${
    page.items.length > 0
      ? html`<ul class="list">
          ${repeat(
            page.items,
            (card) => card.id,
            (card) => row(card, format, now, hidden),
          )}
        </ul>`
      : html`<div class="empty">
          ${icon("bell")}
          <h2>${text.noNotices}</h2>
          <p>${text.noNoticesWhy}</p>
        </div>`
  }
  ${page.next ? html`<p><a class="button" href="?cursor=${page.next}">${text.olderNotices}</a></p>` : nothing}`;
}

function row(card: NoticeCard, format: Format, now: string, hidden: TemplateResult): TemplateResult {
  return html`<li class=${card.is_read ? "list__item notice-row" : "list__item notice-row notice-row--new"}>
    ${icon(card.sign)}
    <form class="list__body" method="post" action="/notices/${card.id}/open">
      ${hidden}
      <button class="notice-row__open" type="submit">
        ${card.is_read ? nothing : html`<span class="visually-hidden">${text.unreadNotice}</span> `}${card.text}
      </button>
      <p class="list__meta">
        ${card.room_title ? html`<span dir="auto">${card.room_title}</span>` : nothing}
        <time datetime=${card.at}>${format.short(card.at, now)}</time>
      </p>
    </form>
    ${
      card.is_read
        ? nothing
        : html`<form class="list__end" method="post" action="/notices/${card.id}/read">
            ${hidden}
            <button class="icon-button" type="submit">
              ${icon("check")}<span class="visually-hidden">${text.markRead(card.text)}</span>
            </button>
          </form>`
    }
  </li>`;
}
