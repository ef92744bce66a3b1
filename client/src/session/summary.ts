import type { LastLine, PairStanding, RoomEvent, RoomFact, RoomSummary } from "../protocol/index.ts";
import { excerptOf } from "./excerpt.ts";
import { unheardOf } from "./exhaustive.ts";
import { openQuestions } from "./marks.ts";
import { standing, withRelationship } from "./rule.ts";

export const MOST_UNREAD = 100;

/** A room of the list, or the open room, after one of its events. */
export function applyToSummary<R extends RoomSummary>(me: string, room: R, event: RoomEvent): R {
  const last = lastLine(room.last, event, event.event);
  return { ...room, ...changes(me, room, event, event.event), head: event.seq, last };
}

/** The newest place on the timeline; what becomes of a message is no place of its own. */
function lastLine(last: LastLine | null, { seq, at, by }: RoomEvent, fact: RoomFact): LastLine | null {
  switch (fact.kind) {
    case "message.edited":
      return last?.seq === fact.message ? { ...last, excerpt: excerptOf(fact.body) } : last;
    case "message.deleted":
      return last?.seq === fact.message ? { ...last, kind: fact.kind, excerpt: "" } : last;
    case "message.reacted":
    case "message.unfurled":
      return last;
    case "relationship.changed":
      return { seq, at, by, kind: stepBehind(fact, by), excerpt: "" };
    default:
      return { seq, at, by, kind: fact.kind, excerpt: fact.kind === "message.posted" ? excerptOf(fact.body) : "" };
  }
}

/** By what step the two came to stand like this; the server's rooms/relationship.py knows it by the same signs. */
function stepBehind(
  { relationship, client, freelancer, kind }: Extract<RoomFact, { kind: "relationship.changed" }>,
  by: string | null,
): string {
  switch (relationship) {
    case "offer_pending":
      return "offer.made";
    case "active":
      return "offer.accepted";
    case "prior":
      return "contract.ended";
    case "none":
      if (by === null) return "offer.expired";
      if (by === client) return "offer.withdrawn";
      return by === freelancer ? "offer.declined" : kind;
  }
}

function changes(me: string, room: RoomSummary, event: RoomEvent, fact: RoomFact): Partial<RoomSummary> {
  switch (fact.kind) {
    case "room.opened":
      return { title: fact.title };
    case "member.joined": {
      const members = [...room.members.filter((member) => member.id !== fact.person.id), fact.person];
      return standing(me, members, [...withoutPairsOf(room, fact.person.id), ...fact.relationships]);
    }
    case "member.changed": {
      const changed = room.members.map((member) => (member.id === fact.person.id ? fact.person : member));
      return standing(me, changed, room.relationships);
    }
    case "member.left":
      return standing(
        me,
        room.members.filter((member) => member.id !== fact.person),
        withoutPairsOf(room, fact.person),
      );
    case "message.posted":
      return event.by === me || event.seq <= room.read_seq ? {} : { unread: Math.min(room.unread + 1, MOST_UNREAD) };
    case "relationship.changed":
      return standing(me, room.members, withRelationship(room, pairIn(fact)));
    case "question.opened":
      return openQuestions(me, room, fact, 1);
    case "question.answered":
      return openQuestions(me, room, fact, -1);
    case "message.deleted":
      return event.by === me || fact.message <= room.read_seq ? {} : { unread: oneLess(room.unread) };
    case "message.edited":
    case "message.reacted":
    case "message.unfurled":
    case "message.pinned":
    case "message.unpinned":
    case "invitation.accepted":
    case "proposal.shared":
    case "proposal.withdrawn":
    case "proposal.declined":
    case "offer.made":
    case "offer.withdrawn":
    case "offer.declined":
    case "offer.expired":
    case "contract.left":
    case "offer.accepted":
    case "contract.ended":
      return {};
    default:
      return unheardOf(fact, {});
  }
}

function withoutPairsOf({ relationships }: RoomSummary, person: string): PairStanding[] {
  return relationships.filter(({ client, freelancer }) => client !== person && freelancer !== person);
}

function pairIn({ client, freelancer, relationship }: PairStanding): PairStanding {
  return { client, freelancer, relationship };
}

/** A full count may stand for more than it says. */
function oneLess(unread: number): number {
  return unread === MOST_UNREAD ? unread : Math.max(unread - 1, 0);
}

/**
 * How many messages of others are unread once the mark stands at `seq`. Counted where the timeline is at hand; in other
 * rooms at most as many as there are places after the mark.
 */
export function unreadAfter(me: string, room: RoomSummary, seq: number, timeline: RoomEvent[] | null): number {
  if (seq >= room.head) return 0;
  if (!timeline) return Math.min(room.unread, room.head - seq);
  const unread = timeline.filter(
    (event) => event.seq > seq && event.by !== me && event.event.kind === "message.posted" && event.event.body !== "",
  ).length;
  return Math.min(unread, MOST_UNREAD);
}
