import { html, nothing, type TemplateResult } from "lit";
import type { Line } from "../session/line.ts";
import type { Letter } from "../session/outbox.ts";
import { text } from "../text/index.ts";
import type { LineWays } from "./line-ways.ts";
import { formatted } from "./markdown.ts";
import { head, message, note } from "./message.ts";
import type { Page } from "./page.ts";
import { avatar, icon, moment } from "./parts.ts";

/** A line of the timeline; the server's rooms/lines/*.html are the same. */
export function renderLine(line: Line, ways: LineWays): TemplateResult {
  switch (line.type) {
    case "day":
      return html`<li class="day"><span>${line.label}</span></li>`;
    case "unread":
      return html`<li class="unread-mark"><span>${text.newMark}</span></li>`;
    case "message":
      return message(line, ways);
    case "quiet":
      return quiet(line, ways);
    case "withheld":
      return html`<li class="withheld" id="withheld-${line.item.id}"><v-withheld .item=${line.item}></v-withheld></li>`;
    case "pending":
      return pending(line.letter, line.isFirst, ways.page);
  }
}

function quiet(line: Extract<Line, { type: "quiet" }>, { page }: LineWays): TemplateResult {
  return html`<li class=${line.seq === page.sought ? "quiet is-sought" : "quiet"} id="m${line.seq}">
    ${icon(line.icon)}
    <div class="quiet__body">
      <p><span>${line.text}</span> ${moment(line.at, page.format)}</p>
      ${line.words ? html`<blockquote class="quiet__words" dir="auto" tabindex="0">${line.words}</blockquote>` : nothing}
      ${
        line.isAnswerable
          ? html`<p><a class="button button--small" href="#about">${icon("banknote")}${text.answerOffer}</a></p>`
          : nothing
      }
    </div>
  </li>`;
}

function pending(letter: Letter, isFirst: boolean, page: Page): TemplateResult {
  const { session } = page;
  const when = moment(letter.written_at, page.format);
  return html`<li class="message message--pending ${isFirst ? "message--first" : ""}">
    ${isFirst ? head(avatar(session.me.id, session.me.name, true, session.me.picture), text.you, when) : nothing}
    <div class="message__body">
      ${letter.reply_to?.quote ? html`<div class="message__reply"><blockquote dir="auto">${letter.reply_to.quote}</blockquote></div>` : nothing}
      <div class="message__text">${formatted(letter.body)}</div>
      ${letter.status === "failed" ? failed(letter, page) : note("clock", waitingWords(letter))}
    </div>
  </li>`;
}

function waitingWords(letter: Letter): string {
  return letter.status === "sending" ? text.sending : text.waiting;
}

function failed(letter: Letter, page: Page): TemplateResult {
  const { sending } = page.session;
  const takeBack = (): void => {
    const back = sending.takeBack(letter.key);
    if (back) page.write(back.body);
  };
  const tryAgain = (): void => {
    sending.tryAgain(letter.key);
  };
  return html`<div class="message__note message__note--bad" role="alert">
      ${icon("circle-alert")}<span>${text.notSent(letter.problem)}</span>
    </div>
    <div class="button-row">
      <button class="button button--small" type="button" @click=${tryAgain}>${icon("rotate-cw")}${text.tryAgain}</button>
      <button class="button button--small button--quiet" type="button" @click=${takeBack}>${text.backToComposer}</button>
    </div>`;
}
