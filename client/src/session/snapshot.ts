import type { Offer, RoomDetail, RoomSummary, Timeline } from "../protocol/index.ts";
import type { OpenRoom, State } from "./state.ts";

/** What the server put into the page. */
export interface PageData {
  me: { id: string; name: string; language: string; time_zone: string; picture: string | null };
  rooms: RoomSummary[];
  room: RoomDetail | null;
  timeline: Timeline | null;
  offers: Offer[];
  currencies?: string[];
  /** The number of the person's own stream where no room is open. */
  person_head?: number;
}

export function stateFrom(data: PageData): State {
  const room = data.room && data.timeline ? openRoom(data.room, data.timeline, data.offers) : null;
  const personHead = data.room?.person_head ?? data.person_head ?? 0;
  const rooms = data.rooms.map((one) => (room?.detail.id === one.id ? { ...one, head: room.detail.head } : one));
  return { me: data.me.id, person_head: personHead, rooms, room, unknown_rooms: [] };
}

/** The detail was read first: what the timeline holds beyond its head is still to come as events. */
export function openRoom(detail: RoomDetail, timeline: Timeline, offers: Offer[]): OpenRoom {
  const items = timeline.items.filter((event) => event.seq <= detail.head);
  const { before, after } = timeline;
  return { detail, timeline: items, before, after, offers, left: false };
}

/** An older page put before what is there. */
export function withOlder(room: OpenRoom, older: Timeline): OpenRoom {
  const first = room.timeline[0]?.seq ?? Infinity;
  return {
    ...room,
    timeline: [...older.items.filter((event) => event.seq < first), ...room.timeline],
    before: older.before,
  };
}

/**
 * A newer page put behind what is there. It was asked for when the room stood at `headBefore`: what came since is not
 * shown before another page has brought it, or no page has.
 */
export function withNewer(room: OpenRoom, newer: Timeline, headBefore: number): OpenRoom {
  const { head } = room.detail;
  const last = room.timeline.at(-1)?.seq ?? 0;
  const items = newer.items.filter((event) => event.seq > last && event.seq <= head);
  const reached = items.at(-1)?.seq ?? last;
  const isWhole = reached >= head || (items.length === 0 && head === headBefore);
  return { ...room, timeline: [...room.timeline, ...items], after: isWhole ? null : reached };
}

/** Whether the timeline ends before the room does although it should be its newest end. */
export function isBehind(state: State): boolean {
  const last = state.room?.timeline.at(-1);
  return last !== undefined && state.room?.after === null && last.seq < state.room.detail.head;
}
