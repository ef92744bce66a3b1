import { isEvent, type ClientFrame, type ServerFrame } from "../protocol/index.ts";
import { retryDelay } from "./backoff.ts";
import { Refused, type Http } from "./http.ts";

/** `connecting` before the first welcome, `waiting` between attempts, `signed_out` for good. */
export type SocketStatus = "connecting" | "live" | "waiting" | "signed_out";

export interface SocketHandlers {
  /** Whose page this is: in a browser where somebody else has signed in since, it is nobody's. */
  readonly me: string;
  /** The last number held of every stream, asked for at each hello. */
  since(): Record<string, number>;
  frame(frame: ServerFrame): void;
  status(status: SocketStatus): void;
}

/** What of the surroundings the socket needs; tests bring their own. */
export interface Surroundings {
  http: Http;
  open(): WebSocket;
  random(): number;
  after(ms: number, step: () => void): () => void;
}

const SIGNED_OUT = 4401;
const BEATS_MISSED = 2.5;
const WELCOME_WITHIN_MS = 15_000;

/** One connection to /socket that comes back by itself (docs/protocol.md, Opening). */
export class Socket {
  status: SocketStatus = "connecting";
  #socket: WebSocket | null = null;
  #attempt = 0;
  #wasTurnedAway = false;
  #heartbeatMs = 0;
  #stopTimer: () => void = () => undefined;
  #generation = 0;
  readonly #handlers: SocketHandlers;
  readonly #around: Surroundings;

  constructor(handlers: SocketHandlers, around: Surroundings) {
    this.#handlers = handlers;
    this.#around = around;
  }

  /** Opens the connection, or hurries an attempt that waits: the network is back, the page is looked at again. */
  wake(): void {
    if (this.#socket || this.status === "signed_out") return;
    void this.#connect();
  }

  /** Whether the frame was handed to an open connection. Whether it arrived only an answer tells. */
  send(frame: ClientFrame): boolean {
    if (this.status !== "live" || this.#socket?.readyState !== 1) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** The network is gone, as the browser knows before the connection does. */
  interrupt(): void {
    if (this.#socket) this.#abandon();
  }

  async #connect(): Promise<void> {
    this.#generation += 1;
    const generation = this.#generation;
    this.#stopTimer();
    try {
      const { ticket } = await this.#around.http.post<{ ticket: string }>("/socket-tickets");
      if (generation === this.#generation) this.#open(ticket);
    } catch (error) {
      if (generation !== this.#generation) return;
      if (error instanceof Refused && error.status === 401) this.#become("signed_out");
      else this.#retry();
    }
  }

  #open(ticket: string): void {
    const socket = this.#around.open();
    this.#socket = socket;
    this.#watch(WELCOME_WITHIN_MS);
    socket.addEventListener("open", () => {
      const hello: ClientFrame = { op: "hello", ticket, since: this.#handlers.since() };
      socket.send(JSON.stringify(hello));
    });
    socket.addEventListener("message", (message) => {
      if (socket === this.#socket) this.#receive(JSON.parse(String(message.data)) as ServerFrame);
    });
    socket.addEventListener("close", (closing) => {
      if (socket !== this.#socket) return;
      if (closing.code === SIGNED_OUT) this.#askAtTheDoor();
      else this.#retry();
    });
  }

  #receive(frame: ServerFrame): void {
    if (!isEvent(frame) && frame.op === "welcome") {
      this.#heartbeatMs = frame.heartbeat_s * 1000;
      this.#attempt = 0;
      this.#wasTurnedAway = false;
      if (frame.person !== this.#handlers.me) {
        const theirs = this.#socket;
        this.#lose("signed_out");
        theirs?.close(4000);
        return;
      }
      this.#become("live");
    }
    this.#watch(this.#heartbeatMs > 0 ? this.#heartbeatMs * BEATS_MISSED : WELCOME_WITHIN_MS);
    this.#handlers.frame(frame);
  }

  /** A connection that says nothing for several beats is dead, whatever the operating system believes. */
  #watch(ms: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#around.after(ms, () => {
      this.#abandon();
    });
  }

  /** Signed out, or signed in under a new session id since: only a new ticket tells, and it is asked for once. */
  #askAtTheDoor(): void {
    const isSecondTime = this.#wasTurnedAway;
    this.#wasTurnedAway = true;
    this.#lose(isSecondTime ? "signed_out" : "waiting");
    if (!isSecondTime) void this.#connect();
  }

  #abandon(): void {
    const silent = this.#socket;
    this.#retry();
    silent?.close(4000);
  }

  #retry(): void {
    this.#lose("waiting");
    const delay = retryDelay(this.#attempt, () => this.#around.random());
    this.#attempt += 1;
    this.#stopTimer = this.#around.after(delay, () => void this.#connect());
  }

  #lose(status: SocketStatus): void {
    this.#stopTimer();
    this.#socket = null;
    this.#heartbeatMs = 0;
    this.#become(status);
  }

  #become(status: SocketStatus): void {
    if (status === this.status) return;
    this.status = status;
    this.#handlers.status(status);
  }
}
