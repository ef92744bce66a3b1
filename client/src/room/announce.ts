import { Announcer } from "../elements/announcer.ts";
import type { Page } from "../elements/page.ts";
import type { RoomEvent } from "../protocol/index.ts";
import { shownText } from "../session/markup.ts";
import { headline } from "../session/verdicts.ts";
import { isPlanExempt, People, quietLine } from "../session/wording.ts";
import { text } from "../text/index.ts";

/** Says what is new to screen readers, counts it while the reader looks elsewhere, and puts it into the title. */
export function announceNews(page: Page): void {
  const { session, following } = page;
  const announcer = new Announcer(document, text.newMark);
  const title = document.title;
  const kept = new Set(session.state.room?.detail.withheld.map((item) => item.id));
  session.onArrival((event) => {
    if (event.by === session.me.id) return;
    if (!following.isAtEnd && event.event.kind === "message.posted") following.below += 1;
    const words = wordsOf(event, page);
    if (words && !session.state.room?.detail.is_muted) announcer.say(words);
  });
  session.subscribe(() => {
    for (const item of session.state.room?.detail.withheld ?? []) {
      if (!kept.has(item.id)) announcer.say(headline(item.verdict));
      kept.add(item.id);
    }
    const unread = session.state.rooms.reduce((sum, room) => sum + (room.is_muted ? 0 : room.unread), 0);
    document.title = unread > 0 ? `(${unread}) ${title}` : title;
  });
}

function wordsOf({ event, by }: RoomEvent, { session, format }: Page): string {
  const room = session.state.room;
  if (!room) return "";
  const people = new People(session.me.id, room.detail.members, room.timeline);
  const name = people.name(by);
  if (event.kind === "message.posted") return text.announce(name, shownText(event.body));
  return (
    quietLine(event, {
      name,
      people,
      format,
      isBetweenTwo: room.detail.members.length < 3,
      isPlanExempt: isPlanExempt(room.detail),
    })?.text ?? ""
  );
}
