import type { Following } from "./page.ts";

const END_WITHIN_PX = 24;
const START_WITHIN_PX = 600;

/**
 * Keeps a scroller that is laid out in reverse (its newest end is position 0) still while its content changes: at the
 * end it stays at the end; elsewhere what the reader looks at stays where it is.
 */
export class Scroll {
  readonly #scroller: HTMLElement;
  readonly #following: Following;
  readonly #isWhole: () => boolean;
  #held: { line: Element; top: number } | null = null;

  /** `isWhole` says whether the content reaches the newest end at all. */
  constructor(scroller: HTMLElement, following: Following, isWhole: () => boolean) {
    this.#scroller = scroller;
    this.#isWhole = isWhole;
    this.#following = following;
    following.toEnd = () => {
      scroller.scrollTop = 0;
      this.look();
    };
  }

  /** Before the content changes. */
  hold(): void {
    this.#held = this.#isAtEnd() ? null : this.#firstInSight();
  }

  /** After the content has changed. */
  restore(): void {
    if (!this.#held) {
      if (this.#following.isAtEnd) this.#scroller.scrollTop = 0;
      return;
    }
    const { line, top } = this.#held;
    if (line.isConnected) this.#scroller.scrollTop += line.getBoundingClientRect().top - top;
  }

  /** Learns where the reader is. */
  look(): void {
    this.#following.isAtEnd = this.#isAtEnd();
    if (this.#following.isAtEnd) this.#following.below = 0;
  }

  get isNearStart(): boolean {
    const { scrollHeight, clientHeight, scrollTop } = this.#scroller;
    return scrollHeight - clientHeight + scrollTop < START_WITHIN_PX;
  }

  get isNearEnd(): boolean {
    return this.#scroller.scrollTop > -START_WITHIN_PX;
  }

  #isAtEnd(): boolean {
    return this.#isWhole() && this.#scroller.scrollTop > -END_WITHIN_PX;
  }

  #firstInSight(): { line: Element; top: number } | null {
    const edge = this.#scroller.getBoundingClientRect().top;
    for (const line of this.#scroller.querySelectorAll(".timeline > li")) {
      const { top, bottom } = line.getBoundingClientRect();
      if (bottom > edge) return { line, top };
    }
    return null;
  }
}
