// The one place that says by which names the rest of the client knows the shapes of docs/protocol.md and /api/v1.

export type Side = "client" | "freelancer";
export type Relationship = "none" | "offer_pending" | "active" | "prior";
export type Purpose = "system_access" | "legal_document" | "credential";

export interface OrganisationCard {
  id: string;
  name: string;
  plan: string;
}

export interface PersonCard {
  id: string;
  name: string;
  side: Side;
  organisation?: OrganisationCard | null;
}

/** Positions are half-open and count code points. */
export interface Remark {
  clause: string;
  why: string;
  kinds: string[];
  spans: [number, number][];
}

export interface Finding {
  kind: string;
  start: number;
  end: number;
  text: string;
  confidence: number;
  obfuscated: boolean;
  read_as: string;
}

export interface Reason {
  clause: string;
  findings: number[];
  why: string;
  remedies: string[];
}

export interface Verdict {
  verdict: "allow" | "ask" | "withhold";
  policy: string;
  findings: Finding[];
  reasons: Reason[];
}

export interface WithheldItem {
  id: string;
  room: string;
  key: string;
  after_seq: number;
  body: string;
  purpose: string | null;
  verdict: Verdict;
  releasable: boolean;
}

export type RoomFact =
  | { kind: "room.opened"; title: string; about_kind: string; about_id: string }
  | { kind: "member.joined"; person: PersonCard }
  | { kind: "member.left"; person: string; removed_by: string | null }
  | {
      kind: "message.posted";
      key: string;
      body: string;
      purpose: string | null;
      was_withheld: boolean;
      remarks: Remark[];
    }
  | {
      kind: "relationship.changed";
      client: string;
      freelancer: string;
      relationship: Relationship;
      was: Relationship;
    }
  | {
      kind: "proposal.shared";
      proposal: string;
      job: string;
      job_title: string;
      cover_text: string;
      bid_minor: number;
      currency: string;
    }
  | { kind: "proposal.withdrawn"; proposal: string }
  | { kind: "proposal.declined"; proposal: string }
  | {
      kind: "offer.made";
      offer: string;
      client: string;
      freelancer: string;
      terms: string;
      amount_minor: number;
      currency: string;
    }
  | { kind: "offer.withdrawn"; offer: string }
  | { kind: "offer.declined"; offer: string }
  | { kind: "offer.accepted"; offer: string; contract: string }
  | { kind: "contract.ended"; contract: string };

export type OwnFact =
  | { kind: "room.joined"; room: string }
  | { kind: "room.left"; room: string }
  | { kind: "read.moved"; room: string; seq: number }
  | { kind: "message.withheld"; item: WithheldItem }
  | { kind: "withheld.gone"; id: string; room: string; outcome: "posted" | "discarded"; seq: number | null };

export type Fact = RoomFact | OwnFact;

export interface StreamEvent<F extends Fact = Fact> {
  stream: string;
  seq: number;
  at: string;
  by: string | null;
  event: F;
}

export type RoomEvent = StreamEvent<RoomFact>;

// -- the socket --------------------------------------------------------------------------------------------------

export type ClientFrame =
  | { op: "hello"; ticket: string; since: Record<string, number> }
  | { op: "catch_up"; stream: string; after: number }
  | { op: "send"; room: string; key: string; body: string; purpose?: Purpose }
  | { op: "check"; id: string; room: string; body: string; purpose?: Purpose }
  | { op: "read"; id: string; room: string; seq: number };

export type AnswerFrame =
  | { op: "welcome"; person: string; heartbeat_s: number; streams: Record<string, number> }
  | { op: "ack"; room: string; key: string; seq: number }
  | { op: "kept"; room: string; key: string; item: WithheldItem }
  | { op: "refused"; id?: string | null; key?: string | null; code: string; text: string }
  | { op: "checked"; id: string; verdict: Verdict; because: string[] }
  | { op: "done"; id: string }
  | { op: "followed"; stream: string; head: number }
  | { op: "unfollowed"; stream: string }
  | { op: "resync"; stream: string; head: number }
  | { op: "beat"; heads: Record<string, number> };

export type ServerFrame = AnswerFrame | StreamEvent;

export function isEvent(frame: ServerFrame): frame is StreamEvent {
  return !("op" in frame);
}

// -- /api/v1 -----------------------------------------------------------------------------------------------------

export interface LastLine {
  seq: number;
  at: string;
  by: string | null;
  kind: string;
  excerpt: string;
}

export interface RoomSummary {
  id: string;
  title: string;
  head: number;
  read_seq: number;
  unread: number;
  last: LastLine | null;
  members: PersonCard[];
  relationship: Relationship;
  client_plan: string;
  exempt: boolean;
}

export interface RuleCard {
  policy: string;
  clause: string;
  text: string;
}

export interface RoomDetail extends RoomSummary {
  about: { kind: string; id: string };
  rule: RuleCard;
  withheld: WithheldItem[];
  person_head: number;
}

export interface Offer {
  id: string;
  room: string;
  client: string;
  freelancer: string;
  terms: string;
  amount_minor: number;
  currency: string;
  state: "made" | "withdrawn" | "declined" | "accepted";
  contract: { id: string; state: "active" | "ended" } | null;
  made_at: string;
}

export interface Timeline {
  items: RoomEvent[];
  before: number | null;
}

export type SendAnswer =
  { status: "posted"; seq: number; event: RoomEvent | null } | { status: "kept"; item: WithheldItem };

export interface CheckAnswer {
  verdict: Verdict;
  because: string[];
}
