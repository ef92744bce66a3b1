import type { Purpose } from "../protocol/index.ts";
import { Slot, type Store } from "./storage.ts";

export interface Draft {
  body: string;
  purpose: Purpose | "";
}

const PURPOSES: readonly string[] = ["", "system_access", "legal_document", "credential"];

function isDraft(value: unknown): value is Draft {
  if (typeof value !== "object" || value === null) return false;
  const { body, purpose } = value as Record<string, unknown>;
  return typeof body === "string" && typeof purpose === "string" && PURPOSES.includes(purpose);
}

/** What was typed in a room and not sent; it survives a reload. */
export class Drafts {
  readonly #slot: Slot<Draft>;

  constructor(store: Store, me: string, room: string) {
    this.#slot = new Slot(store, `draft:${me}:${room}`, isDraft);
  }

  read(): Draft {
    return this.#slot.read() ?? { body: "", purpose: "" };
  }

  write(draft: Draft): void {
    this.#slot.write(draft.body === "" && draft.purpose === "" ? null : draft);
  }
}
