import type { DraftCard } from "../protocol/index.ts";
import type { Http } from "../transport/http.ts";
import type { Draft, Drafts } from "./drafts.ts";
import { Slot, type Store } from "./storage.ts";

const SAVED_AFTER_MS = 2_500;

/** On which revision of the server's draft the local one rests, and whether the server has it by now. */
interface Base {
  revision: number;
  isSaved: boolean;
}

interface Surroundings {
  me: string;
  room: string;
  drafts: Drafts;
  store: Store;
  http: Http;
  after(ms: number, step: () => void): () => void;
}

function isBase(value: unknown): value is Base {
  if (typeof value !== "object" || value === null) return false;
  const { revision, isSaved } = value as Record<string, unknown>;
  return typeof revision === "number" && typeof isSaved === "boolean";
}

/**
 * Keeps the draft of a room in step with the person's other devices. What is typed here is kept here first; a moment
 * after the last key the server has it. Where both sides have changed, neither is lost: the longer of two that begin
 * alike is taken, else this one stays and the other is offered.
 */
export class DraftSync {
  /** A different draft of another device. */
  other: Draft | null = null;
  /** Called with a draft of another device that takes the place of the one here. */
  onTaken: (draft: Draft) => void = () => undefined;
  readonly #around: Surroundings;
  readonly #slot: Slot<Base>;
  #stop: () => void = () => undefined;

  constructor(around: Surroundings) {
    this.#around = around;
    this.#slot = new Slot(around.store, `draft-base:${around.me}:${around.room}`, isBase);
  }

  /** What the composer begins with, out of what is here and what the server has. */
  begin(server: DraftCard | null): Draft {
    const local = this.#around.drafts.read();
    if (!server) return local;
    const base = this.#base();
    if (isClean(local, base) || isOlder(local, server, base)) return this.#adopt(server);
    if (hasChanged(server, base) && !local.body.startsWith(server.body)) this.other = draftOf(server);
    const isSaved = local.body === server.body;
    this.#slot.write({ revision: server.revision, isSaved });
    if (!isSaved) this.#later();
    return local;
  }

  /** The draft here has changed. */
  typed(draft: Draft): void {
    this.#around.drafts.write(draft);
    this.#slot.write({ ...this.#base(), isSaved: false });
    if (draft.body === "") void this.save();
    else this.#later();
  }

  /** Another device, or this one, has saved a draft. */
  async heard(revision: number): Promise<void> {
    if (revision <= this.#base().revision) return;
    const wasKept = this.#slot.read() !== null;
    try {
      const server = await this.#around.http.get<DraftCard>(`/rooms/${this.#around.room}/draft`);
      if (wasKept && !this.#slot.read()) return;
      const before = this.#around.drafts.read();
      const draft = this.begin(server);
      if (draft.body !== before.body || this.other) this.onTaken(draft);
    } catch {
      // The next load asks again.
    }
  }

  /** Hands the draft to the server, if it does not have it. What fails is tried again with the next key or load. */
  async save(): Promise<void> {
    this.#stop();
    if (this.#base().isSaved) return;
    const { body, purpose } = this.#around.drafts.read();
    try {
      const saved = await this.#around.http.post<DraftCard>(`/rooms/${this.#around.room}/draft`, { body, purpose });
      // Forgotten meanwhile, because somebody signed out in this browser: nothing is put back.
      if (!this.#slot.read()) return;
      const now = this.#around.drafts.read();
      this.#slot.write({ revision: saved.revision, isSaved: now.body === body && now.purpose === purpose });
    } catch {
      // It is kept here.
    }
  }

  #adopt(server: DraftCard): Draft {
    const draft = draftOf(server);
    this.#around.drafts.write(draft);
    this.#slot.write({ revision: server.revision, isSaved: true });
    this.other = null;
    return draft;
  }

  #base(): Base {
    return this.#slot.read() ?? { revision: 0, isSaved: true };
  }

  #later(): void {
    this.#stop();
    this.#stop = this.#around.after(SAVED_AFTER_MS, () => void this.save());
  }
}

function draftOf({ body, purpose }: DraftCard): Draft {
  return { body, purpose: purpose as Draft["purpose"] };
}

/** Whether nothing was typed here that the server does not have. */
function isClean(local: Draft, base: Base): boolean {
  return base.isSaved && (base.revision > 0 || local.body === "");
}

function hasChanged(server: DraftCard, base: Base): boolean {
  return server.revision !== base.revision && server.body !== "";
}

/** Whether the server's draft goes on from what is here. */
function isOlder(local: Draft, server: DraftCard, base: Base): boolean {
  return hasChanged(server, base) && server.body.startsWith(local.body);
}
