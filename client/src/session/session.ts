import { isEvent } from "../protocol/index.ts";
import type { AnswerFrame, RoomEvent, RoomSummary, ServerFrame } from "../protocol/index.ts";
import type { MemberRead, Offer, RoomDetail, StreamEvent, Timeline, WithheldItem } from "../protocol/index.ts";
import type { SocketStatus } from "../transport/socket.ts";
import type { Around, Line } from "./around.ts";
import { DraftSync } from "./draft-sync.ts";
import { Drafts } from "./drafts.ts";
import { HintLine, type Question } from "./hint.ts";
import { Presence } from "./presence.ts";
import { withRead, withReads } from "./reads.ts";
import { applyEvent, place, withKept, withoutKept } from "./reduce.ts";
import { Sending } from "./sending.ts";
import { isBehind, openRoom, stateFrom, withNewer, withOlder, type PageData } from "./snapshot.ts";
import { heads, type State } from "./state.ts";
import { Unfinished } from "./unfinished.ts";

const ASK_AGAIN_MS = 5_000;

/** A signed-in person's page: what it knows, kept in step with the server. Listeners are told after every change. */
export class Session {
  state: State;
  status: SocketStatus = "connecting";
  readonly me: PageData["me"];
  /** The cursor that asks for more rooms than are known. */
  roomsNext: string | null;
  readonly drafts: Drafts;
  readonly unfinished: Unfinished;
  readonly draftSync: DraftSync;
  readonly hint: HintLine;
  readonly presence: Presence;
  readonly sending: Sending;
  readonly #around: Around;
  readonly #line: Line;
  readonly #changed = new Set<() => void>();
  readonly #hinted = new Set<() => void>();
  readonly #arrived = new Set<(event: RoomEvent) => void>();
  readonly #catchingUp = new Map<string, number>();
  #pageAsked = false;
  #wasLive = false;
  #readSent = 0;

