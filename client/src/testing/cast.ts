// The cast: ana the client, bo the freelancer, in one room; and one sample of every kind of event.

import type {
  Fact,
  OwnFact,
  PersonCard,
  RoomDetail,
  RoomEvent,
  RoomFact,
  RoomSummary,
  StreamEvent,
  Timeline,
  Verdict,
  WithheldItem,
} from "../protocol/index.ts";
import type { PageData } from "../session/snapshot.ts";
import type { State } from "../session/state.ts";

export const ANA = "0198a000-0000-7000-8000-00000000000a";
export const BO = "0198a000-0000-7000-8000-00000000000b";
export const EVE = "0198a000-0000-7000-8000-00000000000e";
export const OBJECTION = "00000000-0000-4000-8000-0000000000f1";
export const ROOM = "0198a000-0000-7000-8000-000000000001";
export const OTHER_ROOM = "0198a000-0000-7000-8000-000000000002";
export const OFFER = "0198a000-0000-7000-8000-000000000003";
export const CONTRACT = "0198a000-0000-7000-8000-000000000004";

export const ana: PersonCard = { id: ANA, name: "Ana Lindqvist", side: "client", organisation: null };
export const bo: PersonCard = { id: BO, name: "Bo Okafor", side: "freelancer", organisation: null };
export const eve: PersonCard = { id: EVE, name: "Eve Marlow", side: "freelancer", organisation: null };

export const phoneVerdict: Verdict = {
  verdict: "withhold",
  policy: "2020-06-26",
  findings: [
    {
      kind: "phone",
      start: 8,
      end: 23,
      text: "+46 70 123 4567",
      confidence: 1,
      obfuscated: false,
      read_as: "+46701234567",
    },
  ],
  reasons: [
    { clause: "base", findings: [0], why: "Before a contract …", remedies: ["wait_for_contract", "remove_span"] },
  ],
};

export function withheld(change: Partial<WithheldItem> = {}): WithheldItem {
  return {
    id: "kept-1",
    room: ROOM,
    key: "k-kept",
    after_seq: 3,
    body: "Call me +46 70 123 4567 now",
    purpose: null,
    verdict: phoneVerdict,
    releasable: false,
    edits: null,
    replies_to: null,
    because: [],
    ...change,
  };
}

export function message(body: string, change: Partial<Extract<RoomFact, { kind: "message.posted" }>> = {}): RoomFact {
  const plain = { purpose: null, was_withheld: false, remarks: [], reply_to: null };
  return { kind: "message.posted", key: `k-${body}`, body, ...plain, ...change };
}

export function roomEvent(
  seq: number,
  event: RoomFact,
  by: string | null = BO,
  at = "2026-01-31T12:00:00Z",
): RoomEvent {
  return { stream: ROOM, seq, at, by, event };
}

export function ownEvent(seq: number, event: OwnFact): StreamEvent {
  return { stream: ANA, seq, at: "2026-01-31T12:00:00Z", by: ANA, event };
}

export const opening: RoomEvent[] = [
  roomEvent(1, { kind: "room.opened", title: "Booking page", about_kind: "job", about_id: ROOM }, ANA),
  roomEvent(2, { kind: "member.joined", person: ana, relationships: [] }, ANA),
  roomEvent(3, { kind: "member.joined", person: bo, relationships: [] }, ANA),
];

export function summary(change: Partial<RoomSummary> = {}): RoomSummary {
  return {
    id: ROOM,
    title: "Booking page",
    head: 3,
    read_seq: 3,
    unread: 0,
    last: { seq: 3, at: "2026-01-31T12:00:00Z", by: ANA, kind: "member.joined", excerpt: "" },
    members: [ana, bo],
    relationships: [],
    relationship: "none",
    client_plan: "basic",
    exempt: false,
    pinned_at: null,
    is_archived: false,
    is_muted: false,
    open_questions: 0,
    since: 0,
    ...change,
  };
}

export function detail(change: Partial<RoomDetail> = {}): RoomDetail {
  return {
    ...summary(),
    about: { kind: "job", id: ROOM },
    rule: {
      policy: "2020-06-26",
      clause: "base",
      text:
        "Before a contract starts, contact details and outside meeting links stay out of this room. " +
        "Links to your work, names and project talk are welcome.",
    },
    withheld: [],
    pins: [],
    questions: [],
    reads: [],
    person_head: 0,
    manages: [],
    ...change,
  };
}

export function timeline(items: RoomEvent[], before: number | null = null): Timeline {
  return { items, before, after: null, changes: [], reactions: [], unfurled: [] };
}

export function pageData(change: Partial<PageData> = {}): PageData {
  return {
    me: { id: ANA, name: ana.name, language: "en", time_zone: "Europe/Stockholm", picture: null },
    rooms: [summary(), summary({ id: OTHER_ROOM, title: "Other" })],
    room: detail(),
    timeline: timeline(opening),
    offers: [],
    ...change,
  };
}

