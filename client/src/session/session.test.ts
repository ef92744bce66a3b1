import { describe, expect, test } from "vitest";
import { text } from "../text/index.ts";
import { Refused } from "../transport/http.ts";
import {
  ANA,
  BO,
  detail,
  message,
  opening,
  ownEvent,
  pageData,
  ROOM,
  roomEvent,
  summary,
  timeline,
  withheld,
} from "../testing/cast.ts";
import { scene, settled, type Scene } from "../testing/surroundings.ts";

function live(given = scene(pageData())): Scene {
  given.line.become("live");
  return given;
}

function bodies({ session }: Scene): string[] {
  const timeline = session.state.room?.timeline ?? [];
  return timeline.flatMap(({ event }) => (event.kind === "message.posted" ? [event.body] : []));
}

describe("in step with the server", () => {
  test("a gap asks for what lies between, once, and the answer closes it", () => {
    const at = live();
    at.session.receive(roomEvent(6, message("three")));
    at.session.receive(roomEvent(7, message("four")));
    expect(at.line.ops("catch_up")).toEqual([{ op: "catch_up", stream: ROOM, after: 3 }]);
    for (const [index, body] of ["one", "two", "three", "four"].entries()) {
      at.session.receive(roomEvent(4 + index, message(body)));
    }
    expect(bodies(at)).toEqual(["one", "two", "three", "four"]);
  });

  test("a gap that was not closed is asked for again", () => {
    const at = live();
    at.session.receive(roomEvent(5, message("two")));
    at.clock.pass(5_000);
    at.session.receive(roomEvent(6, message("three")));
    expect(at.line.ops("catch_up")).toHaveLength(2);
  });

  test("an event that comes twice is shown once", () => {
    const at = live();
    at.session.receive(roomEvent(4, message("one")));
    at.session.receive(roomEvent(4, message("one")));
    expect(bodies(at)).toEqual(["one"]);
    expect(at.line.ops("catch_up")).toEqual([]);
  });

  test("a beat with a head further on asks for what was lost; one that says the same asks nothing", () => {
    const at = live();
    at.session.receive({ op: "beat", heads: { [ROOM]: 3, "somebody else's": 9 } });
    expect(at.line.ops("catch_up")).toEqual([]);
    at.session.receive({ op: "beat", heads: { [ROOM]: 4 } });
    expect(at.line.ops("catch_up")).toEqual([{ op: "catch_up", stream: ROOM, after: 3 }]);
  });

  test("far behind, the room is read anew", async () => {
    const at = live();
    at.http.answer = (asked) => {
      if (asked.includes("/timeline")) return timeline([...opening, roomEvent(4, message("anew"))]);
      return asked.includes("/offers") ? { items: [] } : detail({ head: 4, person_head: 2 });
    };
    at.session.receive({ op: "resync", stream: ROOM, head: 4 });
    await settled();
    expect(bodies(at)).toEqual(["anew"]);
    expect(at.session.state.person_head).toBe(2);
  });

  test("what comes while the room is read anew is asked for again", async () => {
    const at = live();
    at.http.answer = (asked) => {
      if (asked.includes("/timeline")) return timeline(opening);
      if (asked.includes("/offers")) return { items: [] };
      at.session.receive(roomEvent(4, message("meanwhile")));
      return detail({ head: 3 });
    };
    await at.session.refresh();
    expect(at.line.ops("catch_up")).toEqual([{ op: "catch_up", stream: ROOM, after: 3 }]);
    at.session.receive(roomEvent(4, message("meanwhile")));
    expect(bodies(at)).toEqual(["meanwhile"]);
  });

  test("what the page's timeline holds beyond its head comes as an event, and once", () => {
    const items = [...opening, roomEvent(4, message("just now"))];
    const at = live(scene(pageData({ timeline: timeline(items) })));
    expect(bodies(at)).toEqual([]);
    at.session.receive(roomEvent(4, message("just now")));
    expect(bodies(at)).toEqual(["just now"]);
  });

  test("a page of old messages is read anew when it wakes", async () => {
    const newest = { seq: 5, at: "2026-01-31T12:00:00Z", by: BO, kind: "message.posted", excerpt: "newest" };
    const at = scene(pageData({ room: detail({ head: 5, last: newest }) }));
    at.http.answer = (asked) => {
      if (asked.includes("/timeline")) return timeline([roomEvent(5, message("newest"))], 5);
      return asked.includes("/offers") ? { items: [] } : detail({ head: 5 });
    };
    at.session.wake();
    await settled();
    expect(bodies(at)).toEqual(["newest"]);
  });

  test("a room that was joined comes into the list", async () => {
    const at = live();
    at.http.answer = () => summary({ id: "new-room", title: "New" });
    at.session.receive(ownEvent(1, { kind: "room.joined", room: "new-room" }));
    await settled();
    expect(at.session.state.rooms.map((room) => room.title)).toContain("New");
  });

  test("an arrival is told once", () => {
    const at = live();
    const told: number[] = [];
    at.session.onArrival((event) => told.push(event.seq));
    at.session.receive(roomEvent(4, message("one")));
    at.session.receive(roomEvent(4, message("one")));
    expect(told).toEqual([4]);
  });

  test("older messages come before the others, and nothing twice", async () => {
    const at = live(scene(pageData({ timeline: timeline(opening.slice(1), 2) })));
    at.http.answer = () => timeline(opening.slice(0, 2));
    await at.session.loadOlder();
    expect(at.session.state.room?.timeline.map((event) => event.seq)).toEqual([1, 2, 3]);
    await at.session.loadOlder();
    expect(at.http.asked).toHaveLength(1);
  });

  describe("led to an old place", () => {
    const last = { seq: 9, at: "2026-01-31T12:00:00Z", by: BO, kind: "message.posted", excerpt: "place 9" };
    const led = (): Scene =>
      live(scene(pageData({ room: detail({ head: 9, last }), timeline: { ...timeline(opening), after: 3 } })));
    const page = (...seqs: number[]): unknown => timeline(seqs.map((seq) => roomEvent(seq, message(`place ${seq}`))));

    test("what is new is counted and not shown, for it does not follow what is shown", () => {
      const at = led();
      at.session.receive(roomEvent(10, message("new")));
      expect(bodies(at)).toEqual([]);
      expect(at.session.state.room?.detail.head).toBe(10);
      at.session.markRead();
      expect(at.line.ops("read")).toEqual([]);
    });

    test("waking does not take the reader away", async () => {
      const at = led();
      at.session.wake();
      await settled();
      expect(at.http.asked).toEqual([]);
    });

    test("page by page it reaches the newest end, and then follows", async () => {
      const at = led();
      at.http.answer = () => page(4, 5, 6);
      await at.session.loadNewer();
      expect(at.session.state.room?.after).toBe(6);
      at.http.answer = () => page(7, 8, 9);
      await at.session.loadNewer();
      expect(at.session.state.room?.after).toBe(null);
      at.session.receive(roomEvent(10, message("new")));
      expect(bodies(at)).toHaveLength(7);
    });

    test("what comes while a page is on its way is not lost", async () => {
      const at = led();
      at.http.answer = () => {
        at.session.receive(roomEvent(10, message("meanwhile")));
        return page(4, 5, 6, 7, 8, 9);
      };
      await at.session.loadNewer();
      expect(at.session.state.room?.after).toBe(9);
      at.http.answer = () => page(10);
      await at.session.loadNewer();
      expect(bodies(at).at(-1)).toBe("place 10");
      expect(at.session.state.room?.after).toBe(null);
    });
  });

  test("reading is told once, and only when others wrote something new", () => {
    const at = live();
    at.session.receive(roomEvent(4, message("mine"), ANA));
    at.session.markRead();
    expect(at.line.ops("read")).toEqual([]);
    at.session.receive(roomEvent(5, message("theirs"), BO));
    at.session.markRead();
    at.session.markRead();
    expect(at.line.ops("read")).toEqual([{ op: "read", id: "read-5", room: ROOM, seq: 5 }]);
  });
});

