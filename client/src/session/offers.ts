import type { Offer, RoomEvent } from "../protocol/index.ts";

/** The room's offers after an event, newest first. Events that concern no offer change nothing. */
export function applyToOffers(offers: Offer[], event: RoomEvent): Offer[] {
  const fact = event.event;
  switch (fact.kind) {
    case "offer.made": {
      const { offer: id, client, freelancer, terms, amount_minor, currency, expires_at, milestones } = fact;
      const parties = { id, room: event.stream, client, freelancer };
      return [
        {
          ...parties,
          terms,
          amount_minor,
          currency,
          state: "made",
          contract: null,
          made_at: event.at,
          expires_at,
          milestones,
        },
        // The page may have been made between this event and the number at which it begins to listen.
        ...offers.filter((offer) => offer.id !== id),
      ];
    }
    case "offer.withdrawn":
      return change(offers, fact.offer, { state: "withdrawn" });
    case "offer.declined":
      return change(offers, fact.offer, { state: "declined" });
    case "offer.expired":
      return change(offers, fact.offer, { state: "expired" });
    case "offer.accepted": {
      const contract = { id: fact.contract, state: "active" as const, is_without_fault: false };
      return change(offers, fact.offer, { state: "accepted", contract });
    }
    case "contract.ended":
    case "contract.left": {
      const is_without_fault = fact.kind === "contract.left";
      return offers.map((offer) =>
        offer.contract?.id === fact.contract
          ? { ...offer, contract: { ...offer.contract, state: "ended", is_without_fault } }
          : offer,
      );
    }
    default:
      return offers;
  }
}

function change(offers: Offer[], id: string, to: Partial<Offer>): Offer[] {
  return offers.map((offer) => (offer.id === id ? { ...offer, ...to } : offer));
}
