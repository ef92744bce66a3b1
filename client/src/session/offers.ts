import type { Offer, RoomEvent } from "../protocol/index.ts";

/** The room's offers after an event, newest first. Events that concern no offer change nothing. */
export function applyToOffers(offers: Offer[], event: RoomEvent): Offer[] {
  const fact = event.event;
  switch (fact.kind) {
    case "offer.made": {
      const { offer: id, client, freelancer, terms, amount_minor, currency } = fact;
      const parties = { id, room: event.stream, client, freelancer };
      return [
        { ...parties, terms, amount_minor, currency, state: "made", contract: null, made_at: event.at },
        ...offers,
      ];
    }
    case "offer.withdrawn":
      return change(offers, fact.offer, { state: "withdrawn" });
    case "offer.declined":
      return change(offers, fact.offer, { state: "declined" });
    case "offer.accepted":
      return change(offers, fact.offer, { state: "accepted", contract: { id: fact.contract, state: "active" } });
    case "contract.ended":
      return offers.map((offer) =>
        offer.contract?.id === fact.contract ? { ...offer, contract: { ...offer.contract, state: "ended" } } : offer,
      );
    default:
      return offers;
  }
}

function change(offers: Offer[], id: string, to: Partial<Offer>): Offer[] {
  return offers.map((offer) => (offer.id === id ? { ...offer, ...to } : offer));
}
