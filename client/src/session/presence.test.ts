import { describe, expect, test } from "vitest";
import { ANA, BO, detail, eve, EVE, ana, bo, message, openState, pageData, ROOM, roomEvent } from "../testing/cast.ts";
import { scene, settled, type Scene } from "../testing/surroundings.ts";
import { Format } from "./format.ts";
import { timelineLines } from "./lines.ts";
import { withRead } from "./reads.ts";
import { applyEvent } from "./reduce.ts";

function live(): Scene {
  const given = scene(pageData());
  given.line.become("live");
  return given;
}

function typing({ line }: Scene): (boolean | undefined)[] {
  return line.ops("typing").map((frame) => ("is_typing" in frame ? frame.is_typing : undefined));
}

function watched({ line }: Scene): unknown[] {
  return line.ops("watch").map((frame) => ("room" in frame ? frame.room : "nothing"));
}

describe("saying that one is there", () => {
  test("the room is watched while somebody looks at it, and again after every reconnection", () => {
    const at = live();
    expect(watched(at)).toEqual([ROOM]);
    at.session.presence.lookedAt(false);
    at.session.presence.lookedAt(false);
    expect(watched(at)).toEqual([ROOM, null]);
    at.line.become("waiting");
    at.line.become("live");
    expect(watched(at)).toEqual([ROOM, null]);
    at.session.presence.lookedAt(true);
    expect(watched(at)).toEqual([ROOM, null, ROOM]);
  });

  test("typing is said every three seconds while keys are pressed, and that it stopped once", () => {
    const at = live();
    for (const body of ["H", "He", "Hel"]) at.session.presence.typed(body);
    expect(typing(at)).toEqual([undefined]);
    at.clock.pass(3_000);
    at.session.presence.typed("Hell");
    expect(typing(at)).toEqual([undefined, undefined]);
    at.session.presence.typed(" ");
    at.session.presence.stopped();
    expect(typing(at)).toEqual([undefined, undefined, false]);
  });
});

describe("hearing of the others", () => {
  const present = { op: "present", room: ROOM, here: [ANA, BO], typing: [BO] } as const;

  test("what is said replaces what was said, without oneself and for this room alone", () => {
    const at = live();
    at.session.receive({ ...present, here: [...present.here], typing: [...present.typing] });
    expect([at.session.presence.here, at.session.presence.typing]).toEqual([[BO], [BO]]);
    at.session.receive({ op: "present", room: "another", here: [], typing: [] });
    expect(at.session.presence.here).toEqual([BO]);
    at.session.receive({ op: "present", room: ROOM, here: [ANA], typing: [ANA] });
    expect([at.session.presence.here, at.session.presence.typing]).toEqual([[], []]);
  });

  test("a message ends its author's writing; a lost connection ends all knowledge", () => {
    const at = live();
    at.session.receive({ ...present, here: [...present.here], typing: [...present.typing] });
    at.session.receive(roomEvent(4, message("Here it is"), BO));
    expect([at.session.presence.here, at.session.presence.typing]).toEqual([[BO], []]);
    at.line.become("waiting");
    expect(at.session.presence.here).toEqual([]);
  });
});

describe("how far the others have read", () => {
  const format = new Format("en", "UTC");
  const at = "2026-01-31T10:32:00Z";

  function marks(state = openState(), after: number | null = null): [string, string][] {
    const room = state.room;
    if (!room) throw new Error("the room is open");
    const reading = { me: ANA, format, now: "2026-01-31T20:00:00Z", readSeq: 99 };
    return timelineLines({ ...room, after }, [], reading).flatMap((line) =>
      line.type === "message" && line.read ? [[line.body, line.read.words] as [string, string]] : [],
    );
  }

  const talk = [
    roomEvent(4, message("one"), ANA),
    roomEvent(5, message("two"), BO),
    roomEvent(6, message("three"), ANA),
  ].reduce(applyEvent, openState());

  test("stands under the last of one's own messages that they have read, and only moves forward", () => {
    expect(marks(talk)).toEqual([]);
    const read = withRead(talk, { room: ROOM, person: BO, seq: 5, at });
    expect(marks(read)).toEqual([["one", "Read 10:32"]]);
    expect(marks(withRead(read, { room: ROOM, person: BO, seq: 6, at }))).toEqual([["three", "Read 10:32"]]);
    expect(withRead(read, { room: ROOM, person: BO, seq: 4, at })).toBe(read);
    expect(marks(withRead(talk, { room: "another", person: BO, seq: 6, at }))).toEqual([]);
  });

  test("says by whom in a room of several, and nothing of who has left", () => {
    const room = talk.room && { ...talk.room, detail: { ...talk.room.detail, members: [ana, bo, eve] } };
    const both = [BO, EVE].reduce((state, person) => withRead(state, { room: ROOM, person, seq: 6, at }), {
      ...talk,
      room,
    });
    expect(marks(both)).toEqual([["three", "Read by Bo Okafor and Eve Marlow"]]);
    const left = applyEvent(both, roomEvent(7, { kind: "member.left", person: EVE, removed_by: null }, EVE));
    expect(left.room?.detail.reads.map(({ person }) => person)).toEqual([BO]);
  });

  test("is not guessed where the end of the room is not shown", () => {
    const read = withRead(talk, { room: ROOM, person: BO, seq: 9, at });
    expect(marks(read, 6)).toEqual([]);
    expect(marks(read)).toHaveLength(1);
  });

  test("is asked for anew when a connection comes back", async () => {
    const given = live();
    given.http.answer = (path) => (path.endsWith("/reads") ? { items: [{ person: BO, seq: 3, at }] } : detail());
    expect(given.http.asked).toEqual([]);
    given.line.become("waiting");
    given.line.become("live");
    await settled();
    expect(given.http.asked.map(({ path }) => path)).toEqual([`/rooms/${ROOM}/reads`]);
    expect(given.session.state.room?.detail.reads).toEqual([{ person: BO, seq: 3, at }]);
  });
});
