import type { RoomEvent, RoomFact, WithheldItem } from "../protocol/index.ts";
import type { Format } from "./format.ts";
import type { Line } from "./line.ts";
import { messageLine, whatBecame } from "./message-line.ts";
import type { Letter } from "./outbox.ts";
import { withReadLines } from "./read-lines.ts";
import type { OpenRoom } from "./state.ts";
import { isPlanExempt, People, quietLine } from "./wording.ts";

export interface Reading {
  me: string;
  format: Format;
  now: string;
  /** Where the read mark stood when the page was opened. */
  readSeq: number;
}

const GROUPED_WITHIN_MS = 5 * 60_000;
/** The timeline as the page shows it; rooms/timeline_lines.py makes the same lines. */
export function timelineLines(room: OpenRoom, letters: readonly Letter[], reading: Reading): Line[] {
  const people = new People(reading.me, room.detail.members, room.timeline);
  const became = whatBecame(room);
  const waiting = [...room.detail.withheld];
  const lines: Line[] = [];
  let day = "";
  let isMarked = false;
  for (const event of room.timeline) {
    lines.push(...takeBefore(waiting, event.seq));
    const its = reading.format.day(event.at);
    if (its !== day) {
      day = its;
      lines.push({ type: "day", day, label: reading.format.dayLabel(event.at, reading.now) });
    }
    if (!isMarked && isUnread(event, reading)) {
      isMarked = true;
      lines.push({ type: "unread" });
    }
    const line =
      event.event.kind === "message.posted"
        ? messageLine(event, event.event, { people, became, isFirst: !continues(lines.at(-1), event) })
        : quietEventLine(event, room, people, reading);
    if (line) lines.push(line);
  }
  const read = withReadLines(lines, room, { people, ...reading });
  return [...read, ...waiting.map(withheldLine), ...pendingLines(letters, lines.at(-1), reading.me)];
}

function takeBefore(waiting: WithheldItem[], seq: number): Line[] {
  const end = waiting.findIndex((item) => item.after_seq >= seq);
  return waiting.splice(0, end < 0 ? waiting.length : end).map(withheldLine);
}

function withheldLine(item: WithheldItem): Line {
  return { type: "withheld", item };
}

function pendingLines(letters: readonly Letter[], last: Line | undefined, me: string): Line[] {
  const continues = last?.type === "message" && last.by === me;
  return letters.map((letter, index) => ({ type: "pending", letter, isFirst: index === 0 && !continues }));
}

function isUnread(event: RoomEvent, reading: Reading): boolean {
  return event.event.kind === "message.posted" && event.seq > reading.readSeq && event.by !== reading.me;
}

/** Whether it stands with the message before: the same author, within minutes. */
function continues(before: Line | undefined, { at, by }: RoomEvent): boolean {
  return before?.type === "message" && before.by === by && Date.parse(at) - Date.parse(before.at) <= GROUPED_WITHIN_MS;
}

function quietEventLine(event: RoomEvent, room: OpenRoom, people: People, reading: Reading): Line | null {
  const { seq, at, by } = event;
  const saying = {
    name: people.name(by),
    people,
    format: reading.format,
    isPlanExempt: isPlanExempt(room.detail),
    isBetweenTwo: room.detail.members.length < 3,
  };
  const quiet = quietLine(event.event, saying);
  return quiet && { type: "quiet", seq, at, ...quiet, isAnswerable: isAnswerable(event.event, room, reading.me) };
}

/** An open offer that waits for the reader's answer. */
function isAnswerable(fact: RoomFact, room: OpenRoom, me: string): boolean {
  if (fact.kind !== "offer.made" || fact.freelancer !== me) return false;
  return room.offers.some((offer) => offer.id === fact.offer && offer.state === "made");
}

/** What can be read of a key: every line has one that stays the same while the line stands. */
export function lineKey(line: Line): string {
  switch (line.type) {
    case "day":
      return `day-${line.day}`;
    case "unread":
      return "unread";
    case "message":
    case "quiet":
      return `m${line.seq}`;
    case "withheld":
      return `withheld-${line.item.id}`;
    case "pending":
      return `pending-${line.letter.key}`;
  }
}