  constructor(data: PageData, around: Around) {
    const room = data.room?.id ?? "";
    this.state = stateFrom(data);
    this.me = data.me;
    this.roomsNext = data.rooms_next ?? null;
    this.#around = around;
    this.drafts = new Drafts(around.store, data.me.id, room);
    this.unfinished = new Unfinished(around.store, data.me.id, room);
    this.draftSync = new DraftSync({ me: data.me.id, room, drafts: this.drafts, ...around });
    this.sending = new Sending({ me: data.me.id, room, session: this, around, line: () => this.#line });
    this.presence = new Presence({
      me: data.me.id,
      room,
      after: (ms, step) => around.after(ms, step),
      send: (frame) => this.#line.send(frame),
      changed: () => {
        this.changed();
      },
    });
    this.hint = new HintLine({
      ask: (question) => this.#check(question),
      after: (ms, step) => around.after(ms, step),
      changed: () => {
        for (const listener of this.#hinted) listener();
      },
    });
    this.#line = around.connect({
      me: data.me.id,
      since: () => heads(this.state),
      frame: (frame) => {
        this.receive(frame);
      },
      status: (status) => {
        this.#statusIs(status);
      },
    });
  }

  /** Calls `listener` after every change; the answer ends that. */
  subscribe(listener: () => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }

  /** Calls `listener` when more is known about the text in the composer; nothing else changes with it. */
  onHint(listener: () => void): void {
    this.#hinted.add(listener);
  }

  /** Calls `listener` once for each place that is new in the open room. */
  onArrival(listener: (event: RoomEvent) => void): void {
    this.#arrived.add(listener);
  }

  /** The page is there, the network is back, or the page is looked at again. */
  wake(): void {
    this.#line.wake();
    if (isBehind(this.state)) void this.refresh();
    this.sending.flush();
  }

  /** The network is gone. */
  interrupt(): void {
    this.#line.interrupt();
  }

  receive(frame: ServerFrame): void {
    if (isEvent(frame)) this.take(frame);
    else this.#answer(frame);
    this.changed();
  }

  /** Applies an event if it is the next of its stream; asks for what lies between if it is not. */
  take(event: StreamEvent): void {
    const where = place(this.state, event);
    if (where === "gap") {
      this.catchUp(event.stream);
      return;
    }
    if (where !== "next") return;
    this.state = applyEvent(this.state, event);
    this.#hearOfDraft(event.event);
    if (event.stream === this.state.room?.detail.id) this.#newPlace(event as RoomEvent);
    for (const room of this.state.unknown_rooms) void this.#addRoom(room);
  }

  /** Asks once for everything after the last number that is held. */
  catchUp(stream: string): void {
    const after = heads(this.state)[stream];
    if (after === undefined || this.#catchingUp.get(stream) === after) return;
    this.#catchingUp.set(stream, after);
    this.#around.after(ASK_AGAIN_MS, () => this.#catchingUp.delete(stream));
    if (this.#line.send({ op: "catch_up", stream, after })) return;
    if (stream !== this.state.me) void this.#catchUpByHttp(stream, after);
  }

  /** Puts the page before the oldest place that is shown. */
  async loadOlder(): Promise<void> {
    const before = this.state.room?.before;
    if (before) await this.#loadPage(`before=${before}`, withOlder);
  }

  /** Puts the page after the newest place that is shown, where the timeline does not reach the room's end. */
  async loadNewer(): Promise<void> {
    const after = this.state.room?.after;
    if (after) await this.#loadPage(`after=${after}`, withNewer);
  }

  /** Shows the room's newest end, wherever the timeline stands. */
  async toNewest(): Promise<void> {
    if (this.state.room && this.state.room.after !== null) await this.refresh();
  }

  /** Puts the next page of the list of rooms behind what is there. */
  async loadMoreRooms(): Promise<void> {
    const cursor = this.roomsNext;
    if (!cursor) return;
    this.roomsNext = null;
    const page = await this.#around.http.get<{ items: RoomSummary[]; next: string | null }>(
      `/rooms?limit=100&cursor=${cursor}`,
    );
    const known = new Set(this.state.rooms.map((room) => room.id));
    this.state = { ...this.state, rooms: [...this.state.rooms, ...page.items.filter((room) => !known.has(room.id))] };
    this.roomsNext = page.next;
    this.changed();
  }

  /** The newest place has been seen. */
  markRead(): void {
    const room = this.state.room;
    if (!room || room.left) return;
    const { id, head, read_seq: read } = room.detail;
    if (room.after !== null) return;
    const isNew = room.timeline.some((event) => event.seq > read && event.by !== this.state.me);
    if (!isNew || this.#readSent >= head) return;
    if (this.#line.send({ op: "read", id: `read-${head}`, room: id, seq: head })) this.#readSent = head;
  }

  /** A message of this person's was kept back, or judged again and kept. */
  keep(item: WithheldItem): void {
    this.state = withKept(this.state, item);
  }

  /** A kept message is gone; its event says the same and finds nothing left to do. */
  unkeep(room: string, id: string): void {
    this.state = withoutKept(this.state, room, id);
  }

  /** Tells the listeners. */
  changed(): void {
    for (const listener of this.#changed) listener();
  }

  /** Reads the open room anew: too much was missed, or something changed that events do not carry. */
  async refresh(): Promise<void> {
    const id = this.state.room?.detail.id;
    if (!id) return;
    const detail = await this.#around.http.get<RoomDetail>(`/rooms/${id}`);
    const timeline = await this.#around.http.get<Timeline>(`/rooms/${id}/timeline?limit=50`);
    const { items: offers } = await this.#around.http.get<{ items: Offer[] }>(`/rooms/${id}/offers`);
    const { person_head } = detail;
    const held = heads(this.state);
    this.state = { ...this.state, person_head, room: openRoom(detail, timeline, offers) };
    this.#summaryIs(detail);
    this.changed();
    // An event that came between the answers was applied to what is gone now; nobody would tell of it before the next.
    this.#compare(held);
  }

  async #loadPage(place: string, put: typeof withNewer): Promise<void> {
    const open = this.state.room?.detail;
    if (!open || this.#pageAsked) return;
    this.#pageAsked = true;
    try {
      const page = await this.#around.http.get<Timeline>(`/rooms/${open.id}/timeline?${place}&limit=50`);
      if (this.state.room) this.state = { ...this.state, room: put(this.state.room, page, open.head) };
    } finally {
      this.#pageAsked = false;
      this.changed();
    }
  }

  #answer(frame: AnswerFrame): void {
    switch (frame.op) {
      case "welcome":
        this.presence.connected();
        if (this.#wasLive) void this.#readsAnew();
        this.#wasLive = true;
        this.sending.flush();
        this.hint.again();
        if (this.state.room) void this.draftSync.save();
        break;
      case "ack":
      case "kept":
      case "refused":
        this.sending.answered(frame);
        break;
      case "checked":
        this.hint.answered(frame.id, frame);
        break;
      case "followed":
        if (!this.state.rooms.some((room) => room.id === frame.stream)) void this.#addRoom(frame.stream);
        break;
      case "resync":
        void this.#resync(frame.stream);
        break;
      case "beat":
        this.#compare(frame.heads);
        break;
      case "present":
        this.presence.heard(frame);
        break;
      case "read_by":
        this.state = withRead(this.state, frame);
        break;
      case "unfollowed":
      case "done":
        break;
    }
  }

  #statusIs(status: SocketStatus): void {
    this.status = status;
    this.#catchingUp.clear();
    if (status !== "live") {
      this.sending.interrupted();
      this.presence.interrupted();
    }
    this.changed();
  }

  #hearOfDraft(fact: StreamEvent["event"]): void {
    if (fact.kind !== "draft.saved" || fact.room !== this.state.room?.detail.id) return;
    void this.draftSync.heard(fact.revision);
  }

  #newPlace(event: RoomEvent): void {
    const fact = event.event;
    if (fact.kind === "message.posted") this.presence.wrote(event.by);
    if (fact.kind === "message.posted" && event.by === this.state.me) this.sending.arrived(fact.key);
    if (fact.kind === "relationship.changed" || fact.kind.startsWith("member.")) this.hint.again();
    for (const listener of this.#arrived) listener(event);
  }

  #compare(theirs: Record<string, number>): void {
    const ours = heads(this.state);
    for (const [stream, head] of Object.entries(theirs)) {
      if (stream in ours && head > (ours[stream] ?? 0)) this.catchUp(stream);
    }
  }

  async #catchUpByHttp(room: string, after: number): Promise<void> {
    const { items } = await this.#around.http.get<{ items: RoomEvent[] }>(`/rooms/${room}/events?after=${after}`);
    for (const event of items) this.take(event);
    this.changed();
  }

  /** How far the others have read is no event: what was missed of it is asked for. */
  async #readsAnew(): Promise<void> {
    const room = this.state.room;
    if (!room || room.left) return;
    try {
      const { items } = await this.#around.http.get<{ items: MemberRead[] }>(`/rooms/${room.detail.id}/reads`);
      this.state = withReads(this.state, room.detail.id, items);
      this.changed();
    } catch {
      // The next connection asks again.
    }
  }

