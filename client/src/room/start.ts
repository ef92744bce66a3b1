import { Session } from "../session/session.ts";
import type { PageData } from "../session/snapshot.ts";
import { makeHttp, type Http } from "../transport/http.ts";
import { Socket } from "../transport/socket.ts";

/** The session of this page, connected to the surroundings that a browser gives. */
export function startSession(data: PageData): { session: Session; http: Http } {
  const http = makeHttp(fetch.bind(window), () => document.cookie);
  const after = (ms: number, step: () => void): (() => void) => {
    const timer = setTimeout(step, ms);
    return () => {
      clearTimeout(timer);
    };
  };
  const open = (): WebSocket => new WebSocket(new URL("/socket", location.href.replace(/^http/u, "ws")));
  const session = new Session(data, {
    http,
    store: localStorage,
    after,
    now: () => new Date().toISOString(),
    newKey: () => crypto.randomUUID(),
    connect: (handlers) => new Socket(handlers, { http, open, after, random: () => Math.random() }),
  });
  const wake = (): void => {
    session.presence.lookedAt(document.visibilityState === "visible");
    if (document.visibilityState === "visible") session.wake();
  };
  window.addEventListener("offline", () => {
    session.interrupt();
  });
  window.addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  session.presence.lookedAt(document.visibilityState === "visible");
  return { session, http };
}
