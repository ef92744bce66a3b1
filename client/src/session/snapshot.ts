import type { ChangeEvent, DraftCard, Offer, RoomDetail, RoomEvent, RoomSummary, Timeline } from "../protocol/index.ts";
import type { OpenRoom, State } from "./state.ts";

/** What the server put into the page. */
export interface PageData {
  me: { id: string; name: string; language: string; time_zone: string; picture: string | null };
  rooms: RoomSummary[];
  room: RoomDetail | null;
  timeline: Timeline | null;
  offers: Offer[];
  currencies?: string[];
  /** How many notices wait to be read. */
  unread_notices?: number;
  /** The number of the person's own stream where no room is open. */
  person_head?: number;
  /** How quickly the other side usually replies. */
  pace?: string | null;
  /** What the person has begun to write here, on any device. */
  draft?: DraftCard | null;
  /** The cursor that asks for more rooms. */
  rooms_next?: string | null;
  /** Where the page's language is not that of the events: by book and clause, what is said of what the rule allows. */
  clauses?: Record<string, Record<string, string>> | null;
}

export function stateFrom(data: PageData): State {
  const room = data.room && data.timeline ? openRoom(data.room, data.timeline, data.offers) : null;
  const personHead = data.room?.person_head ?? data.person_head ?? 0;
  const rooms = data.rooms.map((one) => (room?.detail.id === one.id ? { ...one, head: room.detail.head } : one));
  return {
    me: data.me.id,
    person_head: personHead,
    rooms,
    room,
    unread_notices: data.unread_notices ?? 0,
    unknown_rooms: [],
  };
}

/** The detail was read first: what the timeline holds beyond its head is still to come as events. */
export function openRoom(detail: RoomDetail, timeline: Timeline, offers: Offer[]): OpenRoom {
  const items = timeline.items.filter((event) => event.seq <= detail.head);
  const { before, after, changes, reactions, unfurled } = timeline;
  return { detail, timeline: items, before, after, changes, reactions, unfurled, offers, left: false };
}

const bySeq = (one: ChangeEvent, other: ChangeEvent): number => one.seq - other.seq;

/** An older page put before what is there. */
export function withOlder(room: OpenRoom, older: Timeline): OpenRoom {
  const first = room.timeline[0]?.seq ?? Infinity;
  const changes = older.changes.filter(({ event }) => event.message < first);
  return {
    ...room,
    timeline: [...older.items.filter((event) => event.seq < first), ...room.timeline],
    before: older.before,
    changes: [...changes, ...room.changes].sort(bySeq),
    reactions: [...older.reactions.filter(({ message }) => message < first), ...room.reactions],
    unfurled: [...older.unfurled.filter(({ message }) => message < first), ...room.unfurled],
  };
}

/**
 * A newer page put behind what is there. It was asked for when the room stood at `headBefore`: what came since is not
 * shown before another page has brought it, or no page has.
 */
export function withNewer(room: OpenRoom, newer: Timeline, headBefore: number): OpenRoom {
  const { head } = room.detail;
  const last = lastPlace(room.timeline, 0);
  const items = newer.items.filter((event) => event.seq > last && event.seq <= head);
  const reached = lastPlace(items, last);
  const isWhole = reached >= (room.detail.last?.seq ?? head) || (items.length === 0 && head === headBefore);
  return {
    ...room,
    timeline: [...room.timeline, ...items],
    after: isWhole ? null : reached,
    // What became of these messages meanwhile is known here or comes as an event.
    changes: [...room.changes, ...newer.changes.filter(({ event }) => event.message > last)].sort(bySeq),
    reactions: [...room.reactions, ...newer.reactions.filter(({ message }) => message > last)],
    unfurled: [...room.unfurled, ...newer.unfurled.filter(({ message }) => message > last)],
  };
}

function lastPlace(places: RoomEvent[], otherwise: number): number {
  return places.at(-1)?.seq ?? otherwise;
}

/** Whether the timeline ends before the room does although it should be its newest end. */
export function isBehind(state: State): boolean {
  const last = state.room?.timeline.at(-1);
  const isNewest = state.room?.after === null;
  return last !== undefined && isNewest && last.seq < (state.room?.detail.last?.seq ?? 0);
}