describe("sending", () => {
  test("a message stands there at once and becomes the real one", () => {
    const at = live();
    at.session.sending.send("Hello", "");
    expect(at.line.ops("send")).toEqual([{ op: "send", room: ROOM, key: "k1", body: "Hello" }]);
    expect(at.session.sending.letters).toMatchObject([{ key: "k1", status: "sending" }]);
    at.session.receive(roomEvent(4, message("Hello", { key: "k1" }), ANA));
    expect(at.session.sending.letters).toEqual([]);
    expect(bodies(at)).toEqual(["Hello"]);
  });

  test("another's message with the same key does not stand for one's own", () => {
    const at = live();
    at.session.sending.send("Hello", "");
    at.session.receive(roomEvent(4, message("Hi", { key: "k1" }), BO));
    expect(at.session.sending.letters).toHaveLength(1);
  });

  test("without an answer it goes out again with the same key", () => {
    const at = live();
    at.session.sending.send("Hello", "system_access");
    at.clock.pass(10_000);
    const frames = at.line.ops("send");
    expect(frames).toHaveLength(2);
    expect(frames[1]).toEqual({ op: "send", room: ROOM, key: "k1", body: "Hello", purpose: "system_access" });
    expect(frames[1]).toEqual(frames[0]);
  });

  test("after a lost connection it goes out again with the same key, in order", () => {
    const at = live();
    at.session.sending.send("one", "");
    at.session.sending.send("two", "");
    at.line.become("connecting");
    expect(at.session.sending.letters.map((letter) => letter.status)).toEqual(["waiting", "waiting"]);
    at.line.become("live");
    expect(at.line.ops("send").map((frame) => ("key" in frame ? frame.key : ""))).toEqual(["k1", "k2", "k1", "k2"]);
  });

  test("an ack for what stood there already ends it and asks for the event", () => {
    const at = live();
    at.session.sending.send("Hello", "");
    at.session.receive({ op: "ack", room: ROOM, key: "k1", seq: 4 });
    expect(at.session.sending.letters).toEqual([]);
    expect(at.line.ops("catch_up")).toHaveLength(1);
  });

  test("what is refused keeps its text and says why; trying again uses the same key", () => {
    const at = live();
    at.session.sending.send("Hello", "");
    at.session.receive({ op: "refused", key: "k1", code: "try_later", text: "The server is busy." });
    expect(at.session.sending.letters).toMatchObject([
      { body: "Hello", status: "failed", problem: text.refusals.try_later },
    ]);
    at.session.sending.tryAgain("k1");
    expect(at.line.ops("send").map((frame) => ("key" in frame ? frame.key : ""))).toEqual(["k1", "k1"]);
  });

  test("what is kept leaves the way out and stands at its place", () => {
    const at = live();
    at.session.sending.send("Call me +46 70 123 4567 now", "");
    at.session.receive({ op: "kept", room: ROOM, key: "k1", item: withheld({ key: "k1" }) });
    expect(at.session.sending.letters).toEqual([]);
    expect(at.session.state.room?.detail.withheld).toHaveLength(1);
    at.session.receive(ownEvent(1, { kind: "message.withheld", item: withheld({ key: "k1" }) }));
    expect(at.session.state.room?.detail.withheld).toHaveLength(1);
  });

  test("what waits survives a reload and goes out with the same key", () => {
    const before = scene(pageData());
    before.session.sending.send("Written in a tunnel", "");
    const after = live(scene(pageData(), before.store));
    expect(after.line.ops("send")).toEqual([{ op: "send", room: ROOM, key: "k1", body: "Written in a tunnel" }]);
  });

  test("where no socket comes up, HTTP carries it", async () => {
    const at = scene(pageData());
    at.line.become("waiting");
    at.http.answer = () => ({ status: "posted", seq: 4, event: roomEvent(4, message("Hello", { key: "k1" }), ANA) });
    at.session.sending.send("Hello", "");
    await settled();
    expect(at.http.asked).toMatchObject([{ path: `/rooms/${ROOM}/messages`, body: { key: "k1", body: "Hello" } }]);
    expect(bodies(at)).toEqual(["Hello"]);
    expect(at.session.sending.letters).toEqual([]);
  });

  test("offline it waits and is tried again, in order", async () => {
    const at = scene(pageData());
    at.line.become("waiting");
    at.session.sending.send("one", "");
    await settled();
    expect(at.session.sending.letters).toMatchObject([{ status: "waiting" }]);
    at.http.answer = () => ({ status: "posted", seq: 4, event: roomEvent(4, message("one", { key: "k1" }), ANA) });
    at.clock.pass(5_000);
    await settled();
    expect(bodies(at)).toEqual(["one"]);
  });

  test("what HTTP refuses is said as well", async () => {
    const at = scene(pageData());
    at.line.become("waiting");
    at.http.answer = () => {
      throw new Refused(422, "message_too_long", "Too long.");
    };
    at.session.sending.send("Hello", "");
    await settled();
    expect(at.session.sending.letters).toMatchObject([{ status: "failed", problem: "Too long." }]);
  });

  test("a failed message can be taken back to be written anew", () => {
    const at = live();
    at.session.sending.send("Hello", "");
    at.session.receive({ op: "refused", key: "k1", code: "x", text: "No." });
    expect(at.session.sending.takeBack("k1")?.body).toBe("Hello");
    expect(at.session.sending.letters).toEqual([]);
  });
});
