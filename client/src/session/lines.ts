import type { RoomEvent, RoomFact, WithheldItem } from "../protocol/index.ts";
import { text } from "../text/en.ts";
import type { Format } from "./format.ts";
import type { Letter } from "./outbox.ts";
import type { OpenRoom } from "./state.ts";
import { kindsInWords } from "./verdicts.ts";
import { isPlanExempt, People, quietLine, type Quiet } from "./wording.ts";

export interface RemarkLine {
  found: string;
  why: string;
  reference: string;
  offersAnswer: boolean;
}

interface Placed {
  seq: number;
  at: string;
}

export interface MessageLine extends Placed {
  type: "message";
  by: string | null;
  name: string;
  plainName: string;
  picture: string | null;
  isMine: boolean;
  isFirst: boolean;
  body: string;
  purpose: string;
  wasWithheld: boolean;
  remarks: RemarkLine[];
}

export type Line =
  | { type: "day"; day: string; label: string }
  | { type: "unread" }
  | MessageLine
  | ({ type: "quiet"; isAnswerable: boolean } & Placed & Quiet)
  | { type: "withheld"; item: WithheldItem }
  | { type: "pending"; letter: Letter; isFirst: boolean };

export interface Reading {
  me: string;
  format: Format;
  now: string;
  /** Where the read mark stood when the page was opened. */
  readSeq: number;
}

const GROUPED_WITHIN_MS = 5 * 60_000;
// Between people with a contract the details are theirs to exchange: no polite refusal is offered.
const SETTLED = ["contract_started", "prior_client"];

type Posted = Extract<RoomFact, { kind: "message.posted" }>;

/** The timeline as the page shows it; rooms/timeline_lines.py makes the same lines. */
export function timelineLines(room: OpenRoom, letters: readonly Letter[], reading: Reading): Line[] {
  const people = new People(reading.me, room.detail.members, room.timeline);
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
    const line = eventLine(event, room, people, lines.at(-1), reading);
    if (line) lines.push(line);
  }
  return [...lines, ...waiting.map(withheldLine), ...pendingLines(letters, lines.at(-1), reading.me)];
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

function eventLine(
  event: RoomEvent,
  room: OpenRoom,
  people: People,
  before: Line | undefined,
  reading: Reading,
): Line | null {
  const { seq, at, by } = event;
  if (event.event.kind === "message.posted") return messageLine(event, event.event, people, before, reading);
  const saying = { name: people.name(by), people, format: reading.format, isPlanExempt: isPlanExempt(room.detail) };
  const quiet = quietLine(event.event, saying);
  return quiet && { type: "quiet", seq, at, ...quiet, isAnswerable: isAnswerable(event.event, room, reading.me) };
}

/** An open offer that waits for the reader's answer. */
function isAnswerable(fact: RoomFact, room: OpenRoom, me: string): boolean {
  if (fact.kind !== "offer.made" || fact.freelancer !== me) return false;
  return room.offers.some((offer) => offer.id === fact.offer && offer.state === "made");
}

function messageLine(
  event: RoomEvent,
  fact: Posted,
  people: People,
  before: Line | undefined,
  reading: Reading,
): MessageLine {
  const { seq, at, by } = event;
  const isSame =
    before?.type === "message" && before.by === by && Date.parse(at) - Date.parse(before.at) <= GROUPED_WITHIN_MS;
  return {
    type: "message",
    seq,
    at,
    by,
    name: people.name(by),
    plainName: people.plainName(by) ?? "",
    picture: people.picture(by),
    isMine: by === reading.me,
    isFirst: !isSame,
    body: fact.body,
    purpose: text.purposes.find(([value]) => value === fact.purpose)?.[1] ?? "",
    wasWithheld: fact.was_withheld,
    remarks: fact.remarks.map((remark) => ({
      found: text.contains(kindsInWords(remark.kinds)),
      why: remark.why,
      reference: text.clause(remark.policy, remark.clause),
      offersAnswer: !SETTLED.includes(remark.clause),
    })),
  };
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
