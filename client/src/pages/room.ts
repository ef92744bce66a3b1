import "../styles/room.css";
import { Composer } from "../elements/composer.ts";
import { Marks } from "../elements/marks.ts";
import { Members } from "../elements/members.ts";
import { onColours } from "../elements/highlight.ts";
import { MessageDialogs } from "../elements/message-dialogs.ts";
import { Offers } from "../elements/offers.ts";
import { providePage, type Page } from "../elements/page.ts";
import { RoomHead } from "../elements/room-head.ts";
import { Rooms } from "../elements/rooms.ts";
import { Timeline } from "../elements/timeline.ts";
import { Withheld } from "../elements/withheld.ts";
import { announceNews } from "../room/announce.ts";
import { keepAboveKeyboard } from "../room/keyboard.ts";
import { listenToKeys } from "../room/keys.ts";
import { startSession } from "../room/start.ts";
import { messageWays } from "../room/words.ts";
import { Choices } from "../session/choices.ts";
import { tellClauses } from "../session/clauses.ts";
import { Format } from "../session/format.ts";
import { showNoticeCount, shownNoticeCount } from "../site/notice-count.ts";
import type { PageData } from "../session/snapshot.ts";
import { language } from "../text/index.ts";

const data = {
  ...(JSON.parse(document.getElementById("page-data")?.textContent ?? "null") as PageData),
  unread_notices: shownNoticeCount(document),
};
tellClauses(data.clauses);
const { session, http } = startSession(data);
const composer = (): Composer | null => document.querySelector<Composer>("v-composer");

const page: Page = {
  session,
  choices: new Choices(session, http, () => crypto.randomUUID()),
  format: new Format(language, data.me.time_zone),
  now: () => new Date().toISOString(),
  readSeq: data.room?.read_seq ?? 0,
  draft: data.draft ?? null,
  pace: data.pace ?? null,
  sought: Number(/^#m(\d{1,15})$/u.exec(location.hash)?.[1] ?? 0) || null,
  following: { isAtEnd: true, below: 0, toEnd: () => undefined },
  currencies: data.currencies ?? [],
  write: (words) => composer()?.write(words),
  ...messageWays(session, composer),
};
providePage(page);
onColours(() => {
  session.changed();
});

const elements = {
  "v-rooms": Rooms,
  "v-room-head": RoomHead,
  "v-withheld": Withheld,
  "v-timeline": Timeline,
  "v-composer": Composer,
  "v-offers": Offers,
  "v-members": Members,
  "v-message-dialogs": MessageDialogs,
  "v-marks": Marks,
};
for (const [name, element] of Object.entries(elements)) customElements.define(name, element);

document.addEventListener("polite-answer", () => composer()?.showPoliteAnswer(true));
session.subscribe(() => {
  showNoticeCount(document, session.state.unread_notices);
});
announceNews(page);
listenToKeys(composer);
keepAboveKeyboard(document.documentElement, window.visualViewport);
session.wake();
