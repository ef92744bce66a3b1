import type { WithheldItem } from "../protocol/index.ts";
import type { MessageLine } from "./message-line.ts";
import type { Letter } from "./outbox.ts";
import type { Quiet } from "./wording.ts";

interface Placed {
  seq: number;
  at: string;
}

/** What stands on the timeline as its own line. */
export type Line =
  | { type: "day"; day: string; label: string }
  | { type: "unread" }
  | MessageLine
  | ({ type: "quiet"; isAnswerable: boolean } & Placed & Quiet)
  | { type: "withheld"; item: WithheldItem }
  | { type: "pending"; letter: Letter; isFirst: boolean };
