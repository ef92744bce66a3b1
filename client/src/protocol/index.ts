// By which names the client knows the generated shapes (`make types`): socket.ts from the socket protocol, api.ts from
// the HTTP API. What the schemas cannot say is said here.

import type { components } from "./api.ts";
import type * as socket from "./socket.ts";

type Schemas = components["schemas"];

/** As it comes over the wire: a field that a writer may leave out, because it has a default, is always there to read. */
type Written<T> = { [Field in keyof T]-?: T[Field] };

export type Side = socket.PersonCard["side"];
export type Relationship = socket.RelationshipChanged["relationship"];
export type Purpose = NonNullable<socket.Send["purpose"]>;
export type PersonCard = socket.PersonCard;
export type PairStanding = socket.PairStanding;

export type Finding = Schemas["FindingAnswer"];
export type Reason = Schemas["ReasonAnswer"];
export type Verdict = Schemas["VerdictAnswer"];

/** Positions are half-open and count code points. */
export type Remark = Omit<socket.Remark, "spans"> & { spans: [start: number, end: number][] };

/** Which message is answered, and the words of it that are repeated. */
export type Reply = Written<socket.Reply>;
export type ReplyWish = socket.ReplyWish;

export type WithheldItem = Omit<Written<socket.WithheldItem>, "verdict"> & { verdict: Verdict };

// -- events ------------------------------------------------------------------------------------------------------

type MessagePosted = Omit<Written<socket.MessagePosted>, "remarks" | "reply_to"> & {
  remarks: Remark[];
  reply_to: Reply | null;
};
type MessageEdited = Omit<Written<socket.MessageEdited>, "remarks"> & { remarks: Remark[] };
type MessageWithheld = Omit<socket.MessageWithheld, "item"> & { item: WithheldItem };

type OwnKind =
  | "room.joined"
  | "room.left"
  | "room.placed"
  | "read.moved"
  | "draft.saved"
  | "question.reminded"
  | "message.withheld"
  | "withheld.gone"
  | "invitation.received"
  | "proposal.received"
  | "proposal.turned_down"
  | "notice.posted"
  | "objection.answered"
  | "notices.read";

export type OwnFact =
  MessageWithheld | Written<Exclude<Extract<socket.EventBody, { kind: OwnKind }>, { item: unknown }>>;

type WithRemarks = MessagePosted | MessageEdited;
export type RoomFact = WithRemarks | Written<Exclude<socket.EventBody, { kind: OwnKind | WithRemarks["kind"] }>>;
/** What becomes of a message after it was posted: no place on the timeline of its own. */
export type ChangeFact = Extract<RoomFact, { kind: "message.edited" | "message.deleted" }>;
export type Reaction = Extract<RoomFact, { kind: "message.reacted" }>["reaction"];

export type Fact = RoomFact | OwnFact;

export type StreamEvent<F extends Fact = Fact> = Omit<socket.Envelope, "event"> & { event: F };
export type RoomEvent = StreamEvent<RoomFact>;
export type ChangeEvent = StreamEvent<ChangeFact>;

// -- the socket --------------------------------------------------------------------------------------------------

export type ClientFrame = socket.ClientFrame;

type Checked = Omit<socket.Checked, "verdict"> & { verdict: Verdict };
type Kept = Omit<socket.KeptFrame, "item"> & { item: WithheldItem };

export type AnswerFrame = Exclude<socket.ServerFrame, { op: "checked" | "kept" }> | Checked | Kept;
export type ServerFrame = AnswerFrame | StreamEvent;

export function isEvent(frame: ServerFrame): frame is StreamEvent {
  return !("op" in frame);
}

// -- /api/v1 -----------------------------------------------------------------------------------------------------

export type LastLine = Schemas["LastLine"];
export type RoomSummary = Schemas["RoomSummary"];
export type MarkedMessage = Schemas["MarkedMessage"];
export type MemberRead = Schemas["MemberRead"];
export type DraftCard = Schemas["DraftCard"];
export type RuleCard = Schemas["RuleCard"];
export type RoomDetail = Omit<Schemas["RoomDetail"], "withheld"> & { withheld: WithheldItem[] };
export type Offer = Schemas["OfferCard"];
export type CheckAnswer = Schemas["CheckAnswer"];

export type NoticeCard = Schemas["NoticeCard"];

/** The newest notices; `unread` counts all of them. */
export interface NoticePage {
  items: NoticeCard[];
  next: string | null;
  unread: number;
}

export type ReactionCount = Written<Schemas["ReactionCount"]>;
export type Unfurled = Schemas["Unfurled"];
export type LinkCard = Schemas["LinkCard"];
export type Wording = Schemas["EarlierWording"];

export interface Timeline {
  items: RoomEvent[];
  before: number | null;
  after: number | null;
  /** The latest edit or the deletion of each message among them, in order. */
  changes: ChangeEvent[];
  reactions: ReactionCount[];
  /** The pages that they link to as they read now. */
  unfurled: Unfurled[];
}

/** What sending and judging again answer; `event` is missing where the message stood there already. */
export type SendAnswer =
  { status: "posted"; seq: number; event: RoomEvent | null } | { status: "kept"; item: WithheldItem };
