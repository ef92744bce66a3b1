import type { MarkedMessage, RoomDetail, RoomFact, RoomSummary } from "../protocol/index.ts";

/** What is pinned and what waits for an answer, after one of the room's events. */
export function applyMarks<R extends RoomDetail>(room: R, fact: RoomFact): R {
  // What was said before the person came is not theirs to find.
  if ("message" in fact && fact.message <= room.since) return room;
  switch (fact.kind) {
    case "message.pinned":
      return { ...room, pins: withMark(room.pins, fact) };
    case "message.unpinned":
      return { ...room, pins: without(room.pins, fact.message) };
    case "question.opened":
      return { ...room, questions: withMark(room.questions, fact) };
    case "question.answered":
      return { ...room, questions: without(room.questions, fact.message) };
    default:
      return room;
  }
}

/** How many questions of others wait in a room, after one was marked or answered. */
export function openQuestions(
  me: string,
  room: RoomSummary,
  { author, message }: { author: string; message: number },
  step: 1 | -1,
): Partial<RoomSummary> {
  if (author === me || message <= room.since) return {};
  return { open_questions: Math.max(0, room.open_questions + step) };
}

function withMark(marks: MarkedMessage[], { message, author, said_at }: MarkedMessage): MarkedMessage[] {
  return [...without(marks, message), { message, author, said_at }].sort((one, other) => one.message - other.message);
}

function without(marks: MarkedMessage[], message: number): MarkedMessage[] {
  return marks.filter((mark) => mark.message !== message);
}
