import { html, type TemplateResult } from "lit";
import { text } from "../text/index.ts";
import { icon } from "./parts.ts";

/** What somebody can say who was sent contact details. */
export function politeAnswer(isOpen: boolean, use: () => void, close: () => void): TemplateResult {
  return html`<section class=${isOpen ? "polite polite--open" : "polite"} id="polite" aria-label=${text.politeTitle}>
    <div class="notice notice--accent">
      ${icon("info")}
      <div class="notice__body">
        <p><strong>${text.politeLead}</strong> ${text.politeText}</p>
        <p class="polite__answer">${text.politeAnswer}</p>
        <div class="button-row">
          <button class="button button--small button--primary" type="button" @click=${use}>${text.politeUse}</button>
          <button class="button button--small button--quiet" type="button" @click=${close}>${text.close}</button>
        </div>
      </div>
    </div>
  </section>`;
}

/** The keys of the room page. */
export function keysDialog(): TemplateResult {
  return html`<dialog class="dialog stack" aria-labelledby="keys-title">
    <h2 id="keys-title">${text.keysTitle}</h2>
    <dl class="keys">
      ${text.keyList.map(
        ([keys, meaning]) =>
          html`<dt>${keys.map((key) => html`<kbd>${key}</kbd> `)}</dt>
            <dd>${meaning}</dd>`,
      )}
    </dl>
    <form method="dialog"><button class="button" type="submit">${text.close}</button></form>
  </dialog>`;
}
