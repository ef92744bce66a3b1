// What a browser would give: a clock that a test turns, a store, an HTTP client that answers what a test says.

import type { ClientFrame } from "../protocol/index.ts";
import type { Around, Line } from "../session/around.ts";
import { Session } from "../session/session.ts";
import type { PageData } from "../session/snapshot.ts";
import type { Store } from "../session/storage.ts";
import { Unreachable, type Http } from "../transport/http.ts";
import type { SocketHandlers, SocketStatus } from "../transport/socket.ts";

export class Clock {
  #now = 0;
  #steps: { at: number; step: () => void }[] = [];

  readonly after = (ms: number, step: () => void): (() => void) => {
    const entry = { at: this.#now + ms, step };
    this.#steps.push(entry);
    return () => {
      this.#steps = this.#steps.filter((one) => one !== entry);
    };
  };

  /** Lets time pass and does what falls due, in order. */
  pass(ms: number): void {
    this.#now += ms;
    for (;;) {
      const [due] = this.#steps.filter((one) => one.at <= this.#now).sort((one, other) => one.at - other.at);
      if (!due) return;
      this.#steps = this.#steps.filter((one) => one !== due);
      due.step();
    }
  }

  get waits(): number[] {
    return this.#steps.map((one) => one.at - this.#now);
  }
}

export function makeStore(): Store & { values: Map<string, string> } {
  const values = new Map<string, string>();
  return {
    values,
    getItem: (name) => values.get(name) ?? null,
    setItem: (name, value) => {
      values.set(name, value);
    },
    removeItem: (name) => {
      values.delete(name);
    },
  };
}

type Answer = (path: string, body: unknown) => unknown;

/** Answers by method and path; without an answer the server cannot be reached. */
export class FakeHttp implements Http {
  readonly asked: { method: string; path: string; body: unknown; key: string | undefined }[] = [];
  answer: Answer | null = null;

  get<T>(path: string): Promise<T> {
    return this.#ask("GET", path);
  }

  post<T>(path: string, body?: unknown, key?: string): Promise<T> {
    return this.#ask("POST", path, body, key);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.#ask("PATCH", path, body);
  }

  put(path: string): Promise<void> {
    return this.#ask("PUT", path);
  }

  remove(path: string): Promise<void> {
    return this.#ask("DELETE", path);
  }

  async #ask<T>(method: string, path: string, body?: unknown, key?: string): Promise<T> {
    this.asked.push({ method, path, body, key });
    await Promise.resolve();
    if (!this.answer) throw new Unreachable();
    return this.answer(`${method} ${path}`, body) as T;
  }
}

export class FakeLine implements Line {
  status: SocketStatus = "connecting";
  readonly sent: ClientFrame[] = [];
  readonly #handlers: SocketHandlers;

  constructor(handlers: SocketHandlers) {
    this.#handlers = handlers;
  }

  send(frame: ClientFrame): boolean {
    if (this.status === "live") this.sent.push(frame);
    return this.status === "live";
  }

  wake(): void {
    // A test says itself when the line becomes live.
  }

  interrupt(): void {
    this.become("waiting");
  }

  become(status: SocketStatus): void {
    this.status = status;
    this.#handlers.status(status);
    if (status === "live") this.#handlers.frame({ op: "welcome", person: "", heartbeat_s: 20, streams: {} });
  }

  ops(op: ClientFrame["op"]): ClientFrame[] {
    return this.sent.filter((frame) => frame.op === op);
  }
}

export interface Scene {
  session: Session;
  line: FakeLine;
  http: FakeHttp;
  clock: Clock;
  store: Store & { values: Map<string, string> };
}

/** A session in made-up surroundings; keys are k1, k2, … */
export function scene(data: PageData, store = makeStore()): Scene {
  const lines: FakeLine[] = [];
  const clock = new Clock();
  const http = new FakeHttp();
  let keys = 0;
  const around: Around = {
    http,
    store,
    after: clock.after,
    now: () => "2026-01-31T12:00:00Z",
    newKey: () => {
      keys += 1;
      return `k${keys}`;
    },
    connect: (handlers) => {
      const line = new FakeLine(handlers);
      lines.push(line);
      return line;
    },
  };
  const session = new Session(data, around);
  const [line] = lines;
  if (!line) throw new Error("The session did not connect.");
  return { session, line, http, clock, store };
}

/** Lets promises that are settled take effect. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}
