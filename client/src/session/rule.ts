import type { PersonCard, Relationship, RoomSummary, RuleCard, WithheldItem } from "../protocol/index.ts";

const PLANS = ["basic", "business", "enterprise"];

// The sentences of the server (rooms/details.py); the replay test holds them together.
const SENTENCES: Record<string, string> = {
  enterprise: "Contact details may be exchanged here: the client's plan covers this conversation.",
  contract_started: "Contact details may be exchanged here: your contract has started.",
  prior_client: "Contact details may be exchanged here: you have worked together before.",
  base:
    "Before a contract starts, contact details and outside meeting links stay out of this room. " +
    "Links to your work, names and project talk are welcome.",
};

type Standing = Pick<RoomSummary, "members" | "relationship" | "client_plan" | "exempt">;

/** How the room stands to the rule once its members or the pair's relationship have changed. */
export function standing(me: string, members: PersonCard[], relationship: Relationship): Standing {
  const own = members.find((member) => member.id === me);
  const plans = members
    .filter((member) => member.id !== me)
    .map((member) => strongest(own ? [own, member] : [member]))
    .sort((one, other) => PLANS.indexOf(one) - PLANS.indexOf(other));
  const plan = plans[0] ?? "basic";
  return {
    members,
    relationship,
    client_plan: plan,
    exempt: isExemptPlan(plan) || relationship === "active" || relationship === "prior",
  };
}

/** What the rule says in a room that stands like this. */
export function ruleFor(room: Standing, policy: string): RuleCard {
  const byRelationship: Partial<Record<Relationship, string>> = { active: "contract_started", prior: "prior_client" };
  const clause = isExemptPlan(room.client_plan) ? "enterprise" : (byRelationship[room.relationship] ?? "base");
  return { policy, clause, text: SENTENCES[clause] ?? "" };
}

/** Whether a kept message could go now. Ways to pay elsewhere stay out whatever the relationship (policy.md). */
export function isReleasable(item: WithheldItem, isExempt: boolean): boolean {
  return isExempt && item.verdict.reasons.every((reason) => reason.clause !== "circumvention");
}

export function isExemptPlan(plan: string): boolean {
  return plan === "business" || plan === "enterprise";
}

function strongest(pair: PersonCard[]): string {
  const plans = pair.filter((member) => member.side === "client").map((member) => member.organisation?.plan ?? "basic");
  return plans.sort((one, other) => PLANS.indexOf(other) - PLANS.indexOf(one))[0] ?? "basic";
}
