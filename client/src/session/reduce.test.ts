import { describe, expect, test } from "vitest";
import socketTypes from "../protocol/socket.ts?raw";
import {
  ANA,
  BO,
  CONTRACT,
  EVE,
  everyFact,
  message,
  OFFER,
  openState,
  opening,
  OTHER_ROOM,
  ownEvent,
  ROOM,
  roomEvent,
  summary,
  withheld,
} from "../testing/cast.ts";
import type { OwnFact, RoomFact, StreamEvent } from "../protocol/index.ts";
import { applyEvent, place } from "./reduce.ts";
import type { State } from "./state.ts";

const OWN = [
  "room.joined",
  "room.left",
  "read.moved",
  "message.withheld",
  "withheld.gone",
  "notice.posted",
  "notices.read",
  "objection.answered",
  "invitation.received",
  "proposal.received",
  "proposal.turned_down",
];

function after(...events: StreamEvent[]): State {
  return events.reduce(applyEvent, openState());
}

function afterFacts(...facts: RoomFact[]): State {
  return after(...facts.map((fact, index) => roomEvent(4 + index, fact)));
}

describe("places", () => {
  test("the next number of a known stream is applied, once", () => {
    const event = roomEvent(4, message("Hello"));
    const state = openState();
    expect(place(state, event)).toBe("next");
    const applied = applyEvent(state, event);
    expect(place(applied, event)).toBe("known");
    expect(applyEvent(applied, event)).toBe(applied);
  });

  test("a number further on is a gap and changes nothing", () => {
    const state = openState();
    const event = roomEvent(5, message("Too early"));
    expect(place(state, event)).toBe("gap");
    expect(applyEvent(state, event)).toBe(state);
  });

  test("a stream that is not followed changes nothing", () => {
    const state = openState();
    const event = { ...roomEvent(4, message("Elsewhere")), stream: EVE };
    expect(place(state, event)).toBe("foreign");
    expect(applyEvent(state, event)).toBe(state);
  });

  test("events leave the state before them as it was", () => {
    const state = openState();
    const before = structuredClone(state);
    afterFacts(message("Hello"), everyFact["member.joined"]);
    applyEvent(state, roomEvent(4, message("Hello")));
    expect(state).toEqual(before);
  });
});

