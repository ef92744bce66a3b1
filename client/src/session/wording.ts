import type { LastLine, PersonCard, RoomFact, RoomSummary, StreamEvent } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import { unheardOf } from "./exhaustive.ts";
import type { Format } from "./format.ts";
import { isExemptPlan } from "./rule.ts";

/** Whose names the reader may see, and who the reader is. */
export class People {
  readonly #me: string;
  readonly #cards: ReadonlyMap<string, PersonCard>;

  constructor(me: string, members: readonly PersonCard[], events: readonly StreamEvent[] = []) {
    const joined = events.flatMap(({ event }) => (event.kind === "member.joined" ? [event.person] : []));
    this.#me = me;
    this.#cards = new Map([...joined, ...members].map((person) => [person.id, person]));
  }

  /** "You", the name, or that they are no longer here. */
  name(person: string | null): string {
    return person === this.#me ? text.you : (this.plainName(person) ?? text.formerMember);
  }

  isMe(person: string | null): boolean {
    return person === this.#me;
  }

  plainName(person: string | null): string | undefined {
    return this.#cards.get(person ?? "")?.name;
  }

  picture(person: string | null): string | null {
    return this.#cards.get(person ?? "")?.picture ?? null;
  }
}

export interface Quiet {
  icon: string;
  text: string;
  /** What belongs to it in the other's own words. */
  words: string;
}

interface Saying {
  name: string;
  people: People;
  format: Format;
  isPlanExempt: boolean;
  /** Whether what two people agree on here is about the reader and the only other one. */
  isBetweenTwo: boolean;
}

/** What an event says as one quiet line; null for messages, which have their own. */
export function quietLine(fact: RoomFact, saying: Saying): Quiet | null {
  const { name, people, format } = saying;
  switch (fact.kind) {
    case "message.posted":
    case "message.edited":
    case "message.deleted":
    case "message.reacted":
    case "message.unfurled":
      return null;
    case "room.opened":
      return quiet("door-open", text.opened(name, fact.title));
    case "member.joined":
      return quiet("user-plus", text.joined(people.name(fact.person.id)));
    case "member.left":
      return quiet("log-out", leaving(fact, people));
    case "member.changed":
      return quiet("user", changing(fact));
    case "relationship.changed":
      return relationshipLine(fact, saying);
    case "invitation.accepted":
      return quiet("mail-check", text.invitationAccepted(name), fact.words);
    case "proposal.shared": {
      const bid = format.money(fact.bid_minor, fact.currency);
      return quiet("file-text", text.proposalShared(name, fact.job_title, bid), fact.cover_text);
    }
    case "proposal.withdrawn":
      return quiet("file-text", text.proposalWithdrawn(name));
    case "proposal.declined":
      return quiet("file-text", text.proposalDeclined(name));
    case "offer.made":
      return quiet("banknote", text.offerMade(name, format.money(fact.amount_minor, fact.currency)), fact.terms);
    case "offer.withdrawn":
      return quiet("banknote", text.offerWithdrawn(name));
    case "offer.declined":
      return quiet("banknote", text.offerDeclined(name));
    case "offer.expired":
      return quiet("hourglass", text.offerExpired);
    case "contract.left":
      return quiet("log-out", text.contractLeft(name), fact.words);
    case "offer.accepted":
      return quiet("handshake", text.offerAccepted(name));
    case "message.pinned":
      return quiet("pin", text.pinnedMessage(name));
    case "message.unpinned":
      return quiet("pin", text.unpinnedMessage(name));
    case "question.opened":
      return quiet("circle-help", text.openedQuestion(name));
    case "question.answered":
      return quiet("circle-check", text.answeredQuestion(name));
    case "contract.ended":
      return quiet("circle-check", text.contractEnded(name));
    default:
      return unheardOf(fact, null);
  }
}

function quiet(icon: string, sentence: string, words = ""): Quiet {
  return { icon, text: sentence, words };
}

function leaving(fact: Extract<RoomFact, { kind: "member.left" }>, people: People): string {
  const name = people.name(fact.person);
  return fact.removed_by === null ? text.left(name) : text.removed(people.name(fact.removed_by), name);
}

function changing({ person, was, starts_acting }: Extract<RoomFact, { kind: "member.changed" }>): string {
  if (starts_acting && person.organisation) return text.actsFor(person.name, person.organisation.name);
  return person.name === was ? text.changedCard(was) : text.changedName(was, person.name);
}

function relationshipLine(fact: Extract<RoomFact, { kind: "relationship.changed" }>, saying: Saying): Quiet {
  const { people, isPlanExempt, isBetweenTwo } = saying;
  const sign = fact.relationship === "none" || fact.relationship === "offer_pending" ? "scale" : "handshake";
  const now = text.now[fact.relationship];
  // Where there are others the names are said, and what it means for the rule depends on them too.
  if (!isBetweenTwo) return quiet(sign, `${text.pair(people.name(fact.client), people.name(fact.freelancer))} ${now}`);
  return quiet(sign, `${now} ${isPlanExempt ? text.meansWithPlan : text.means[fact.relationship]}`);
}

/** The last line of a room in the list. */
export function excerptWords(last: LastLine | null, people: People): string {
  if (!last) return text.nothingSaid;
  if (last.kind === "message.posted") return `${people.name(last.by)}: ${last.excerpt}`;
  return stepWords(last.kind, people.name(last.by)) ?? text.short[last.kind] ?? "";
}

/** What two people agree on is told with the name of who took the step. */
function stepWords(kind: string, name: string): string | undefined {
  switch (kind) {
    case "offer.made":
      return text.offerOpened(name);
    case "offer.withdrawn":
      return text.offerWithdrawn(name);
    case "offer.declined":
      return text.offerDeclined(name);
    case "offer.accepted":
      return text.offerAccepted(name);
    case "offer.expired":
      return text.offerExpired;
    case "contract.ended":
      return text.contractEnded(name);
    default:
      return undefined;
  }
}

/** The room's title for its reader: the names of the others. */
export function who(room: RoomSummary, me: string): string {
  const names = room.members.filter((member) => member.id !== me).map((member) => member.name);
  return names.join(", ") || text.onlyYou;
}

export function isPlanExempt(room: RoomSummary): boolean {
  return isExemptPlan(room.client_plan);
}
