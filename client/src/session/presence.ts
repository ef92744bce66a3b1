import type { AnswerFrame, ClientFrame } from "../protocol/index.ts";

type Present = Extract<AnswerFrame, { op: "present" }>;

interface Ways {
  me: string;
  room: string;
  after(ms: number, step: () => void): () => void;
  send(frame: ClientFrame): boolean;
  changed(): void;
}

/** The server takes somebody to be writing for six seconds. */
const SAID_AGAIN_AFTER_MS = 3_000;
const WATCH_ID = "watch";

/**
 * Who else has the room open and who writes there, as the server says from moment to moment; and saying so of oneself:
 * that the room is looked at, and that something is being typed (never what). Nothing of it is kept.
 */
export class Presence {
  here: readonly string[] = [];
  typing: readonly string[] = [];
  #isLookedAt = true;
  #hasSaidTyping = false;
  #maySayAgain = true;
  #stop: () => void = () => undefined;
  readonly #ways: Ways;

  constructor(ways: Ways) {
    this.#ways = ways;
  }

  /** The page came into sight, or went out of it. */
  lookedAt(isLookedAt: boolean): void {
    if (isLookedAt === this.#isLookedAt) return;
    this.#isLookedAt = isLookedAt;
    this.#watch();
  }

  /** There is a new connection, which knows nothing yet. */
  connected(): void {
    this.#hasSaidTyping = false;
    this.#maySayAgain = true;
    this.#stop();
    if (this.#isLookedAt) this.#watch();
  }

  /** Without a connection nobody is known to be there. */
  interrupted(): void {
    this.here = [];
    this.typing = [];
  }

  heard({ room, here, typing }: Present): void {
    if (room !== this.#ways.room) return;
    this.here = this.#others(here);
    this.typing = this.#others(typing);
  }

  /** A message of theirs stands there: they are not writing it any more, whatever is still on its way. */
  wrote(person: string | null): void {
    this.typing = this.typing.filter((one) => one !== person);
  }

  /** A key was pressed in the composer. */
  typed(body: string): void {
    if (body.trim() === "") {
      this.stopped();
      return;
    }
    if (!this.#maySayAgain) return;
    this.#hasSaidTyping = this.#ways.send({ op: "typing" });
    this.#maySayAgain = !this.#hasSaidTyping;
    this.#stop = this.#ways.after(SAID_AGAIN_AFTER_MS, () => {
      this.#maySayAgain = true;
    });
  }

  /** What was being written is sent or gone. */
  stopped(): void {
    this.#stop();
    this.#maySayAgain = true;
    if (this.#hasSaidTyping) this.#ways.send({ op: "typing", is_typing: false });
    this.#hasSaidTyping = false;
  }

  #watch(): void {
    const { room } = this.#ways;
    if (room !== "") this.#ways.send({ op: "watch", id: WATCH_ID, room: this.#isLookedAt ? room : null });
  }

  #others(people: readonly string[]): string[] {
    return people.filter((person) => person !== this.#ways.me);
  }
}
