import type { Offer, Purpose, Reaction, SendAnswer, WithheldItem, Wording } from "../protocol/index.ts";
import type { Http } from "../transport/http.ts";
import type { Session } from "./session.ts";

export interface NewOffer {
  terms: string;
  amount_minor: number;
  currency: string;
  expires_at: string;
  milestones: { title: string; amount_minor: number }[];
  /** To whom; nothing where there is one freelancer only. */
  freelancer: string | null;
}

/** What a person can do in a room besides sending. Each raises `Refused` or `Unreachable`, with nothing done. */
export class Choices {
  readonly #session: Session;
  readonly #http: Http;
  readonly #newKey: () => string;

  constructor(session: Session, http: Http, newKey: () => string) {
    this.#session = session;
    this.#http = http;
    this.#newKey = newKey;
  }

  /** Judges a kept message again, reworded or with its purpose declared. Answers whether it was sent. */
  async revise(item: WithheldItem, change: { body?: string; purpose?: Purpose }): Promise<boolean> {
    return this.#settled(item, await this.#http.patch<SendAnswer>(`/withheld/${item.id}`, change));
  }

  /** Sends a kept message as it is, if the rule allows it by now. Answers whether it was sent. */
  async release(item: WithheldItem): Promise<boolean> {
    return this.#settled(item, await this.#http.post<SendAnswer>(`/withheld/${item.id}/release`));
  }

  async discard(item: WithheldItem): Promise<void> {
    await this.#http.remove(`/withheld/${item.id}`);
    this.#session.unkeep(item.room, item.id);
    this.#session.changed();
  }

  /** Rewords a message of one's own. Answers whether it passed; else it is kept, and the message stays as it was. */
  async edit(room: string, seq: number, body: string, purpose: Purpose | ""): Promise<boolean> {
    const answer = await this.#http.patch<SendAnswer>(`/rooms/${room}/messages/${seq}`, { body, purpose });
    if (answer.status === "kept") this.#session.keep(answer.item);
    else this.#session.catchUp(room);
    this.#session.changed();
    return answer.status === "posted";
  }

  async delete(room: string, seq: number): Promise<void> {
    await this.#http.remove(`/rooms/${room}/messages/${seq}`);
    this.#session.catchUp(room);
  }

  async react(room: string, seq: number, reaction: Reaction, isOn: boolean): Promise<void> {
    const path = `/rooms/${room}/messages/${seq}/reactions/${reaction}`;
    await (isOn ? this.#http.put(path) : this.#http.remove(path));
    this.#session.catchUp(room);
  }

  /** Every wording of a message, as posted first. */
  async wordings(room: string, seq: number): Promise<Wording[]> {
    return (await this.#http.get<{ items: Wording[] }>(`/rooms/${room}/messages/${seq}/revisions`)).items;
  }

  async makeOffer(room: string, offer: NewOffer): Promise<void> {
    await this.#http.post<Offer>(`/rooms/${room}/offers`, offer, this.#newKey());
    this.#session.catchUp(room);
  }

  async answerOffer(offer: Offer, answer: "accept" | "decline" | "withdraw"): Promise<void> {
    await this.#http.post<Offer>(`/offers/${offer.id}/${answer}`, {}, this.#newKey());
    this.#session.catchUp(offer.room);
  }

  async endContract(offer: Offer): Promise<void> {
    if (!offer.contract) return;
    await this.#http.post(`/contracts/${offer.contract.id}/end`, {}, this.#newKey());
    this.#session.catchUp(offer.room);
  }

  /** The freelancer leaves without fault: no pay, no score. */
  async leaveContract(offer: Offer, words: string): Promise<void> {
    if (!offer.contract) return;
    await this.#http.post(`/contracts/${offer.contract.id}/leave`, { words }, this.#newKey());
    this.#session.catchUp(offer.room);
  }

  /** Pins, archives or mutes a room, for this person alone. */
  async placeRoom(
    room: string,
    place: { is_pinned?: boolean; is_archived?: boolean; is_muted?: boolean },
  ): Promise<void> {
    await this.#http.post(`/rooms/${room}/place`, place);
    this.#session.catchUp(this.#session.me.id);
  }

  async pinMessage(room: string, seq: number, isPinned: boolean): Promise<void> {
    await this.#http.post(`/rooms/${room}/pins`, { seq, is_pinned: isPinned });
    this.#session.catchUp(room);
  }

  async markQuestion(room: string, seq: number, isOpen: boolean): Promise<void> {
    await this.#http.post(`/rooms/${room}/questions`, { seq, is_open: isOpen });
    this.#session.catchUp(room);
  }

  #settled(item: WithheldItem, answer: SendAnswer): boolean {
    if (answer.status === "kept") {
      this.#session.keep(answer.item);
    } else {
      this.#session.unkeep(item.room, item.id);
      if (answer.event) this.#session.take(answer.event);
    }
    this.#session.changed();
    return answer.status === "posted";
  }
}
