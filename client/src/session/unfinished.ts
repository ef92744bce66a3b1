import type { Purpose } from "../protocol/index.ts";
import { Slot, type Store } from "./storage.ts";

/** The message that is answered: which revision of it, and the words of it that are repeated (all, without them). */
export interface Answering {
  kind: "reply";
  seq: number;
  revision: number;
  name: string;
  body: string;
  quote: string | null;
}

/** The message that is reworded. */
export interface Rewording {
  kind: "edit";
  seq: number;
}

export type Target = Answering | Rewording;

/** What the composer is about. Of an edit also its words, and what was to be answered before it began. */
export interface UnfinishedWork {
  target: Target;
  body: string;
  purpose: Purpose | "";
  before: Answering | null;
}

function isTarget(value: unknown): value is Target {
  if (typeof value !== "object" || value === null) return false;
  const { kind, seq } = value as Record<string, unknown>;
  return typeof seq === "number" && (kind === "edit" || isAnswering(value));
}

function isAnswering(value: object): value is Answering {
  const { kind, revision, name, body, quote } = value as Record<string, unknown>;
  const isQuote = quote === null || typeof quote === "string";
  return (
    kind === "reply" && isQuote && typeof revision === "number" && [name, body].every((one) => typeof one === "string")
  );
}

function isWork(value: unknown): value is UnfinishedWork {
  if (typeof value !== "object" || value === null) return false;
  const { target, body, purpose, before } = value as Record<string, unknown>;
  const isBefore = before === null || (isTarget(before) && before.kind === "reply");
  return isTarget(target) && typeof body === "string" && typeof purpose === "string" && isBefore;
}

/** An edit or an answer that was begun in a room; it survives a reload, as the draft beside it does. */
export class Unfinished {
  readonly #slot: Slot<UnfinishedWork>;

  constructor(store: Store, me: string, room: string) {
    this.#slot = new Slot(store, `unfinished:${me}:${room}`, isWork);
  }

  read(): UnfinishedWork | null {
    return this.#slot.read();
  }

  write(work: UnfinishedWork | null): void {
    this.#slot.write(work);
  }
}
