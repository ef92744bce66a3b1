import type { PersonCard, Relationship, RoomSummary, RuleCard, WithheldItem } from "../protocol/index.ts";
import { text } from "../text/index.ts";

const PLANS = ["basic", "business", "enterprise"];

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
  const byRelationship = {
    active: "contract_started",
    prior: "prior_client",
    none: "base",
    offer_pending: "base",
  } as const;
  const clause = isExemptPlan(room.client_plan) ? "enterprise" : byRelationship[room.relationship];
  return { policy, clause, text: text.rules[clause] };
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
