import { describe, expect, test } from "vitest";
import type { ServerFrame } from "../protocol/index.ts";
import { Clock, FakeHttp, settled } from "../testing/surroundings.ts";
import { retryDelay } from "./backoff.ts";
import { Refused } from "./http.ts";
import { Socket, type SocketStatus } from "./socket.ts";

class FakeWebSocket extends EventTarget {
  readyState = 0;
  readonly sent: unknown[] = [];

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  close(): void {
    this.readyState = 3;
  }

  opens(): void {
    this.readyState = 1;
    this.dispatchEvent(new Event("open"));
  }

  says(frame: ServerFrame): void {
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  closes(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event("close"), { code }));
  }
}

function line() {
  const clock = new Clock();
  const http = new FakeHttp();
  const opened: FakeWebSocket[] = [];
  const frames: ServerFrame[] = [];
  const statuses: SocketStatus[] = [];
  http.answer = () => ({ ticket: `t${http.asked.length}` });
  const socket = new Socket(
    {
      me: "ana",
      since: () => ({ room: 41 }),
      frame: (frame) => frames.push(frame),
      status: (status) => statuses.push(status),
    },
    {
      http,
      after: clock.after,
      random: () => 0.5,
      open: () => {
        const made = new FakeWebSocket();
        opened.push(made);
        return made as unknown as WebSocket;
      },
    },
  );
  const latest = (): FakeWebSocket => {
    const last = opened.at(-1);
    if (!last) throw new Error("nothing was opened");
    return last;
  };
  const goLive = async (): Promise<void> => {
    socket.wake();
    await settled();
    latest().opens();
    latest().says({ op: "welcome", person: "ana", heartbeat_s: 20, streams: {} });
  };
  return { socket, clock, http, opened, frames, statuses, latest, goLive };
}

describe("opening", () => {
  test("says hello with a fresh ticket and the last number of every stream", async () => {
    const at = line();
    await at.goLive();
    expect(at.latest().sent).toEqual([{ op: "hello", ticket: "t1", since: { room: 41 } }]);
    expect(at.socket.status).toBe("live");
  });

  test("nothing is sent before the welcome", async () => {
    const at = line();
    at.socket.wake();
    await settled();
    at.latest().opens();
    expect(at.socket.send({ op: "catch_up", stream: "room", after: 41 })).toBe(false);
  });

  test("waking twice opens one connection", async () => {
    const at = line();
    at.socket.wake();
    at.socket.wake();
    await settled();
    expect(at.opened).toHaveLength(1);
  });
});

describe("coming back", () => {
  test("after a loss it connects again with a new ticket", async () => {
    const at = line();
    await at.goLive();
    at.latest().closes(1006);
    expect(at.socket.status).toBe("waiting");
    at.clock.pass(500);
    await settled();
    expect(at.opened).toHaveLength(2);
    at.latest().opens();
    expect(at.latest().sent).toEqual([{ op: "hello", ticket: "t2", since: { room: 41 } }]);
  });

  test("the waits grow from 1 s to 30 s, each anywhere below", () => {
    const most = [0, 1, 2, 3, 4, 5, 6, 20].map((attempt) => retryDelay(attempt, () => 1));
    expect(most).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(retryDelay(5, () => 0)).toBe(0);
    expect(retryDelay(5, () => 0.25)).toBe(7500);
  });

  test("a server that cannot be reached is tried again and again, slower and slower", async () => {
    const at = line();
    at.http.answer = null;
    at.socket.wake();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 4; attempt += 1) {
      await settled();
      waits.push(...at.clock.waits);
      at.clock.pass(30_000);
    }
    expect(waits).toEqual([500, 1000, 2000, 4000]);
  });

  test("silence for two and a half beats is a dead connection", async () => {
    const at = line();
    await at.goLive();
    at.clock.pass(40_000);
    at.latest().says({ op: "beat", heads: {} });
    at.clock.pass(49_000);
    expect(at.socket.status).toBe("live");
    at.clock.pass(1_000);
    expect(at.socket.status).toBe("waiting");
    expect(at.latest().readyState).toBe(3);
  });

  test("when the browser says the network is gone, the connection is given up at once", async () => {
    const at = line();
    await at.goLive();
    at.socket.interrupt();
    expect(at.statuses).toEqual(["live", "waiting"]);
    at.socket.interrupt();
    expect(at.statuses).toEqual(["live", "waiting"]);
  });

  test("a connection that never says welcome is given up", async () => {
    const at = line();
    at.socket.wake();
    await settled();
    at.latest().opens();
    at.clock.pass(15_000);
    expect(at.socket.status).toBe("waiting");
  });

  test("frames of a connection that was given up are not heard", async () => {
    const at = line();
    await at.goLive();
    const old = at.latest();
    at.clock.pass(50_000);
    const heard = at.frames.length;
    old.says({ op: "beat", heads: {} });
    expect(at.frames).toHaveLength(heard);
  });

  test("waking hurries an attempt that waits", async () => {
    const at = line();
    await at.goLive();
    at.latest().closes(1012);
    at.socket.wake();
    await settled();
    expect(at.opened).toHaveLength(2);
    at.clock.pass(60_000);
    await settled();
    expect(at.opened.length).toBeLessThanOrEqual(3);
  });

  test("signed out it asks once more and then stays away", async () => {
    const at = line();
    await at.goLive();
    at.http.answer = () => {
      throw new Refused(401, "not_signed_in", "Sign in first.");
    };
    at.latest().closes(4401);
    await settled();
    at.clock.pass(120_000);
    at.socket.wake();
    await settled();
    expect(at.socket.status).toBe("signed_out");
    expect(at.opened).toHaveLength(1);
    expect(at.http.asked).toHaveLength(2);

    const other = line();
    other.http.answer = () => {
      throw new Refused(401, "not_signed_in", "Sign in first.");
    };
    other.socket.wake();
    await settled();
    expect(other.statuses).toEqual(["signed_out"]);
  });

  test("whose session has a new id comes back at once with a new ticket", async () => {
    const at = line();
    await at.goLive();
    at.latest().closes(4401);
    await settled();
    at.latest().opens();
    expect(at.latest().sent).toEqual([{ op: "hello", ticket: "t2", since: { room: 41 } }]);
    at.latest().says({ op: "welcome", person: "ana", heartbeat_s: 20, streams: {} });
    expect(at.statuses).toEqual(["live", "waiting", "live"]);
  });

  test("a ticket that the door does not take is shown twice, not for ever", async () => {
    const at = line();
    await at.goLive();
    at.latest().closes(4401);
    await settled();
    at.latest().closes(4401);
    await settled();
    at.clock.pass(120_000);
    await settled();
    expect(at.socket.status).toBe("signed_out");
    expect(at.opened).toHaveLength(2);
  });

  test("the page of one person never becomes the page of another who signed in meanwhile", async () => {
    const at = line();
    await at.goLive();
    at.latest().closes(1012);
    at.clock.pass(500);
    await settled();
    at.latest().opens();
    const heard = at.frames.length;
    at.latest().says({ op: "welcome", person: "bo", heartbeat_s: 20, streams: {} });
    expect(at.socket.status).toBe("signed_out");
    expect(at.latest().readyState).toBe(3);
    expect(at.frames).toHaveLength(heard);
  });
});
