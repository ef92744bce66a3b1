// The sentences of the client in the language of the page: one catalogue is loaded, the others are not.

import type { en } from "./en.ts";

/** Every catalogue says the same things. Tables of sentences can be asked for a word that they may not have. */
export type Catalogue = {
  readonly [Name in keyof typeof en]: Entries<(typeof en)[Name]>;
};

type Entries<Entry> =
  Entry extends Record<string, string> ? Entry & Readonly<Record<string, string | undefined>> : Entry;

const english = async (): Promise<Catalogue> => (await import("./en.ts")).en;
const CATALOGUES: Record<string, (() => Promise<Catalogue>) | undefined> = {
  en: english,
  es: async () => (await import("./es.ts")).es,
};

/** The language that the page is written in; it decides about words, dates and numbers alike. */
export const language = typeof document === "undefined" ? "en" : document.documentElement.lang.slice(0, 2) || "en";

const load = CATALOGUES[language] ?? english;
export const text: Catalogue = await load();
