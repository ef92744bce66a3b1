import type {
  ChangeEvent,
  Offer,
  ReactionCount,
  RoomDetail,
  RoomEvent,
  RoomSummary,
  Unfurled,
} from "../protocol/index.ts";

/**
 * The room whose page is open. `timeline` is ascending and without holes; `before` asks for what is older. Where `after`
 * is a number the timeline ends before the room does: it asks for what is newer, and new places are not shown yet.
 */
export interface OpenRoom {
  detail: RoomDetail;
  timeline: RoomEvent[];
  before: number | null;
  after: number | null;
  /** The latest edit or the deletion of each message on the timeline that has one, in order. */
  changes: ChangeEvent[];
  /** What stands under the messages on the timeline, by message and in the order in which reactions are shown. */
  reactions: ReactionCount[];
  /** The pages that messages on the timeline link to as they read now, by message. */
  unfurled: Unfurled[];
  offers: Offer[];
  /** The person left or was removed: nothing more will come. */
  left: boolean;
}

/** Everything that events change. Plain data: the same in the page, in tests and in Node. */
export interface State {
  me: string;
  /** How far the person's own stream has been applied. */
  person_head: number;
  rooms: RoomSummary[];
  room: OpenRoom | null;
  /** How many notices wait to be read. */
  unread_notices: number;
  /** Rooms that were joined and whose summary has still to be asked for. */
  unknown_rooms: string[];
}

/** How far each stream has been applied: what `hello` says and what the next number is counted from. */
export function heads(state: State): Record<string, number> {
  const known: Record<string, number> = { [state.me]: state.person_head };
  for (const room of state.rooms) known[room.id] = room.head;
  if (state.room && !state.room.left) known[state.room.detail.id] = state.room.detail.head;
  return known;
}
