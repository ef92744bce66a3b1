import type { MarkedMessage, RoomDetail, RoomFact, RoomSummary } from "../protocol/index.ts";
import { excerptOf } from "./excerpt.ts";

/**
 * What is pinned and what waits for an answer, after one of the room's events. `excerptAt` has the beginning of the
 * message at a number, empty where it is not on the page.
 */
export function applyMarks<R extends RoomDetail>(room: R, fact: RoomFact, excerptAt: (seq: number) => string): R {
  // What was said before the person came is not theirs to find.
  if ("message" in fact && fact.message <= room.since) return room;
  switch (fact.kind) {
    case "message.pinned":
      return { ...room, pins: withMark(room.pins, fact, excerptAt) };
    case "message.unpinned":
      return { ...room, pins: without(room.pins, fact.message) };
    case "question.opened":
      return { ...room, questions: withMark(room.questions, fact, excerptAt) };
    case "question.answered":
      return { ...room, questions: without(room.questions, fact.message) };
    case "message.edited":
    case "message.deleted": {
      const excerpt = fact.kind === "message.edited" ? excerptOf(fact.body) : "";
      return {
        ...room,
        pins: reading(room.pins, fact.message, excerpt),
        questions: reading(room.questions, fact.message, excerpt),
      };
    }
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

function withMark(
  marks: MarkedMessage[],
  { message, author, said_at }: Omit<MarkedMessage, "excerpt">,
  excerptAt: (seq: number) => string,
): MarkedMessage[] {
  const mark = { message, author, said_at, excerpt: excerptAt(message) };
  return [...without(marks, message), mark].sort((one, other) => one.message - other.message);
}

function reading(marks: MarkedMessage[], message: number, excerpt: string): MarkedMessage[] {
  return marks.map((mark) => (mark.message === message ? { ...mark, excerpt } : mark));
}

function without(marks: MarkedMessage[], message: number): MarkedMessage[] {
  return marks.filter((mark) => mark.message !== message);
}
