import { html, type TemplateResult } from "lit";
import type { MarkedMessage } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import type { Page } from "./page.ts";
import { icon } from "./parts.ts";

/** What a message's menu offers to keep it at hand or to mark it as a question; rooms/lines/mark_items.html is the same. */
export function markItems(seq: number, page: Page): TemplateResult {
  const detail = page.session.state.room?.detail;
  if (!detail) return html``;
  const { id: room, pins, questions } = detail;
  const isPinned = isAmong(pins, seq);
  const isOpen = isAmong(questions, seq);
  const { choices } = page;
  return html`${item(isOpen ? "circle-check" : "circle-help", isOpen ? text.closeQuestion : text.openQuestion, () =>
    choices.markQuestion(room, seq, !isOpen),
  )}
  ${item("pin", isPinned ? text.unpinMessage : text.pinMessage, () => choices.pinMessage(room, seq, !isPinned))}`;
}

function item(sign: string, words: string, wish: () => Promise<void>): TemplateResult {
  const choose = (event: Event): void => {
    (event.target as Element).closest("details")?.removeAttribute("open");
    // What fails is seen by nothing having changed; the menu offers it again.
    wish().catch(() => undefined);
  };
  return html`<button class="menu__item" type="button" @click=${choose}>${icon(sign)}${words}</button>`;
}

function isAmong(marks: readonly MarkedMessage[], seq: number): boolean {
  return marks.some((mark) => mark.message === seq);
}
