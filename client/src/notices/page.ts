import { render } from "lit";
import { isEvent, type NoticePage, type ServerFrame } from "../protocol/index.ts";
import { Format } from "../session/format.ts";
import { showNoticeCount } from "../site/notice-count.ts";
import { makeHttp, type Http } from "../transport/http.ts";
import { Socket } from "../transport/socket.ts";
import { noticeList } from "./list.ts";

interface NoticesData extends NoticePage {
  me: string;
  head: number;
  language: string;
  time_zone: string;
}

/** Keeps the list of notices up to date: it takes over what the server rendered, and asks anew when the stream says so. */
export function startNotices(page: Document): void {
  const place = page.getElementById("notices");
  const data = JSON.parse(page.getElementById("notices-data")?.textContent ?? "null") as NoticesData | null;
  if (!place || !data) return;
  const list = new NoticeList(page, place, data);
  list.show(data);
  const http = makeHttp(fetch.bind(window), () => page.cookie);
  const socket = new Socket(
    {
      me: data.me,
      since: () => ({ [data.me]: list.head }),
      frame: (frame) => void list.receive(frame, http),
      status: () => undefined,
    },
    {
      http,
      open: () => new WebSocket(new URL("/socket", location.href.replace(/^http/u, "ws"))),
      random: () => Math.random(),
      after: (ms, step) => {
        const timer = setTimeout(step, ms);
        return () => {
          clearTimeout(timer);
        };
      },
    },
  );
  const wake = (): void => {
    if (page.visibilityState === "visible") socket.wake();
  };
  window.addEventListener("online", wake);
  page.addEventListener("visibilitychange", wake);
  wake();
}

/** The list as it stands, and how far the person's own stream was heard. */
export class NoticeList {
  head: number;
  readonly #me: string;
  readonly #page: Document;
  readonly #place: HTMLElement;
  readonly #format: Format;
  #hasTakenOver = false;

  constructor(page: Document, place: HTMLElement, data: Pick<NoticesData, "me" | "head" | "language" | "time_zone">) {
    this.head = data.head;
    this.#me = data.me;
    this.#page = page;
    this.#place = place;
    this.#format = new Format(data.language, data.time_zone);
  }

  /** A frame of the socket: what is said about notices asks for the list anew. */
  async receive(frame: ServerFrame, http: Http): Promise<void> {
    if (!isEvent(frame)) {
      if (frame.op === "resync" && frame.stream === this.#me) await this.#ask(http, frame.head);
      return;
    }
    // The socket follows the rooms as well, whose numbers are their own.
    if (frame.stream !== this.#me || frame.seq <= this.head) return;
    this.head = frame.seq;
    const { kind } = frame.event;
    if (kind === "notice.posted" || kind === "notices.read") await this.#ask(http, frame.seq);
  }

  async #ask(http: Http, head: number): Promise<void> {
    this.head = Math.max(this.head, head);
    const answer = await http.get<NoticePage>("/notices?limit=30").catch(() => null);
    if (answer) this.show(answer);
  }

  /** Shows these notices. */
  show(given: NoticePage): void {
    if (!this.#hasTakenOver) this.#place.replaceChildren();
    this.#hasTakenOver = true;
    render(noticeList(given, this.#format, new Date().toISOString(), formToken(this.#page)), this.#place);
    showNoticeCount(this.#page, given.unread);
  }
}

function formToken(page: Document): string {
  return /(?:^|; )(?:__Host-csrf|vestibule_csrf)=([^;]+)/u.exec(page.cookie)?.[1] ?? "";
}
