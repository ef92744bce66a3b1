import { beforeEach, describe, expect, test } from "vitest";
import type { DraftCard } from "../protocol/index.ts";
import { Clock, FakeHttp, settled } from "../testing/surroundings.ts";
import { DraftSync } from "./draft-sync.ts";
import { Drafts } from "./drafts.ts";

function memory(): Pick<Storage, "getItem" | "setItem" | "removeItem"> & { kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (name) => kept.get(name) ?? null,
    setItem: (name, value) => void kept.set(name, value),
    removeItem: (name) => void kept.delete(name),
  };
}

/** One person's server, with a device or two. */
class House {
  draft: DraftCard = { body: "", purpose: "", revision: 0 };
  isReachable = true;

  device(): { sync: DraftSync; clock: Clock; open: () => string; kept: Map<string, string> } {
    const store = memory();
    const clock = new Clock();
    const http = new FakeHttp();
    http.answer = (_path: string, body?: unknown) => {
      if (!this.isReachable) throw new Error("no network");
      const { body: words } = (body ?? this.draft) as { body: string };
      if (words !== this.draft.body) this.draft = { body: words, purpose: "", revision: this.draft.revision + 1 };
      return this.draft;
    };
    const drafts = new Drafts(store, "ana", "room");
    const sync = new DraftSync({ me: "ana", room: "room", drafts, store, http, after: clock.after });
    const open = (): string => sync.begin(this.isReachable ? this.draft : null).body;
    return { sync, clock, open, kept: store.kept };
  }
}

function type(device: ReturnType<House["device"]>, body: string): void {
  device.sync.typed({ body, purpose: "" });
}

async function rest(device: ReturnType<House["device"]>): Promise<void> {
  device.clock.pass(2_500);
  await settled();
}

describe("a draft on two devices", () => {
  let house: House;
  let desk: ReturnType<House["device"]>;
  let phone: ReturnType<House["device"]>;

  beforeEach(() => {
    house = new House();
    desk = house.device();
    phone = house.device();
    desk.open();
    phone.open();
  });

  test("goes to the server a moment after the last key, and from there to the other device", async () => {
    type(desk, "Hel");
    desk.clock.pass(1_000);
    type(desk, "Hello");
    await settled();
    expect(house.draft.body).toBe("");
    await rest(desk);
    expect(house.draft).toEqual({ body: "Hello", purpose: "", revision: 1 });
    expect(phone.open()).toBe("Hello");
  });

  test("an answer that comes after signing out puts nothing back", async () => {
    type(desk, "Hello");
    desk.clock.pass(2_500);
    desk.kept.clear();
    await settled();
    expect(house.draft.body).toBe("Hello");
    type(phone, "Hi");
    const heard = phone.sync.heard(house.draft.revision);
    phone.kept.clear();
    await heard;
    expect([...desk.kept.keys(), ...phone.kept.keys()]).toEqual([]);
  });

  test("an open page takes over what the other device saved", async () => {
    const taken: string[] = [];
    phone.sync.onTaken = (draft) => taken.push(draft.body);
    type(desk, "Hello");
    await rest(desk);
    await phone.sync.heard(1);
    expect(taken).toEqual(["Hello"]);
  });

  test("what was sent here is gone there", async () => {
    type(desk, "Hello");
    await rest(desk);
    phone.open();
    type(desk, "");
    await settled();
    expect(phone.open()).toBe("");
  });

  test("typed without a connection it is kept, and saved by the next load", async () => {
    house.isReachable = false;
    type(desk, "Offline words");
    await rest(desk);
    house.isReachable = true;
    expect(desk.open()).toBe("Offline words");
    await rest(desk);
    expect(house.draft.body).toBe("Offline words");
  });

  test("of two that begin alike the longer is taken", async () => {
    type(desk, "Hello Bo, how are you");
    await rest(desk);
    type(phone, "Hello Bo");
    await phone.sync.heard(1);
    expect(phone.open()).toBe("Hello Bo, how are you");
    expect(phone.sync.other).toBe(null);
  });

  test("of two different ones none is lost: this one stays, the other is offered", async () => {
    type(desk, "About the price");
    await rest(desk);
    type(phone, "About the date");
    await phone.sync.heard(1);
    expect(phone.open()).toBe("About the date");
    expect(phone.sync.other?.body).toBe("About the price");
  });
});
