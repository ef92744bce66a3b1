import type { Remark } from "../protocol/index.ts";
import type { PageData } from "./snapshot.ts";
import { kindsInWords } from "./verdicts.ts";

let known: NonNullable<PageData["clauses"]> = {};

/** What the rule's clauses say in the language of the page, where it is not that of the events. */
export function tellClauses(clauses: PageData["clauses"]): void {
  known = clauses ?? {};
}

/** Why a remark was made, in the reader's language as far as it is known; events speak English. */
export function whyOf({ policy, clause, why, kinds }: Remark): string {
  return known[policy]?.[clause]?.replace("{details}", kindsInWords(kinds)) ?? why;
}
