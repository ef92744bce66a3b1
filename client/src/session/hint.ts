import type { CheckAnswer, Purpose, ReplyWish } from "../protocol/index.ts";

/** What is known about the text as it stands: nothing yet, being asked, or the verdict about exactly this text. */
export interface Hint {
  body: string;
  purpose: Purpose | "";
  /** The message that it answers: its words are heard together with these. */
  reply: ReplyWish | null;
  answer: CheckAnswer | null;
}

export interface Question {
  id: string;
  body: string;
  purpose: Purpose | "";
  reply: ReplyWish | null;
}

export interface HintWays {
  /** Asks the server; the answer comes back through `answered` with the same id. False: no connection. */
  ask(question: Question): boolean;
  after(ms: number, step: () => void): () => void;
  changed(): void;
}

const PAUSE_MS = 150;

/**
 * What would happen to the text in the composer, asked for when the typing pauses. An answer about an older text is
 * dropped; the last verdict stays until the next one comes, so that the line does not flicker.
 */
export class HintLine {
  current: Hint = { body: "", purpose: "", reply: null, answer: null };
  #asked = 0;
  #stop: () => void = () => undefined;
  readonly #ways: HintWays;

  constructor(ways: HintWays) {
    this.#ways = ways;
  }

  /** The text has changed. */
  typed(body: string, purpose: Purpose | "", reply: ReplyWish | null = null): void {
    this.#stop();
    const isBlank = body.trim() === "";
    this.current = { body, purpose, reply, answer: isBlank ? null : this.current.answer };
    this.#asked += 1;
    if (!isBlank)
      this.#stop = this.#ways.after(PAUSE_MS, () => {
        this.#ask();
      });
    this.#ways.changed();
  }

  /** Who is here or how they stand has changed: the same text may now have another verdict. */
  again(): void {
    if (this.current.body.trim() !== "") this.#ask();
  }

  answered(id: string, answer: CheckAnswer): void {
    if (id !== this.#id()) return;
    this.current = { ...this.current, answer };
    this.#ways.changed();
  }

  #ask(): void {
    this.#asked += 1;
    const { body, purpose, reply } = this.current;
    this.#ways.ask({ id: this.#id(), body, purpose, reply });
  }

  #id(): string {
    return `hint-${this.#asked}`;
  }
}
