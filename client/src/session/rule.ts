import type {
  PairStanding,
  PersonCard,
  Relationship,
  RoomSummary,
  RuleCard,
  Side,
  WithheldItem,
} from "../protocol/index.ts";
import { text } from "../text/index.ts";

const PLANS = ["basic", "business", "enterprise"];
const RELATIONSHIPS: Relationship[] = ["none", "offer_pending", "active", "prior"];

type People = Pick<RoomSummary, "members" | "relationships">;
type Standing = People & Pick<RoomSummary, "relationship" | "client_plan" | "exempt">;

/** Another member, how the person stands to them, and whether contact details may go from one to the other. */
export interface Reader {
  member: PersonCard;
  isColleague: boolean;
  relationship: Relationship;
  plan: string;
  isExempt: boolean;
}

/** Everybody else in the room. Colleagues have joined one organisation of their own accord: the rule is not for them. */
export function readersOf(me: string, { members, relationships }: People): Reader[] {
  const own = members.find((member) => member.id === me);
  return members
    .filter((member) => member.id !== me)
    .map((member) => {
      const isColleague = own !== undefined && areColleagues(own, member);
      const relationship = isColleague ? "prior" : between(own, member, relationships);
      const plan = strongest(own ? [own, member] : [member]);
      const isExempt = isExemptPlan(plan) || relationship === "active" || relationship === "prior";
      return { member, isColleague, relationship, plan, isExempt };
    });
}

/** How the room stands to the rule once its members or the relationships among them have changed. */
export function standing(me: string, members: PersonCard[], relationships: PairStanding[]): Standing {
  const sorted = [...relationships].sort((one, other) => (pairKey(one) < pairKey(other) ? -1 : 1));
  const readers = readersOf(me, { members, relationships: sorted });
  const others = readers.filter((reader) => !reader.isColleague);
  const [strictest] = (others.length > 0 ? others : readers).sort(
    (one, other) =>
      Number(one.isExempt) - Number(other.isExempt) ||
      PLANS.indexOf(one.plan) - PLANS.indexOf(other.plan) ||
      RELATIONSHIPS.indexOf(one.relationship) - RELATIONSHIPS.indexOf(other.relationship),
  );
  return {
    members,
    relationships: sorted,
    relationship: strictest?.relationship ?? "none",
    client_plan: strictest?.plan ?? "basic",
    exempt: strictest?.isExempt ?? false,
  };
}

/** The members because of whom the rule holds for the person. */
export function withoutExemption(me: string, people: People): PersonCard[] {
  return readersOf(me, people)
    .filter((reader) => !reader.isExempt)
    .map((reader) => reader.member);
}

/** The relationships of a room after one of them has changed; those of people of one side are nobody's business here. */
export function withRelationship({ members, relationships }: People, changed: PairStanding): PairStanding[] {
  const { client, freelancer } = changed;
  const isOn = (side: Side, id: string) => members.some((member) => member.id === id && member.side === side);
  if (!isOn("client", client) || !isOn("freelancer", freelancer)) return relationships;
  const others = relationships.filter((pair) => pairKey(pair) !== pairKey(changed));
  return changed.relationship === "none" ? others : [...others, changed];
}

function pairKey({ client, freelancer }: Omit<PairStanding, "relationship">): string {
  return `${client} ${freelancer}`;
}

function areColleagues(one: PersonCard, other: PersonCard): boolean {
  return one.side === other.side && !!one.organisation && one.organisation.id === other.organisation?.id;
}

function between(own: PersonCard | undefined, member: PersonCard, relationships: PairStanding[]): Relationship {
  if (!own || own.side === member.side) return "none";
  const [client, freelancer] = own.side === "client" ? [own.id, member.id] : [member.id, own.id];
  const pair = relationships.find((one) => pairKey(one) === pairKey({ client, freelancer }));
  return pair?.relationship ?? "none";
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
