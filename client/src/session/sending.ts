import type { AnswerFrame, Purpose, ReplyWish, SendAnswer, StreamEvent, WithheldItem } from "../protocol/index.ts";
import { text } from "../text/index.ts";
import { Refused } from "../transport/http.ts";
import type { Around, Line } from "./around.ts";
import { Outbox, type Letter } from "./outbox.ts";

const ANSWER_WITHIN_MS = 10_000;
const NEXT_TRY_MS = 5_000;

/** Who is told what became of a message: the session. */
export interface Told {
  keep(item: WithheldItem): void;
  take(event: StreamEvent): void;
  catchUp(stream: string): void;
  changed(): void;
}

type SendingFrame = Extract<AnswerFrame, { op: "ack" | "kept" | "refused" }>;

/** The way of messages out: optimistic, over the socket, over HTTP while there is none, with the same key for ever. */
export class Sending {
  readonly #outbox: Outbox;
  readonly #room: string;
  readonly #session: Told;
  readonly #around: Around;
  readonly #line: () => Line;
  #overHttp: Promise<void> = Promise.resolve();

  constructor(parts: { me: string; room: string; session: Told; around: Around; line: () => Line }) {
    this.#room = parts.room;
    this.#session = parts.session;
    this.#around = parts.around;
    this.#line = parts.line;
    this.#outbox = new Outbox(parts.around.store, parts, (letter) => this.#deliver(letter));
  }

  /** Messages that stand in the room for their author only, until they are acknowledged. */
  get letters(): readonly Letter[] {
    return this.#outbox.letters;
  }

  send(body: string, purpose: Purpose | "", reply: ReplyWish | null = null): void {
    const key = this.#around.newKey();
    this.#outbox.put({ key, room: this.#room, body, purpose, reply_to: reply, written_at: this.#around.now() });
    this.#session.changed();
  }

  tryAgain(key: string): void {
    this.#outbox.tryAgain(key);
    this.#session.changed();
  }

  /** Takes a message that could not be sent back, to be written anew. */
  takeBack(key: string): Letter | null {
    const letter = this.#outbox.remove(key);
    this.#session.changed();
    return letter;
  }

  flush(): void {
    this.#outbox.flush();
  }

  interrupted(): void {
    this.#outbox.interrupted();
  }

  /** The message stands in the room. */
  arrived(key: string): void {
    this.#outbox.remove(key);
  }

  answered(frame: SendingFrame): void {
    if (frame.op === "refused") {
      if (frame.key) this.#outbox.fail(frame.key, text.refusals[frame.code] ?? frame.text);
      return;
    }
    this.#outbox.remove(frame.key);
    if (frame.op === "kept") this.#session.keep(frame.item);
    else this.#session.catchUp(frame.room);
  }

  #deliver(letter: Letter): boolean {
    const { key, room } = letter;
    const line = this.#line();
    if (line.send({ op: "send", room, key, ...words(letter) })) {
      this.#around.after(ANSWER_WITHIN_MS, () => {
        this.#unanswered(key);
      });
      return true;
    }
    // Before the first welcome the socket is a moment away; later it may never come, and HTTP does the same.
    if (line.status !== "waiting") return false;
    this.#overHttp = this.#overHttp.then(() => this.#post(letter));
    return true;
  }

  #unanswered(key: string): void {
    if (!this.letters.some((letter) => letter.key === key && letter.status === "sending")) return;
    this.#outbox.tryAgain(key);
    this.#session.changed();
  }

  async #post(letter: Letter): Promise<void> {
    const { key, room } = letter;
    try {
      const wish = { key, ...words(letter) };
      this.#posted(key, await this.#around.http.post<SendAnswer>(`/rooms/${room}/messages`, wish));
    } catch (error) {
      if (error instanceof Refused) this.#outbox.fail(key, error.message);
      else this.#laterAgain(key);
    }
    this.#session.changed();
  }

  #posted(key: string, answer: SendAnswer): void {
    this.#outbox.remove(key);
    if (answer.status === "kept") this.#session.keep(answer.item);
    else if (answer.event) this.#session.take(answer.event);
    else this.#session.catchUp(this.#room);
  }

  #laterAgain(key: string): void {
    this.#outbox.postpone(key);
    this.#around.after(NEXT_TRY_MS, () => {
      this.flush();
      this.#session.changed();
    });
  }
}

/** What the server needs to know of a letter; what it does not say is left out. */
function words({ body, purpose, reply_to }: Letter): { body: string; purpose?: Purpose; reply_to?: ReplyWish } {
  return { body, ...(purpose === "" ? {} : { purpose }), ...(reply_to ? { reply_to } : {}) };
}
