import { html, nothing, type TemplateResult } from "lit";
import type { Line, MessageLine, RemarkLine } from "../session/lines.ts";
import type { Letter } from "../session/outbox.ts";
import { text } from "../text/en.ts";
import { linked } from "./linked.ts";
import type { Page } from "./page.ts";
import { avatar, icon } from "./parts.ts";

/** What a line needs to be able to do. */
export interface LineWays {
  page: Page;
  showPoliteAnswer: (event: Event) => void;
}

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

function time(at: string, page: Page, look = ""): TemplateResult {
  const { format } = page;
  return html`<time class=${look || nothing} datetime=${at} title=${format.moment(at)}>${format.time(at)}</time>`;
}

function head(picture: TemplateResult, name: string, when: TemplateResult): TemplateResult {
  return html`${picture}
    <p class="message__head"><span class="message__author">${name}</span>${when}</p>`;
}

function message(line: MessageLine, ways: LineWays): TemplateResult {
  const { page } = ways;
  const look = `message ${line.isFirst ? "message--first" : ""} ${line.seq === page.sought ? "is-sought" : ""}`;
  return html`<li class=${look} id="m${line.seq}">
    ${
      line.isFirst
        ? head(avatar(line.by, line.plainName, line.isMine, line.picture), line.name, time(line.at, page))
        : time(line.at, page, "message__time")
    }
    <div class="message__body">
      <div class="message__text">${linked(line.body)}</div>
      ${line.purpose ? note("key-round", text.declaredFor(line.purpose)) : nothing}
      ${line.wasWithheld ? note("clock", text.writtenEarlier) : nothing}
      ${line.remarks.map((remark) => remarkNote(remark, line.isMine, ways))}
    </div>
    ${line.isMine ? nothing : menu(ways)}
  </li>`;
}

function note(sign: string, words: string): TemplateResult {
  return html`<p class="message__note">${icon(sign)}${words}</p>`;
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

function menu(ways: LineWays): TemplateResult {
  return html`<details class="menu message__menu">
    <summary class="icon-button">
      ${icon("ellipsis")}<span class="visually-hidden">${text.messageMenu}</span>
    </summary>
    <div class="menu__panel">
      <a class="menu__item" href="#polite" @click=${ways.showPoliteAnswer}>${icon("reply")}${text.wasSentDetails}</a>
    </div>
  </details>`;
}

function quiet(line: Extract<Line, { type: "quiet" }>, { page }: LineWays): TemplateResult {
  return html`<li class=${line.seq === page.sought ? "quiet is-sought" : "quiet"} id="m${line.seq}">
    ${icon(line.icon)}
    <div class="quiet__body">
      <p>${line.text} ${time(line.at, page)}</p>
      ${line.words ? html`<blockquote class="quiet__words" tabindex="0">${line.words}</blockquote>` : nothing}
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
  const when = time(letter.written_at, page);
  return html`<li class="message message--pending ${isFirst ? "message--first" : ""}">
    ${isFirst ? head(avatar(session.me.id, session.me.name, true, session.me.picture), text.you, when) : nothing}
    <div class="message__body">
      <div class="message__text">${linked(letter.body)}</div>
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
