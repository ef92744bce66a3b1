import { beforeEach, describe, expect, test } from "vitest";
import type { NoticeCard, NoticePage } from "../protocol/index.ts";
import { showNoticeCount, shownNoticeCount } from "../site/notice-count.ts";
import { ANA, everyFact, OFFER, ownEvent, ROOM, roomEvent } from "../testing/cast.ts";
import { FakeHttp } from "../testing/surroundings.ts";
import { NoticeList } from "./page.ts";

const BELL = '<span data-unread-notices="0" hidden><span data-number>0</span></span>';

const card: NoticeCard = {
  id: OFFER,
  kind: "message",
  event: "message.posted",
  text: "Bo <b>Okafor</b> wrote to you.",
  address: `/rooms/${ROOM}/`,
  room: ROOM,
  room_title: "Booking page",
  count: 1,
  at: "2026-01-31T12:00:00Z",
  is_read: false,
  sign: "message-square",
};
const news: NoticePage = { items: [card], next: null, unread: 1 };

function opened(): { list: NoticeList; http: FakeHttp; place: HTMLElement } {
  document.body.innerHTML = `${BELL}<div id="notices">as the server says</div>`;
  const place = document.getElementById("notices");
  if (!place) throw new Error("no place");
  const http = new FakeHttp();
  http.answer = () => news;
  return {
    list: new NoticeList(document, place, { me: ANA, head: 2, language: "en", time_zone: "UTC" }),
    http,
    place,
  };
}

describe("the list of notices", () => {
  let at: ReturnType<typeof opened>;
  beforeEach(() => {
    at = opened();
  });

  test("is asked for anew when the own stream tells of a notice, and the bell says how many", async () => {
    await at.list.receive(ownEvent(3, everyFact["notice.posted"]), at.http);
    expect(at.http.asked).toHaveLength(1);
    expect(at.place.textContent).toContain("Bo <b>Okafor</b> wrote to you.");
    expect(shownNoticeCount(document)).toBe(1);
  });

  test("is not asked for by what happens in a room, whose numbers are its own", async () => {
    await at.list.receive(roomEvent(9, everyFact["offer.withdrawn"]), at.http);
    expect(at.http.asked).toEqual([]);
    await at.list.receive(ownEvent(3, everyFact["notices.read"]), at.http);
    expect(at.http.asked).toHaveLength(1);
  });

  test("is asked for once by an event that comes twice", async () => {
    await at.list.receive(ownEvent(3, everyFact["notice.posted"]), at.http);
    await at.list.receive(ownEvent(3, everyFact["notice.posted"]), at.http);
    expect(at.http.asked).toHaveLength(1);
  });

  test("stays as it is when the server cannot be reached", async () => {
    at.http.answer = null;
    await at.list.receive(ownEvent(3, everyFact["notice.posted"]), at.http);
    expect(at.place.textContent).toBe("as the server says");
  });

  test("says what can be done when there is nothing", () => {
    at.list.show({ items: [], next: null, unread: 0 });
    expect(at.place.querySelector("h2")?.textContent).toBe("Nothing yet");
    expect(at.place.querySelector("form")).toBeNull();
  });
});

test("the bell hides at none and stops counting at 99", () => {
  document.body.innerHTML = BELL;
  showNoticeCount(document, 120);
  expect(document.body.textContent).toBe("99+");
  showNoticeCount(document, 0);
  expect(document.querySelector<HTMLElement>("[data-unread-notices]")?.hidden).toBe(true);
});
