import type { ChangeEvent, Reaction, ReactionCount, Reply, RoomEvent, RoomFact, Unfurled } from "../protocol/index.ts";
import { excerptOf } from "./excerpt.ts";
import type { OpenRoom } from "./state.ts";

/** In the order in which they are shown; the server's events.py has the same. */
export const REACTIONS: readonly Reaction[] = ["thumbs_up", "heart", "party", "smile", "eyes", "done"];

type Talk = Partial<Pick<OpenRoom, "timeline" | "changes" | "reactions" | "unfurled">>;

/** The conversation after one more event: a new place, or something that became of a message. */
export function withEvent(open: OpenRoom, event: RoomEvent): Talk {
  const { timeline, reactions, unfurled } = open;
  const fact = event.event;
  switch (fact.kind) {
    case "message.edited":
    case "message.deleted": {
      const change = { ...event, event: fact };
      return has(open, fact.message) ? withChange(open, change) : {};
    }
    case "message.reacted": {
      const isShown = has(open, fact.message) && event.by !== null;
      return isShown ? { reactions: reacted(reactions, fact, event.by ?? "") } : {};
    }
    case "message.unfurled":
      return has(open, fact.message) ? { unfurled: withCards(unfurled, fact) } : {};
    default:
      // A page of the past ends before the room does: what is new has no place on it.
      return open.after === null ? { timeline: [...timeline, event] } : {};
  }
}

/** The beginning of the message at that number as it reads now; empty where it is not on the page or was deleted. */
export function excerptAt({ timeline, changes }: OpenRoom, seq: number): string {
  const change = changes.find(({ event }) => event.message === seq)?.event;
  const said = change ?? timeline.find((event) => event.seq === seq)?.event;
  return said?.kind === "message.edited" || said?.kind === "message.posted" ? excerptOf(said.body) : "";
}

function has({ timeline }: OpenRoom, seq: number): boolean {
  return timeline.some((event) => event.seq === seq);
}

function withChange({ timeline, changes, reactions, ...open }: OpenRoom, change: ChangeEvent): Talk {
  const { message, kind } = change.event;
  const before = changes.find(({ event }) => event.message === message);
  if (before && before.seq >= change.seq) return {};
  const after = [...changes.filter((one) => one !== before), change];
  // Another wording has other links; whoever looks behind them says so anew.
  const unfurled = open.unfurled.filter((one) => one.message !== message);
  if (kind === "message.edited") return { changes: after, unfurled };
  return {
    timeline: timeline.map((event) => withoutText(event, message)),
    changes: after,
    reactions: reactions.filter((one) => one.message !== message),
    unfurled,
  };
}

function withCards(
  unfurled: Unfurled[],
  { message, revision, cards }: Extract<RoomFact, { kind: "message.unfurled" }>,
): Unfurled[] {
  const others = unfurled.filter((one) => one.message !== message);
  return [...others, { message, revision, cards }].sort((one, other) => one.message - other.message);
}

/** The event without the text of a deleted message: its own, or what it quotes of it. */
function withoutText(event: RoomEvent, deleted: number): RoomEvent {
  const fact = event.event;
  if (fact.kind !== "message.posted") return event;
  if (event.seq === deleted) return { ...event, event: { ...fact, ...BARE } };
  if (fact.reply_to?.seq !== deleted) return event;
  const reply: Reply = { ...fact.reply_to, quote: "", is_part: false, left_out: "deleted" };
  return { ...event, event: { ...fact, reply_to: reply } };
}

const BARE = { body: "", purpose: null, remarks: [], reply_to: null };

function reacted(
  given: ReactionCount[],
  { message, reaction, is_on }: Extract<RoomFact, { kind: "message.reacted" }>,
  person: string,
): ReactionCount[] {
  const same = given.find((one) => one.message === message && one.reaction === reaction);
  const others = (same?.people ?? []).filter((one) => one !== person);
  const people = is_on ? (same?.people.includes(person) ? same.people : [...others, person]) : others;
  const rest = given.filter((one) => one !== same);
  if (people.length === 0) return rest;
  return [...rest, { message, reaction, people }].sort(
    (one, other) => one.message - other.message || REACTIONS.indexOf(one.reaction) - REACTIONS.indexOf(other.reaction),
  );
}
