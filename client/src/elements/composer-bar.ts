import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Purpose } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import type { SocketStatus } from "../transport/socket.ts";
import type { Following } from "./page.ts";
import { icon } from "./parts.ts";

/** What stands under the text of a message, and what its buttons do. */
export interface Bar {
  purpose: Purpose | "";
  isEmpty: boolean;
  isPreviewed: boolean;
  isBusy: boolean;
  isEdit: boolean;
  status: string | TemplateResult;
  declare: (purpose: Purpose | "") => void;
  preview: (isOn: boolean) => void;
  attach: () => void;
  showKeys: () => void;
}

/** The purpose, the preview, the keys, and the way out. */
export function composerBar(bar: Bar): TemplateResult {
  return html`<div class="composer__bar">
    ${purposeField(bar)}
    <p class="composer__status" role="status">${bar.status}</p>
    <button class="icon-button needs-script" type="button" @click=${bar.attach}>
      ${icon("paperclip")}<span class="visually-hidden">${text.attach}</span>
    </button>
    <button
      class="button button--small button--quiet"
      type="button"
      aria-pressed=${bar.isPreviewed}
      ?disabled=${bar.isEmpty}
      @click=${() => {
        bar.preview(!bar.isPreviewed);
      }}
    >
      ${text.preview}
    </button>
    <button class="icon-button needs-script composer__keys" type="button" @click=${bar.showKeys}>
      ${icon("keyboard")}<span class="visually-hidden">${text.keys}</span>
    </button>
    <button class="button button--primary composer__send" type="submit" ?disabled=${bar.isBusy}>
      ${icon("send-horizontal")}<span>${bar.isEdit ? text.save : text.send}</span>
    </button>
  </div>`;
}

function purposeField({ purpose, declare }: Bar): TemplateResult {
  const choose = (event: Event): void => {
    declare((event.target as HTMLSelectElement).value as Purpose | "");
  };
  return html`<label class="composer__purpose"
    ><span class="visually-hidden">${text.whatDetailsAreFor}</span>${icon("key-round")}<select
      name="purpose"
      .value=${live(purpose)}
      @change=${choose}
    >
      <option value="">${text.noPurpose}</option>
      ${text.purposes.map(
        ([value, words]) => html`<option value=${value} ?selected=${value === purpose}>${words}</option>`,
      )}
    </select></label
  >`;
}

/** What keeps a message from leaving at once, if anything does. */
export function connectionWords(status: SocketStatus): string | TemplateResult {
  if (status === "signed_out") {
    const back = encodeURIComponent(location.pathname);
    return html`${text.signedOut} <a href="/account/login/?next=${back}">${text.signIn}</a>`;
  }
  return status === "waiting" ? text.offline : "";
}

/** The way to the newest end, while the reader looks at something older. */
export function newerButton(following: Following, go: () => void): TemplateResult | typeof nothing {
  if (following.isAtEnd) return nothing;
  const words = following.below > 0 ? text.newBelow(following.below) : text.toNewest;
  return html`<div class="newer">
    <button class="button button--small" type="button" @click=${go}>${icon("arrow-down")}${words}</button>
  </div>`;
}