export function openState(change: Partial<State> = {}): State {
  return {
    me: ANA,
    person_head: 0,
    rooms: [summary(), summary({ id: OTHER_ROOM, title: "Other" })],
    room: {
      detail: detail(),
      timeline: opening,
      before: null,
      after: null,
      changes: [],
      reactions: [],
      unfurled: [],
      offers: [],
      left: false,
    },
    unread_notices: 0,
    unknown_rooms: [],
    ...change,
  };
}

/** One fact of every kind; that none is missing is a matter of types. */
export const everyFact: { [Kind in Fact["kind"]]: Extract<Fact, { kind: Kind }> } = {
  "room.opened": { kind: "room.opened", title: "New title", about_kind: "job", about_id: ROOM },
  "member.joined": { kind: "member.joined", person: eve, relationships: [] },
  "message.pinned": { kind: "message.pinned", message: 3, author: BO, said_at: "2026-01-31T12:00:00Z" },
  "message.unpinned": { kind: "message.unpinned", message: 3 },
  "question.opened": { kind: "question.opened", message: 3, author: BO, said_at: "2026-01-31T12:00:00Z" },
  "question.answered": { kind: "question.answered", message: 3, author: BO },
  "question.reminded": { kind: "question.reminded", room: ROOM, message: 3 },
  "room.placed": { kind: "room.placed", room: ROOM, pinned_at: null, is_archived: true, is_muted: false },
  "draft.saved": { kind: "draft.saved", room: ROOM, revision: 1 },
  "member.changed": { kind: "member.changed", person: bo, was: "Bo", starts_acting: false },
  "member.left": { kind: "member.left", person: BO, removed_by: null },
  "message.posted": message("Hello") as Extract<Fact, { kind: "message.posted" }>,
  "message.edited": {
    kind: "message.edited",
    message: 4,
    revision: 2,
    body: "Hello there",
    purpose: null,
    remarks: [],
  },
  "message.deleted": { kind: "message.deleted", message: 4 },
  "message.unfurled": {
    kind: "message.unfurled",
    message: 4,
    revision: 1,
    cards: [{ address: "https://example.com/a", site: "example.com", title: "A page", description: "" }],
  },
  "message.reacted": { kind: "message.reacted", message: 4, reaction: "heart", is_on: true },
  "relationship.changed": {
    kind: "relationship.changed",
    client: ANA,
    freelancer: BO,
    relationship: "active",
    was: "none",
  },
  "invitation.accepted": {
    kind: "invitation.accepted",
    invitation: "40000000-0000-4000-8000-000000000009",
    job: "40000000-0000-4000-8000-000000000002",
    job_title: "Booking site",
    words: "Your work fits.",
  },
  "proposal.shared": {
    kind: "proposal.shared",
    proposal: ROOM,
    job: ROOM,
    job_title: "Booking page",
    cover_text: "I did this before.",
    bid_minor: 480_000,
    currency: "EUR",
  },
  "proposal.withdrawn": { kind: "proposal.withdrawn", proposal: ROOM },
  "proposal.declined": { kind: "proposal.declined", proposal: ROOM },
  "offer.made": {
    kind: "offer.made",
    offer: OFFER,
    client: ANA,
    freelancer: BO,
    terms: "The phone layout",
    amount_minor: 120_000,
    currency: "EUR",
    expires_at: null,
    milestones: [],
  },
  "offer.expired": { kind: "offer.expired", offer: OFFER },
  "contract.left": { kind: "contract.left", contract: CONTRACT, words: "The code is missing." },
  "offer.withdrawn": { kind: "offer.withdrawn", offer: OFFER },
  "offer.declined": { kind: "offer.declined", offer: OFFER },
  "offer.accepted": { kind: "offer.accepted", offer: OFFER, contract: CONTRACT },
  "contract.ended": { kind: "contract.ended", contract: CONTRACT },
  "room.joined": { kind: "room.joined", room: "0198a000-0000-7000-8000-000000000009" },
  "room.left": { kind: "room.left", room: OTHER_ROOM },
  "read.moved": { kind: "read.moved", room: ROOM, seq: 3 },
  "message.withheld": { kind: "message.withheld", item: withheld() },
  "invitation.received": { kind: "invitation.received", invitation: OFFER, job: ROOM },
  "proposal.received": { kind: "proposal.received", proposal: OFFER, job: ROOM },
  "proposal.turned_down": { kind: "proposal.turned_down", proposal: OFFER, job: ROOM },
  "notice.posted": { kind: "notice.posted", notice: OFFER, unread: 2 },
  "notices.read": { kind: "notices.read", unread: 1 },
  "objection.answered": { kind: "objection.answered", objection: OBJECTION, answer: "rule_right" },
  "withheld.gone": { kind: "withheld.gone", id: "kept-1", room: ROOM, outcome: "discarded", seq: null },
};
