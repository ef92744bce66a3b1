import type { ClientFrame } from "../protocol/index.ts";
import type { Http } from "../transport/http.ts";
import type { SocketHandlers, SocketStatus } from "../transport/socket.ts";
import type { Store } from "./storage.ts";

/** The connection as the session uses it; `transport/socket` in the page. */
export interface Line {
  readonly status: SocketStatus;
  send(frame: ClientFrame): boolean;
  wake(): void;
  interrupt(): void;
}

export interface Around {
  http: Http;
  store: Store;
  connect(handlers: SocketHandlers): Line;
  after(ms: number, step: () => void): () => void;
  now(): string;
  newKey(): string;
}
