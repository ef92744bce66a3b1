import { LitElement, type PropertyValues } from "lit";
import { thePage, type Page } from "./page.ts";

/**
 * An element that takes over what the server rendered in its place: same markup, same classes, no shadow root, and all in
 * one frame, so that nothing moves. It renders anew whenever the session changes.
 */
export abstract class SessionElement extends LitElement {
  protected readonly page: Page = thePage();
  #hasTakenOver = false;
  #unsubscribe: () => void = () => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#unsubscribe = this.page.session.subscribe(() => {
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override update(changed: PropertyValues): void {
    if (!this.#hasTakenOver) {
      this.#hasTakenOver = true;
      this.takeOver();
      this.replaceChildren();
    }
    super.update(changed);
  }

  /** The moment before the server's markup goes: what was typed into it can still be read. */
  protected takeOver(): void {
    // Most elements have nothing to save.
  }
}
