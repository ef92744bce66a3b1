import type { LitElement } from "lit";
import { Refused, Unreachable } from "../transport/http.ts";
import { text } from "../text/index.ts";

/** One wish at a time: while it is under way its buttons rest, and what went wrong is said where it was wished. */
export class Attempt {
  isBusy = false;
  problem = "";
  readonly #host: LitElement;

  constructor(host: LitElement) {
    this.#host = host;
  }

  /** Whether the wish was granted. */
  async run(wish: () => Promise<unknown>): Promise<boolean> {
    if (this.isBusy) return false;
    this.#is(true, "");
    try {
      await wish();
      this.#is(false, "");
      return true;
    } catch (error) {
      this.#is(false, problemIn(error));
      return false;
    }
  }

  #is(isBusy: boolean, problem: string): void {
    this.isBusy = isBusy;
    this.problem = problem;
    this.#host.requestUpdate();
  }
}

function problemIn(error: unknown): string {
  if (error instanceof Unreachable) return text.unreachable;
  return (error instanceof Refused && error.message) || text.failed;
}
