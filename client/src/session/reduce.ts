// State before + events = state after. Pure and without the DOM: a server test runs it in Node (replay-cli.ts).

import type { OwnFact, RoomEvent, RoomFact, StreamEvent, WithheldItem } from "../protocol/index.ts";
import { unheardOf } from "./exhaustive.ts";
import { applyToOffers } from "./offers.ts";
import { excerptAt, withEvent } from "./changes.ts";
import { applyMarks } from "./marks.ts";
import { applyToSummary, unreadAfter } from "./summary.ts";
import { isReleasable, ruleFor, withoutExemption } from "./rule.ts";
import { withoutFormerReaders } from "./reads.ts";
import { heads, type OpenRoom, type State } from "./state.ts";

export type Place = "next" | "known" | "gap" | "foreign";

/** Where an event stands to what has been applied. Only `next` may be applied: numbers are dense. */
export function place(state: State, event: StreamEvent): Place {
  const head = heads(state)[event.stream];
  if (head === undefined) return "foreign";
  if (event.seq <= head) return "known";
  return event.seq === head + 1 ? "next" : "gap";
}

/** The state after the event. Whatever is not the next number of a known stream changes nothing. */
export function applyEvent(state: State, event: StreamEvent): State {
  if (place(state, event) !== "next") return state;
  return event.stream === state.me
    ? applyOwn(withPersonHead(state, event.seq), event.event as OwnFact)
    : applyRoom(state, event as RoomEvent);
}

function withPersonHead(state: State, head: number): State {
  const room = state.room && { ...state.room, detail: { ...state.room.detail, person_head: head } };
  return { ...state, person_head: head, room };
}

function applyRoom(state: State, event: RoomEvent): State {
  const rooms = state.rooms.map((room) => (room.id === event.stream ? applyToSummary(state.me, room, event) : room));
  const open = state.room;
  if (open?.detail.id !== event.stream) return { ...state, rooms };
  return { ...state, rooms, room: applyToOpenRoom(state.me, open, event) };
}

function applyToOpenRoom(me: string, open: OpenRoom, event: RoomEvent): OpenRoom {
  const changed = applyToSummary(me, open.detail, event);
  const rule = ruleFor(changed, open.detail.rule.policy);
  const because = withoutExemption(me, changed).map((member) => member.id);
  const kept = open.detail.withheld.map((item) => ({ ...item, because }));
  const withheld = changed.exempt === open.detail.exempt ? kept : released(kept, changed.exempt);
  return {
    ...open,
    detail: applyMarks(withoutFormerReaders({ ...changed, rule, withheld }), event.event, (seq) =>
      excerptAt(open, seq),
    ),
    ...withEvent(open, event),
    offers: applyToOffers(open.offers, event),
    left: open.left || hasLeft(me, event.event),
  };
}

function hasLeft(me: string, fact: RoomFact): boolean {
  return fact.kind === "member.left" && fact.person === me;
}

function released(items: WithheldItem[], isExempt: boolean): WithheldItem[] {
  return items.map((item) => ({ ...item, releasable: isReleasable(item, isExempt) }));
}

function applyOwn(state: State, fact: OwnFact): State {
  switch (fact.kind) {
    case "room.joined":
      return joined(state, fact.room);
    case "room.left":
      return left(state, fact.room);
    case "read.moved":
      return readMoved(state, fact.room, fact.seq);
    case "room.placed":
      return roomPlaced(state, fact);
    case "draft.saved":
    case "question.reminded":
    case "objection.answered":
    case "invitation.received":
    case "proposal.received":
    case "proposal.turned_down":
      return state;
    case "notice.posted":
    case "notices.read":
      return { ...state, unread_notices: fact.unread };
    case "message.withheld":
      return withKept(state, fact.item);
    case "withheld.gone":
      return withoutKept(state, fact.room, fact.id);
    default:
      return unheardOf(fact, state);
  }
}

function joined(state: State, room: string): State {
  const isKnown = state.rooms.some((one) => one.id === room) || state.unknown_rooms.includes(room);
  return isKnown ? state : { ...state, unknown_rooms: [...state.unknown_rooms, room] };
}

function left(state: State, room: string): State {
  const open = state.room?.detail.id === room ? { ...state.room, left: true } : state.room;
  return {
    ...state,
    rooms: state.rooms.filter((one) => one.id !== room),
    unknown_rooms: state.unknown_rooms.filter((one) => one !== room),
    room: open,
  };
}

function roomPlaced(state: State, fact: Extract<OwnFact, { kind: "room.placed" }>): State {
  const { pinned_at, is_archived, is_muted } = fact;
  const place = { pinned_at, is_archived, is_muted };
  const rooms = state.rooms.map((one) => (one.id === fact.room ? { ...one, ...place } : one));
  if (state.room?.detail.id !== fact.room) return { ...state, rooms };
  return { ...state, rooms, room: { ...state.room, detail: { ...state.room.detail, ...place } } };
}

function readMoved(state: State, room: string, seq: number): State {
  const open = state.room?.detail.id === room ? state.room : null;
  const rooms = state.rooms.map((one) =>
    one.id === room && seq > one.read_seq
      ? { ...one, read_seq: seq, unread: unreadAfter(state.me, one, seq, open?.timeline ?? null) }
      : one,
  );
  if (!open || seq <= open.detail.read_seq) return { ...state, rooms };
  const unread = unreadAfter(state.me, open.detail, seq, open.timeline);
  return { ...state, rooms, room: { ...open, detail: { ...open.detail, read_seq: seq, unread } } };
}

/** With a kept message, new or judged again, at its place. */
export function withKept(state: State, item: WithheldItem): State {
  return changeWithheld(state, item.room, (items) => upsert(items, item));
}

/** Without a kept message. */
export function withoutKept(state: State, room: string, id: string): State {
  return changeWithheld(state, room, (items) => items.filter((item) => item.id !== id));
}

function changeWithheld(state: State, room: string, change: (items: WithheldItem[]) => WithheldItem[]): State {
  if (state.room?.detail.id !== room) return state;
  const detail = { ...state.room.detail, withheld: change(state.room.detail.withheld) };
  return { ...state, room: { ...state.room, detail } };
}

function upsert(items: WithheldItem[], item: WithheldItem): WithheldItem[] {
  if (items.some((one) => one.id === item.id)) return items.map((one) => (one.id === item.id ? item : one));
  const after = items.findIndex((one) => one.after_seq > item.after_seq);
  return after < 0 ? [...items, item] : [...items.slice(0, after), item, ...items.slice(after)];
}
