import { html, nothing, type TemplateResult } from "lit";
import type { CheckAnswer, RoomDetail, Verdict } from "../protocol/index.ts";
import type { Hint } from "../session/hint.ts";
import { listed } from "../session/format.ts";
import { blockingReasons, foundWords, kindsInWords, remedies, stillThere } from "../session/verdicts.ts";
import { text } from "../text/index.ts";
import { icon, planBadge } from "./parts.ts";

/** What the buttons of the hint do. */
export interface HintButtons {
  removeSpans: () => void;
  declareAccess: () => void;
  keepForLater: () => void;
}

/** The verdict about the text as it stands, or null while none is known or what it was about is gone. */
export function currentVerdict(hint: Hint): Verdict | null {
  const verdict = hint.answer?.verdict;
  if (!verdict || verdict.findings.length === 0) return null;
  return stillThere(verdict.findings, hint.body).length === verdict.findings.length ? verdict : null;
}

/** The line under the text: what would happen before it is sent, by which clause, and the way out. */
export function hintLine(hint: Hint, room: RoomDetail, buttons: HintButtons): TemplateResult {
  const verdict = currentVerdict(hint);
  if (!verdict) return idle(room);
  if (verdict.verdict === "allow") return allowed(verdict, room);
  const isAsk = verdict.verdict === "ask";
  const found = foundWords(verdict);
  return html`<div class="hint ${isAsk ? "hint--ask" : "hint--stop"}" id="composer-hint" role="status">
    <p class="hint__title">
      ${icon(isAsk ? "circle-help" : "eye-off")}${isAsk ? text.wouldBeAsked(found) : text.wouldBeWithheld(found)}
    </p>
    ${blockingReasons(verdict).map(
      ({ why, clause }) => html`<p>${why} <span class="muted">${text.clause(verdict.policy, clause)}</span></p>`,
    )}
    ${because(hint.answer, room)}${ways(verdict, buttons)}
  </div>`;
}

function idle(room: RoomDetail): TemplateResult {
  return html`<div class="hint" id="composer-hint" role="status">
    <p class="hint__line">
      ${icon(room.exempt ? "circle-check" : "shield-check")}<span>${room.exempt ? text.mayExchange : text.staysOut}</span
      >${room.exempt ? planBadge(room.client_plan) : nothing}
    </p>
  </div>`;
}

function allowed(verdict: Verdict, room: RoomDetail): TemplateResult {
  const found = kindsInWords(verdict.findings.map((finding) => finding.kind));
  const [reason] = verdict.reasons;
  return html`<div class="hint" id="composer-hint" role="status">
    <p class="hint__line">
      ${icon("circle-check")}<span>${text.wouldBeAllowed(found)} ${reason?.why}
        <span class="muted">${reason ? text.clause(verdict.policy, reason.clause) : nothing}</span></span>${planBadge(
          room.client_plan,
        )}
    </p>
  </div>`;
}

/** With several readers the strictest decides, and the writer is told who that is. */
function because(answer: CheckAnswer | null, room: RoomDetail): TemplateResult | typeof nothing {
  if (room.members.length < 3 || !answer) return nothing;
  const names = room.members.filter((member) => answer.because.includes(member.id)).map((member) => member.name);
  return names.length > 0 ? html`<p>${text.becauseOf(listed(names))}</p>` : nothing;
}

function ways(verdict: Verdict, buttons: HintButtons): TemplateResult {
  const known = remedies(verdict);
  const doable: Record<string, [string, string, () => void]> = {
    remove_span: [text.removeIt, "eraser", buttons.removeSpans],
    access_grant: [text.forAccess, "key-round", buttons.declareAccess],
    wait_for_contract: [text.keepForLater, "clock", buttons.keepForLater],
  };
  const others = known.filter((remedy) => !(remedy in doable)).map((remedy) => text.ways[remedy]);
  return html`<div class="hint__ways">
      ${known.map((remedy) => {
        const [words, sign, act] = doable[remedy] ?? [];
        return words && sign
          ? html`<button class="button button--small" type="button" @click=${act}>${icon(sign)}${words}</button>`
          : nothing;
      })}
    </div>
    ${others.length > 0 ? html`<p class="hint__more">${others.join(" ")}</p>` : nothing}`;
}
