import { html, nothing, type TemplateResult } from "lit";
import type { CheckAnswer, RoomDetail, Verdict } from "../protocol/index.ts";
import type { Hint } from "../session/hint.ts";
import { listed } from "../session/format.ts";
import { withoutExemption } from "../session/rule.ts";
import { blockingReasons, foundWords, kindsInWords, remedies, stillThere } from "../session/verdicts.ts";
import { text } from "../text/index.ts";
import { clauseLink, icon, planBadge } from "./parts.ts";

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
export function hintLine(hint: Hint, room: RoomDetail, me: string, buttons: HintButtons): TemplateResult {
  const verdict = currentVerdict(hint);
  if (!verdict) return idle(room, me);
  if (verdict.verdict === "allow") return allowed(verdict, room);
  const isAsk = verdict.verdict === "ask";
  const found = foundWords(verdict);
  return html`<div class="hint ${isAsk ? "hint--ask" : "hint--stop"}" id="composer-hint" role="status">
    <p class="hint__title">
      ${icon(isAsk ? "circle-help" : "eye-off")}${isAsk ? text.wouldBeAsked(found) : text.wouldBeWithheld(found)}
    </p>
    ${blockingReasons(verdict).map(
      ({ why, clause }) => html`<p>${why} <span class="muted">${clauseLink(verdict.policy, clause)}</span></p>`,
    )}
    ${because(hint.answer, room)}${ways(verdict, buttons)}
  </div>`;
}

function idle(room: RoomDetail, me: string): TemplateResult {
  const strict = room.members.length < 3 ? [] : withoutExemption(me, room).map((member) => member.name);
  const staysOut = strict.length > 0 ? text.staysOutBecause(listed(strict)) : text.staysOut;
  return html`<div class="hint" id="composer-hint" role="status">
    <p class="hint__line">
      ${icon(room.exempt ? "circle-check" : "shield-check")}<span>${room.exempt ? text.mayExchange : staysOut}</span
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
        <span class="muted">${reason ? clauseLink(verdict.policy, reason.clause) : nothing}</span></span>${planBadge(
          room.client_plan,
        )}
    </p>
  </div>`;
}

/** With several readers the strictest decides: the writer is told who that is, and who could read it without them. */
function because(answer: CheckAnswer | null, room: RoomDetail): TemplateResult | typeof nothing {
  if (room.members.length < 3 || !answer) return nothing;
  const names = namesOf(room, answer.because);
  if (names.length === 0) return nothing;
  const reader = ({ person, verdict }: CheckAnswer["readers"][number]): TemplateResult => {
    const [name = ""] = namesOf(room, [person]);
    return verdict === "allow"
      ? html`<li>${icon("circle-check")}${text.couldRead(name)}</li>`
      : html`<li class="readers__not">${icon("eye-off")}${text.couldNotRead(name)}</li>`;
  };
  return html`<p>${text.becauseOf(listed(names))} ${text.allOrNobody}</p>
    <ul class="readers" aria-label=${text.whoWouldSee}>
      ${answer.readers.map(reader)}
    </ul>`;
}

function namesOf(room: RoomDetail, people: readonly string[]): string[] {
  return room.members.filter((member) => people.includes(member.id)).map((member) => member.name);
}

/** The same of a message that was kept, in one sentence; nothing between two, where it is plain. */
export function keptBecause(room: RoomDetail, me: string, people: readonly string[]): string {
  const strict = namesOf(room, people);
  if (room.members.length < 3 || strict.length === 0) return "";
  const others = room.members.filter((member) => member.id !== me && !people.includes(member.id));
  const free = others.map((member) => member.name);
  const because = text.becauseOf(listed(strict));
  return free.length > 0 ? `${because} ${text.othersCouldRead(listed(free))}` : because;
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
