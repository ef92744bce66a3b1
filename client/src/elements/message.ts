import { html, nothing, type TemplateResult } from "lit";
import { REACTIONS } from "../session/changes.ts";
import { SIGNS, type MessageLine, type RemarkLine, type ReplyLine } from "../session/message-line.ts";
import type { LinkCard } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import type { LineWays } from "./line-ways.ts";
import { formatted } from "./markdown.ts";
import { markItems } from "./mark-items.ts";
import { avatar, icon, moment } from "./parts.ts";

/** A message with all that stands on it; the server's rooms/lines/message.html is the same. */
export function message(line: MessageLine, ways: LineWays): TemplateResult {
  const { format } = ways.page;
  const look = [
    "message",
    line.isFirst ? "message--first" : "",
    line.isDeleted ? "message--deleted" : "",
    line.seq === ways.page.sought ? "is-sought" : "",
  ].join(" ");
  return html`<li class=${look} id="m${line.seq}" tabindex="-1">
    ${
      line.isFirst
        ? head(avatar(line.by, line.plainName, line.isMine, line.picture), line.name, moment(line.at, format))
        : moment(line.at, format, "message__time")
    }
    <div class="message__body">${line.isDeleted ? note("trash-2", text.deleted) : said(line, ways)}</div>
    ${line.isDeleted ? nothing : menu(line, ways)}
  </li>`;
}

export function head(picture: TemplateResult, name: string, when: TemplateResult): TemplateResult {
  return html`${picture}
    <p class="message__head"><span class="message__author" dir="auto">${name}</span>${when}</p>`;
}

export function note(sign: string, words: string): TemplateResult {
  return html`<p class="message__note">${icon(sign)}${words}</p>`;
}

function said(line: MessageLine, ways: LineWays): TemplateResult {
  return html`${line.reply ? reply(line.reply, ways) : nothing}
    <div class="message__text">${formatted(line.body)}</div>
    ${line.editedAt ? edited(line, ways) : nothing}
    ${line.purpose ? note("key-round", text.declaredFor(line.purpose)) : nothing}
    ${line.wasWithheld ? note("clock", text.writtenEarlier) : nothing}
    ${line.remarks.map((remark) => remarkNote(remark, line.isMine, ways))}
    ${line.cards.map(linkCard)}
    ${line.reactions.length > 0 ? given(line, ways) : nothing}
    ${
      line.read
        ? html`<p class="message__note message__read" title=${line.read.title}>
            ${icon("check-check")}<span>${line.read.words}</span>
          </p>`
        : nothing
    }`;
}

/** What the server found behind a link. Nothing of it comes from there: whoever looks is not seen looking. */
function linkCard({ address, site, title, description }: LinkCard): TemplateResult {
  return html`<a class="link-card" href=${address} target="_blank" rel="noopener noreferrer nofollow ugc"
    ><span class="link-card__site">${site}</span><span class="link-card__title" dir="auto">${title}</span>${
      description ? html`<span class="link-card__words" dir="auto">${description}</span>` : nothing
    }</a
  >`;
}

function reply(to: ReplyLine, ways: LineWays): TemplateResult {
  const jump = (event: Event): void => {
    ways.jumpTo(event, to.seq);
  };
  return html`<div class="message__reply">
    <p class="message__reply-head">
      <a href="#m${to.seq}" @click=${jump}>${icon("reply")}${to.name}</a>${
        to.revision === null ? nothing : html` <span class="muted">${text.fromRevision(to.revision)}</span>`
      }
    </p>
    ${to.missing ? html`<p class="muted">${to.missing}</p>` : html`<blockquote dir="auto">${to.quote}</blockquote>`}
  </div>`;
}

function edited(line: MessageLine, { page, dialogs }: LineWays): TemplateResult {
  const show = (event: Event): void => {
    event.preventDefault();
    void dialogs()?.showWordings(line.seq);
  };
  const { id } = page.session.state.room?.detail ?? { id: "" };
  return html`<p class="message__edited">
    <a
      href="/rooms/${id}/revisions?seq=${line.seq}"
      title=${text.editedAt(page.format.moment(line.editedAt))}
      @click=${show}
      >${text.edited}</a
    >
  </p>`;
}

function remarkNote(remark: RemarkLine, isMine: boolean, ways: LineWays): TemplateResult {
  return html`<p class="message__note">
    ${icon("info")}<span
      >${remark.found} ${remark.why} ${remark.reference}.${isMine ? nothing : ` ${text.noViolation}`}${
        !isMine && remark.offersAnswer
          ? html` <a href="#polite" @click=${ways.showPoliteAnswer}>${text.answerPolitely}</a>`
          : nothing
      }</span
    >
  </p>`;
}

function given(line: MessageLine, ways: LineWays): TemplateResult {
  return html`<div class="reactions">
    ${line.reactions.map(
      ({ reaction, sign, count, isMine, label }) =>
        html`<button
          class=${isMine ? "reaction reaction--mine" : "reaction"}
          type="button"
          title=${label}
          aria-label=${label}
          aria-pressed=${isMine}
          @click=${() => {
            ways.react(line, reaction, !isMine);
          }}
        >
          ${sign}<span>${count}</span>
        </button>`,
    )}
  </div>`;
}

function menu(line: MessageLine, ways: LineWays): TemplateResult {
  const mine = new Set(line.reactions.filter(({ isMine }) => isMine).map(({ reaction }) => reaction));
  return html`<details class="menu message__menu">
    <summary class="icon-button">
      ${icon("ellipsis")}<span class="visually-hidden">${text.messageMenu}</span>
    </summary>
    <div class="menu__panel">
      <div class="reactions reactions--offered" role="group" aria-label=${text.react}>
        ${REACTIONS.map(
          (reaction) =>
            html`<button
              class=${mine.has(reaction) ? "reaction reaction--mine" : "reaction"}
              type="button"
              title=${text.reactions[reaction]}
              aria-label=${text.reactions[reaction]}
              aria-pressed=${mine.has(reaction)}
              @click=${(event: Event) => {
                close(event);
                ways.react(line, reaction, !mine.has(reaction));
              }}
            >
              ${SIGNS[reaction]}
            </button>`,
        )}
      </div>
      ${item(
        "reply",
        text.reply,
        () => {
          ways.page.answer(line);
        },
        "reply",
      )}${markItems(line.seq, ways.page)}${
        line.isMine
          ? own(line, ways)
          : html`<a class="menu__item" href="#polite" @click=${ways.showPoliteAnswer}
              >${icon("flag")}${text.wasSentDetails}</a
            ><a class="menu__item" href="/rooms/${ways.page.session.state.room?.detail.id ?? ""}/objection?seq=${line.seq}"
              >${icon("scale")}${text.shouldBeCaught}</a
            >`
      }
    </div>
  </details>`;
}

function own(line: MessageLine, { page, dialogs }: LineWays): TemplateResult {
  return html`${item(
    "pencil",
    text.edit,
    () => {
      page.reword(line);
    },
    "edit",
  )}${item("trash-2", text.delete, () => {
    dialogs()?.askDelete(line.seq);
  })}`;
}

function item(sign: string, words: string, act: () => void, wish = ""): TemplateResult {
  return html`<button
    class="menu__item"
    type="button"
    data-wish=${wish || nothing}
    @click=${(event: Event) => {
      close(event);
      act();
    }}
  >
    ${icon(sign)}${words}
  </button>`;
}

/** The menu goes, and the focus stays with its message. */
function close(event: Event): void {
  const open = (event.currentTarget as Element).closest("details");
  open?.removeAttribute("open");
  open?.querySelector("summary")?.focus();
}