  async #resync(stream: string): Promise<void> {
    if (stream === this.state.room?.detail.id || stream === this.state.me) await this.refresh();
    if (stream !== this.state.me) await this.#addRoom(stream);
  }

  async #addRoom(room: string): Promise<void> {
    this.state = { ...this.state, unknown_rooms: this.state.unknown_rooms.filter((one) => one !== room) };
    this.#summaryIs(await this.#around.http.get<RoomDetail>(`/rooms/${room}`));
    this.changed();
  }

  #summaryIs(room: RoomSummary): void {
    this.state = { ...this.state, rooms: [room, ...this.state.rooms.filter((one) => one.id !== room.id)] };
  }

  #check({ id, body, purpose, reply }: Question): boolean {
    const room = this.state.room?.detail.id;
    if (!room) return false;
    const question = { body, ...(purpose === "" ? {} : { purpose }), ...(reply ? { reply_to: reply } : {}) };
    if (this.#line.send({ op: "check", id, room, ...question })) return true;
    void this.#checkByHttp(id, room, question);
    return false;
  }

  async #checkByHttp(id: string, room: string, question: object): Promise<void> {
    try {
      this.hint.answered(id, await this.#around.http.post(`/rooms/${room}/checks`, question));
    } catch {
      // The gate on sending is what counts; without a connection there is no hint before it.
    }
  }
}
