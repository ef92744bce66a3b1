const KEPT_LINES = 5;

/**
 * Says each new line once to screen readers. The timeline itself is a log that keeps silent: it is rendered anew on every
 * change, and some readers would say all of it again.
 */
export class Announcer {
  readonly #log: HTMLElement;

  constructor(page: Document, label: string) {
    this.#log = page.createElement("div");
    this.#log.className = "visually-hidden";
    this.#log.setAttribute("role", "log");
    this.#log.setAttribute("aria-live", "polite");
    this.#log.setAttribute("aria-label", label);
    page.body.append(this.#log);
  }

  say(words: string): void {
    const line = this.#log.ownerDocument.createElement("p");
    line.textContent = words;
    this.#log.append(line);
    while (this.#log.childElementCount > KEPT_LINES) this.#log.firstElementChild?.remove();
  }
}
