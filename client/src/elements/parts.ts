import { html, nothing, type TemplateResult } from "lit";
import type { Relationship } from "../protocol/index.ts";
import type { Format } from "../session/format.ts";
import { text } from "../text/index.ts";

type Part = TemplateResult | typeof nothing;

const sprite = document.documentElement.dataset["icons"] ?? "";
const TONES = 5;

/** A Lucide icon as decoration; the words stand beside it. */
export function icon(name: string, isLarge = false): TemplateResult {
  return html`<svg class=${isLarge ? "icon icon--large" : "icon"} aria-hidden="true">
    <use href="${sprite}#${name}"></use>
  </svg>`;
}

/** The clause that decided, leading to its words on the page of the rule. */
export function clauseLink(policy: string, clause: string): TemplateResult {
  const where = `/rule/?book=${encodeURIComponent(policy)}#${encodeURIComponent(clause)}`;
  return html`<a href=${where}>${text.clause(policy, clause)}</a>`;
}

/** A time as short as it can be, with the whole moment beside it (or in its place). */
export function moment(at: string, format: Format, look = "", isWhole = false): TemplateResult {
  const whole = format.moment(at);
  return html`<time class=${look || nothing} datetime=${at} title=${whole}>${isWhole ? whole : format.time(at)}</time>`;
}

/**
 * A circle with the picture or else initials, whose tone comes from the last digit of the id, as on the server, or is
 * the reader's own.
 */
export function avatar(id: string | null, name: string, isMine = false, picture: string | null = null): TemplateResult {
  if (picture) return html`<img class="avatar" src="/pictures/${picture}" alt="" width="36" height="36" />`;
  const tone = id ? (Number.parseInt(id.slice(-1), 16) % TONES) + 1 : TONES;
  return html`<span class="avatar avatar--${isMine ? "mine" : tone}" aria-hidden="true">${initials(name)}</span>`;
}

function initials(name: string): string {
  const words = name.split(/\s+/u).filter(Boolean);
  const wanted = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    wanted
      .map((word) => String.fromCodePoint(word?.codePointAt(0) ?? 63))
      .join("")
      .toUpperCase() || "?"
  );
}

/** The light-blue building with its word: from the plan alone, and nothing for `basic`. */
export function planBadge(plan: string | undefined, isShort = false): Part {
  const word = text.plans[plan ?? ""];
  const more = isShort ? nothing : html`<span class="plan-badge__long"> ${text.planOfClient}</span>`;
  return word ? html`<span class="plan-badge">${icon("building-2")}${word}${more}</span>` : nothing;
}

export function pill(word: string, sign: string, tone = ""): TemplateResult {
  return html`<span class=${tone ? `pill pill--${tone}` : "pill"}>${icon(sign)}${word}</span>`;
}

const RELATIONSHIP_SIGNS: Record<Relationship, readonly [string, string]> = {
  none: ["hourglass", ""],
  offer_pending: ["file-text", "accent"],
  active: ["handshake", "good"],
  prior: ["badge-check", "good"],
};

export function relationshipPill(relationship: Relationship): TemplateResult {
  const [sign, tone] = RELATIONSHIP_SIGNS[relationship];
  return pill(text.relationships[relationship], sign, tone);
}
