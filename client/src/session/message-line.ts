import type {
  ChangeEvent,
  LinkCard,
  Purpose,
  Reaction,
  ReactionCount,
  Remark,
  Reply,
  RoomEvent,
  RoomFact,
} from "../protocol/index.ts";
import { text } from "../text/index.ts";
import { whyOf } from "./clauses.ts";
import { listed } from "./format.ts";
import type { OpenRoom } from "./state.ts";
import { kindsInWords } from "./verdicts.ts";
import type { People } from "./wording.ts";

export const SIGNS: Record<Reaction, string> = {
  thumbs_up: "👍",
  heart: "❤️",
  party: "🎉",
  smile: "😄",
  eyes: "👀",
  done: "✅",
};

export interface RemarkLine {
  found: string;
  why: string;
  reference: string;
  offersAnswer: boolean;
}

export interface ReplyLine {
  seq: number;
  name: string;
  quote: string;
  /** Why there is no quote; empty where there is one. */
  missing: string;
  /** From which revision the words are, where the message has more than one. */
  revision: number | null;
}

export interface ReactionLine {
  reaction: Reaction;
  sign: string;
  count: number;
  isMine: boolean;
  label: string;
}

/** Who has read as far as this message and not as far as the reader's next one. */
export interface ReadLine {
  words: string;
  title: string;
}

export interface MessageLine {
  type: "message";
  seq: number;
  at: string;
  by: string | null;
  name: string;
  plainName: string;
  picture: string | null;
  isMine: boolean;
  isFirst: boolean;
  isDeleted: boolean;
  body: string;
  purpose: string;
  declared: Purpose | "";
  wasWithheld: boolean;
  remarks: RemarkLine[];
  revision: number;
  /** When it was reworded last; empty for a message as posted. */
  editedAt: string;
  reply: ReplyLine | null;
  cards: readonly LinkCard[];
  reactions: ReactionLine[];
  /** Who has read as far as this, where that is to be said under it. */
  read?: ReadLine;
}

/** What became of the messages on the timeline. */
export interface Became {
  changes: ReadonlyMap<number, ChangeEvent>;
  reactions: ReadonlyMap<number, readonly ReactionCount[]>;
  cards: ReadonlyMap<number, readonly LinkCard[]>;
}

export function whatBecame({
  changes,
  reactions,
  unfurled,
}: Pick<OpenRoom, "changes" | "reactions" | "unfurled">): Became {
  const given = new Map<number, ReactionCount[]>();
  for (const one of reactions) given.set(one.message, [...(given.get(one.message) ?? []), one]);
  return {
    changes: new Map(changes.map((change) => [change.event.message, change])),
    reactions: given,
    cards: new Map(unfurled.map(({ message, cards }) => [message, cards])),
  };
}

// Between people with a contract the details are theirs to exchange: no polite refusal is offered.
const SETTLED = ["contract_started", "prior_client"];

type Posted = Extract<RoomFact, { kind: "message.posted" }>;
interface Around {
  people: People;
  became: Became;
  isFirst: boolean;
}

/** A message as its line shows it; rooms/message_lines.py makes the same. */
export function messageLine(event: RoomEvent, posted: Posted, around: Around): MessageLine {
  const { seq, at, by } = event;
  const { people, became, isFirst } = around;
  const change = became.changes.get(seq);
  return {
    type: "message",
    seq,
    at,
    by,
    name: people.name(by),
    plainName: people.plainName(by) ?? "",
    picture: people.picture(by),
    isMine: people.isMe(by),
    isFirst,
    isDeleted: change?.event.kind === "message.deleted",
    wasWithheld: posted.was_withheld,
    ...wording(posted, change),
    reply: replyLine(posted.reply_to, around),
    cards: became.cards.get(seq) ?? [],
    reactions: (became.reactions.get(seq) ?? []).map((given) => reactionLine(given, people)),
  };
}

type Wording = Pick<MessageLine, "body" | "purpose" | "declared" | "remarks" | "revision" | "editedAt">;

function wording(posted: Posted, change: ChangeEvent | undefined): Wording {
  if (change?.event.kind === "message.edited") {
    return { ...words(change.event), revision: change.event.revision, editedAt: change.at };
  }
  return { ...words(posted), revision: 1, editedAt: "" };
}

function words({
  body,
  purpose,
  remarks,
}: Pick<Posted, "body" | "purpose" | "remarks">): Omit<Wording, "revision" | "editedAt"> {
  return {
    body,
    purpose: text.purposes.find(([value]) => value === purpose)?.[1] ?? "",
    declared: (purpose ?? "") as Purpose | "",
    remarks: remarks.map(remarkLine),
  };
}

function remarkLine(remark: Remark): RemarkLine {
  return {
    found: text.contains(kindsInWords(remark.kinds)),
    why: whyOf(remark),
    reference: text.clause(remark.policy, remark.clause),
    offersAnswer: !SETTLED.includes(remark.clause),
  };
}

function replyLine(reply: Reply | null | undefined, { people, became }: Around): ReplyLine | null {
  // Events from before there were replies say nothing of them.
  if (!reply) return null;
  const { seq, by, quote, is_part, left_out } = reply;
  return {
    seq,
    name: people.name(by),
    quote: is_part ? `… ${quote} …` : quote,
    missing: left_out === "" ? "" : text.quoteMissing[left_out],
    revision: worthNaming(reply, became.changes.get(seq)?.event),
  };
}

/** The revision of a quote where it was not the only one: the words may read differently at their place. */
function worthNaming({ revision }: Reply, change: ChangeEvent["event"] | undefined): number | null {
  const isOutdated = change?.kind === "message.edited" && change.revision !== revision;
  return isOutdated || revision > 1 ? revision : null;
}

function reactionLine({ reaction, people }: ReactionCount, readers: People): ReactionLine {
  const names = listed(people.map((person) => readers.name(person)));
  return {
    reaction,
    sign: SIGNS[reaction],
    count: people.length,
    isMine: people.some((person) => readers.isMe(person)),
    label: `${text.reactions[reaction]}: ${names}`,
  };
}
