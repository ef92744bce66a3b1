import { messageLine, whatBecame, type MessageLine } from "./message-line.ts";
import type { State } from "./state.ts";
import { People } from "./wording.ts";

/** The messages of the open room as their lines show them, in order. */
export function messagesOf({ room, me }: State): MessageLine[] {
  if (!room) return [];
  const around = {
    people: new People(me, room.detail.members, room.timeline),
    became: whatBecame(room),
    isFirst: true,
  };
  return room.timeline.flatMap((event) =>
    event.event.kind === "message.posted" ? [messageLine(event, event.event, around)] : [],
  );
}
