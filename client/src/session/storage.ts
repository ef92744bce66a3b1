/** The part of `localStorage` that the session needs. */
export type Store = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** A JSON value in a store that may be full, forbidden or hold rubbish: then nothing is kept, and nothing breaks. */
export class Slot<T> {
  readonly #store: Store;
  readonly #name: string;
  readonly #isValid: (value: unknown) => value is T;

  constructor(store: Store, name: string, isValid: (value: unknown) => value is T) {
    this.#store = store;
    this.#name = `vestibule:${name}`;
    this.#isValid = isValid;
  }

  read(): T | null {
    try {
      const value: unknown = JSON.parse(this.#store.getItem(this.#name) ?? "null");
      return this.#isValid(value) ? value : null;
    } catch {
      return null;
    }
  }

  write(value: T | null): void {
    try {
      if (value === null) this.#store.removeItem(this.#name);
      else this.#store.setItem(this.#name, JSON.stringify(value));
    } catch {
      // Full or forbidden: what is typed stays on the page.
    }
  }
}
