import { expect, test } from "vitest";
import { ANA, BO, OTHER_ROOM, ROOM } from "../testing/cast.ts";
import { makeStore } from "../testing/surroundings.ts";
import { forget } from "../site/forget.ts";
import { Drafts } from "./drafts.ts";

const nothing = { body: "", purpose: "" };

test("a draft survives a reload, for its author in its room", () => {
  const store = makeStore();
  new Drafts(store, ANA, ROOM).write({ body: "Half a thou", purpose: "system_access" });
  expect(new Drafts(store, ANA, ROOM).read()).toEqual({ body: "Half a thou", purpose: "system_access" });
  expect(new Drafts(store, ANA, OTHER_ROOM).read()).toEqual(nothing);
  expect(new Drafts(store, BO, ROOM).read()).toEqual(nothing);
});

test("an empty draft leaves nothing behind", () => {
  const store = makeStore();
  const drafts = new Drafts(store, ANA, ROOM);
  drafts.write({ body: "x", purpose: "" });
  drafts.write({ body: "", purpose: "" });
  expect(store.values.size).toBe(0);
});

test.each(["not json", '{"body": 7}', '{"body": "x", "purpose": "spying"}', "[]"])(
  "rubbish (%s) is no draft",
  (rubbish) => {
    const store = makeStore();
    store.setItem(`vestibule:draft:${ANA}:${ROOM}`, rubbish);
    expect(new Drafts(store, ANA, ROOM).read()).toEqual(nothing);
  },
);

test("a store that is full or forbidden breaks nothing", () => {
  const full = {
    getItem: () => {
      throw new Error("forbidden");
    },
    setItem: () => {
      throw new Error("full");
    },
    removeItem: () => {
      throw new Error("forbidden");
    },
  };
  const drafts = new Drafts(full, ANA, ROOM);
  drafts.write({ body: "typed", purpose: "" });
  expect(drafts.read()).toEqual(nothing);
});

test("signing out removes drafts and leaves what is not ours", () => {
  localStorage.setItem("vestibule:draft:a:b", "{}");
  localStorage.setItem("another site's", "1");
  forget(localStorage);
  expect(Object.keys(localStorage)).toEqual(["another site's"]);
});
