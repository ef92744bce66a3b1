import { html, nothing, type TemplateResult } from "lit";
import { listed } from "../session/format.ts";
import type { Session } from "../session/session.ts";
import { text } from "../text/index.ts";
import { icon } from "./parts.ts";

const MOST_NAMED = 2;

/** Who else is here now, for the head of the room. */
export function whoIsHere({ presence, state }: Session): TemplateResult | typeof nothing {
  const members = state.room?.detail.members ?? [];
  const names = namesOf(presence.here, members);
  if (names.length === 0) return nothing;
  const words = members.length === 2 ? text.here : text.areHere(listed(names), names.length);
  return html`<span class="room-head__here">${dot()}${words}</span>`;
}

/** Who is writing, over the composer. It lies in no live region: screen readers find it and are not interrupted by it. */
export function whoIsWriting({ presence, state }: Session): TemplateResult | typeof nothing {
  const names = namesOf(presence.typing, state.room?.detail.members ?? []);
  if (names.length === 0) return nothing;
  const words = names.length > MOST_NAMED ? text.severalWrite : text.isWriting(listed(names), names.length);
  return html`<p class="writing">${icon("pencil")}<span>${words}</span></p>`;
}

/** A sign beside words that say the same. */
export function dot(): TemplateResult {
  return html`<span class="here-dot" aria-hidden="true"></span>`;
}

function namesOf(people: readonly string[], members: readonly { id: string; name: string }[]): string[] {
  return members.filter((member) => people.includes(member.id)).map((member) => member.name);
}