describe("every kind", () => {
  test("of the protocol is among the samples", () => {
    const inProtocol = [...socketTypes.matchAll(/kind: "([\w.]+)";/gu)].map(([, kind]) => kind);
    expect(new Set(Object.keys(everyFact))).toEqual(new Set(inProtocol));
    expect(inProtocol.length).toBeGreaterThan(10);
  });

  test.each(Object.values(everyFact))("$kind takes its number", (fact) => {
    const isOwn = OWN.includes(fact.kind);
    const event = isOwn ? ownEvent(1, fact as OwnFact) : roomEvent(4, fact as RoomFact);
    const state = applyEvent(openState(), event);
    expect(isOwn ? state.person_head : state.room?.detail.head).toBe(event.seq);
  });

  test("room.opened names the room", () => {
    expect(afterFacts(everyFact["room.opened"]).room?.detail.title).toBe("New title");
  });

  test("member.joined adds the card, also to the list", () => {
    const state = afterFacts(everyFact["member.joined"]);
    expect(state.room?.detail.members.map((member) => member.id)).toEqual([ANA, BO, EVE]);
    expect(state.rooms[0]?.members).toHaveLength(3);
  });

  test("an enterprise client who joins exempts a freelancer's room", () => {
    const state = openState({ me: BO, rooms: [], person_head: 0 });
    const organisation = { id: EVE, name: "Nordfjord", plan: "enterprise" };
    const exempt = applyEvent(
      { ...state, room: state.room && { ...state.room, detail: { ...state.room.detail, members: [] } } },
      roomEvent(4, {
        kind: "member.joined",
        person: { id: ANA, name: "Ana", side: "client", organisation },
        relationships: [],
      }),
    );
    expect(exempt.room?.detail).toMatchObject({
      exempt: true,
      client_plan: "enterprise",
      rule: { clause: "enterprise" },
    });
  });

  test("member.left takes the card away; one's own leaving ends the room", () => {
    expect(afterFacts(everyFact["member.left"]).room?.detail.members.map((member) => member.id)).toEqual([ANA]);
    const gone = afterFacts({ kind: "member.left", person: ANA, removed_by: BO });
    expect(gone.room?.left).toBe(true);
    const told = applyEvent(gone, ownEvent(1, { kind: "room.left", room: ROOM }));
    expect(place(told, roomEvent(5, message("Still here?")))).toBe("foreign");
  });

  test("message.posted stands at the end, is the last line, and is unread when another wrote it", () => {
    const state = after(roomEvent(4, message("Hello   there")), roomEvent(5, message("Mine"), ANA));
    expect(state.room?.timeline.map((event) => event.seq)).toEqual([...opening.map((event) => event.seq), 4, 5]);
    expect(state.room?.detail).toMatchObject({ unread: 1, last: { seq: 5, by: ANA, excerpt: "Mine" } });
    expect(state.rooms[0]).toMatchObject({ unread: 1, head: 5 });
  });

  test("the last line is cut after 120 characters, never inside one", () => {
    const state = afterFacts(message("😀".repeat(130)));
    expect(state.room?.detail.last?.excerpt).toBe("😀".repeat(120));
  });

  test("relationship.changed lifts the rule and makes kept messages releasable, and back", () => {
    const kept = ownEvent(1, { kind: "message.withheld", item: withheld() });
    const active = after(kept, roomEvent(4, everyFact["relationship.changed"]));
    expect(active.room?.detail).toMatchObject({
      relationship: "active",
      exempt: true,
      rule: { clause: "contract_started" },
    });
    expect(active.room?.detail.withheld[0]?.releasable).toBe(true);
    const none = { ...everyFact["relationship.changed"], relationship: "none", was: "active" } as const;
    const back = applyEvent(active, roomEvent(5, none));
    expect(back.room?.detail).toMatchObject({
      exempt: false,
      rule: { clause: "base" },
      withheld: [{ releasable: false }],
    });
  });

  test("a way to pay elsewhere stays kept whatever the relationship", () => {
    const item = withheld();
    const [reason] = item.verdict.reasons;
    if (!reason) throw new Error("the sample has a reason");
    const payment = { ...item, verdict: { ...item.verdict, reasons: [{ ...reason, clause: "circumvention" }] } };
    const state = after(
      ownEvent(1, { kind: "message.withheld", item: payment }),
      roomEvent(4, everyFact["relationship.changed"]),
    );
    expect(state.room?.detail.withheld[0]?.releasable).toBe(false);
  });

  test("a relationship of two others changes nothing here", () => {
    const others = { ...everyFact["relationship.changed"], client: EVE };
    expect(afterFacts(others).room?.detail.relationship).toBe("none");
  });

  test.each(["proposal.shared", "proposal.withdrawn", "proposal.declined"] as const)("%s is a place", (kind) => {
    expect(afterFacts(everyFact[kind]).room?.timeline.at(-1)?.event.kind).toBe(kind);
  });

  test("an offer is made, accepted, and its contract ends", () => {
    const made = everyFact["offer.made"];
    expect(afterFacts(made).room?.offers).toMatchObject([{ id: OFFER, room: ROOM, state: "made", contract: null }]);
    const accepted = afterFacts(made, everyFact["offer.accepted"]);
    expect(accepted.room?.offers).toMatchObject([{ state: "accepted", contract: { id: CONTRACT, state: "active" } }]);
    const ended = afterFacts(made, everyFact["offer.accepted"], everyFact["contract.ended"]);
    expect(ended.room?.offers).toMatchObject([{ state: "accepted", contract: { state: "ended" } }]);
  });

  test("an offer that the page was made with stands there once", () => {
    const made = everyFact["offer.made"];
    expect(afterFacts(made, made).room?.offers).toHaveLength(1);
  });

  test.each(["offer.withdrawn", "offer.declined"] as const)("%s closes its offer alone", (kind) => {
    const another = { ...everyFact["offer.made"], offer: "another" };
    const state = afterFacts(everyFact["offer.made"], another, everyFact[kind]);
    expect(state.room?.offers.map((offer) => offer.state)).toEqual(["made", kind.slice("offer.".length)]);
  });

  test("room.joined asks for a room that is not known, once", () => {
    const joined = everyFact["room.joined"];
    const state = after(ownEvent(1, joined), ownEvent(2, joined), ownEvent(3, { kind: "room.joined", room: ROOM }));
    expect(state.unknown_rooms).toEqual([joined.room]);
  });

  test("room.left takes the room off the list, and ends it where it is open", () => {
    expect(after(ownEvent(1, everyFact["room.left"])).rooms.map((room) => room.id)).toEqual([ROOM]);
    expect(after(ownEvent(1, { kind: "room.left", room: ROOM })).room?.left).toBe(true);
  });

  test("read.moved counts anew what is unread, and never goes back", () => {
    const talked = [4, 5, 6].map((seq) => roomEvent(seq, message(`m${seq}`)));
    const state = after(...talked, ownEvent(1, { kind: "read.moved", room: ROOM, seq: 5 }));
    expect(state.room?.detail).toMatchObject({ read_seq: 5, unread: 1 });
    expect(state.rooms[0]).toMatchObject({ read_seq: 5, unread: 1 });
    const back = applyEvent(state, ownEvent(2, { kind: "read.moved", room: ROOM, seq: 4 }));
    expect(back.room?.detail.read_seq).toBe(5);
  });

  test("read.moved in a room that is not open leaves at most what can be unread", () => {
    const state = openState({ rooms: [summary({ id: OTHER_ROOM, head: 20, read_seq: 3, unread: 9 })] });
    const moved = applyEvent(state, ownEvent(1, { kind: "read.moved", room: OTHER_ROOM, seq: 18 }));
    expect(moved.rooms[0]?.unread).toBe(2);
  });

  test("message.withheld stands at its place, and judged again replaces itself", () => {
    const early = withheld({ id: "early", after_seq: 1 });
    const state = after(
      ownEvent(1, { kind: "message.withheld", item: withheld() }),
      ownEvent(2, { kind: "message.withheld", item: early }),
      ownEvent(3, { kind: "message.withheld", item: withheld({ body: "Call me later" }) }),
    );
    expect(state.room?.detail.withheld.map((item) => [item.id, item.body])).toEqual([
      ["early", early.body],
      ["kept-1", "Call me later"],
    ]);
  });

  test("withheld.gone takes it away", () => {
    const kept = ownEvent(1, { kind: "message.withheld", item: withheld() });
    expect(after(kept, ownEvent(2, everyFact["withheld.gone"])).room?.detail.withheld).toEqual([]);
  });

  test("a marked message says its words as they read now, on the page or far above it", () => {
    const mark = { author: BO, said_at: "2026-01-31T12:00:00Z" };
    const said = after(
      roomEvent(4, message("Two **files**")),
      roomEvent(5, { kind: "message.pinned", message: 4, ...mark }),
      roomEvent(6, { kind: "question.opened", message: 2, ...mark }),
      roomEvent(7, { kind: "message.edited", message: 2, revision: 2, body: "Which one?", purpose: null, remarks: [] }),
    );
    expect(said.room?.detail.pins.map(({ excerpt }) => excerpt)).toEqual(["Two files"]);
    expect(said.room?.detail.questions.map(({ excerpt }) => excerpt)).toEqual(["Which one?"]);
    const gone = applyEvent(said, roomEvent(8, { kind: "message.deleted", message: 4 }));
    expect(gone.room?.detail.pins.map(({ excerpt }) => excerpt)).toEqual([""]);
  });

  test.each([
    [{ relationship: "offer_pending", was: "none" }, ANA, "offer.made"],
    [{ relationship: "active", was: "offer_pending" }, BO, "offer.accepted"],
    [{ relationship: "prior", was: "active" }, ANA, "contract.ended"],
    [{ relationship: "none", was: "offer_pending" }, ANA, "offer.withdrawn"],
    [{ relationship: "none", was: "offer_pending" }, BO, "offer.declined"],
    [{ relationship: "none", was: "offer_pending" }, null, "offer.expired"],
    [{ relationship: "none", was: "offer_pending" }, EVE, "relationship.changed"],
  ] as const)("the list tells %j, by %s, as the step %s", (change, by, kind) => {
    const fact: RoomFact = { kind: "relationship.changed", client: ANA, freelancer: BO, ...change };
    expect(after(roomEvent(4, fact, by)).rooms[0]?.last?.kind).toBe(kind);
  });

  test("a kind from the future takes its number and breaks nothing", () => {
    const unknown = roomEvent(4, { kind: "moon.landed" } as unknown as RoomFact);
    expect(after(unknown).room?.detail.head).toBe(4);
  });
});
