import type { MemberRead, RoomDetail } from "../protocol/index.ts";
import type { State } from "./state.ts";

/** Another member has read further. Marks only move forward, whatever order they come in. */
export function withRead(state: State, { room, ...read }: MemberRead & { room: string }): State {
  const known = state.room?.detail.reads.find((one) => one.person === read.person);
  if (known && known.seq >= read.seq) return state;
  return withReads(state, room, (reads) =>
    known ? reads.map((one) => (one === known ? read : one)) : [...reads, read],
  );
}

/** All marks of the open room anew. */
export function withReads(
  state: State,
  room: string,
  change: MemberRead[] | ((reads: MemberRead[]) => MemberRead[]),
): State {
  if (state.room?.detail.id !== room) return state;
  const reads = typeof change === "function" ? change(state.room.detail.reads) : change;
  return { ...state, room: { ...state.room, detail: { ...state.room.detail, reads } } };
}

/** The marks of those who are still here. */
export function withoutFormerReaders<R extends RoomDetail>(room: R): R {
  const isHere = (person: string): boolean => room.members.some((member) => member.id === person);
  return { ...room, reads: room.reads.filter(({ person }) => isHere(person)) };
}
