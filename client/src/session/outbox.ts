import type { Purpose, ReplyWish } from "../protocol/index.ts";
import { Slot, type Store } from "./storage.ts";

/**
 * A message on its way. `waiting`: for a connection; `sending`: for the answer; `failed`: refused, the text kept. The key
 * never changes: the server takes the same key as the same message, so trying again can never send twice.
 */
export interface Letter {
  key: string;
  room: string;
  body: string;
  purpose: Purpose | "";
  /** The message that it answers; letters from before there were replies say nothing of it. */
  reply_to?: ReplyWish | null;
  written_at: string;
  status: "waiting" | "sending" | "failed";
  problem: string;
}

/** Hands a letter on. True: it is on its way, an answer will come. False: there is no connection. */
export type Deliver = (letter: Letter) => boolean;

function areLetters(value: unknown): value is Letter[] {
  return Array.isArray(value) && value.every((one) => typeof (one as Letter | null)?.key === "string");
}

/** Messages that have left the composer and are not acknowledged, oldest first. They survive a reload. */
export class Outbox {
  letters: readonly Letter[];
  readonly #slot: Slot<Letter[]>;
  readonly #deliver: Deliver;

  constructor(store: Store, owner: { me: string; room: string }, deliver: Deliver) {
    this.#slot = new Slot(store, `outbox:${owner.me}:${owner.room}`, areLetters);
    this.#deliver = deliver;
    this.letters = (this.#slot.read() ?? []).map((letter) => (isFailed(letter) ? letter : waiting(letter)));
  }

  put(letter: Omit<Letter, "status" | "problem">): void {
    this.#set([...this.letters, { ...letter, status: "waiting", problem: "" }]);
    this.flush();
  }

  /** Hands on what waits, in order, until there is no connection. */
  flush(): void {
    for (const letter of this.letters) {
      if (letter.status !== "waiting") continue;
      if (!this.#deliver(letter)) return;
      this.#change(letter.key, (one) => ({ ...one, status: "sending" }));
    }
  }

  /** The connection is gone: whether what was on its way arrived is unknown, so it waits to be sent again. */
  interrupted(): void {
    this.#set(this.letters.map((letter) => (isFailed(letter) ? letter : waiting(letter))));
  }

  /** No answer came, or no way to the server was found: the letter waits for the next connection. */
  postpone(key: string): void {
    this.#change(key, waiting);
  }

  fail(key: string, problem: string): void {
    this.#change(key, (letter) => ({ ...letter, status: "failed", problem }));
  }

  tryAgain(key: string): void {
    this.#change(key, waiting);
    this.flush();
  }

  /** It stands in the room, is kept, or was taken back into the composer. */
  remove(key: string): Letter | null {
    const found = this.letters.find((letter) => letter.key === key) ?? null;
    if (found) this.#set(this.letters.filter((letter) => letter.key !== key));
    return found;
  }

  #change(key: string, change: (letter: Letter) => Letter): void {
    this.#set(this.letters.map((letter) => (letter.key === key ? change(letter) : letter)));
  }

  #set(letters: readonly Letter[]): void {
    this.letters = letters;
    this.#slot.write(letters.length > 0 ? [...letters] : null);
  }
}

function isFailed(letter: Letter): boolean {
  return letter.status === "failed";
}

function waiting(letter: Letter): Letter {
  return { ...letter, status: "waiting", problem: "" };
}
