import type { DraftCard } from "../protocol/index.ts";
import type { Choices } from "../session/choices.ts";
import type { MessageLine } from "../session/message-line.ts";
import type { Format } from "../session/format.ts";
import type { Session } from "../session/session.ts";

/** Whether the reader looks at the newest end, and what has arrived below while they do not. */
export interface Following {
  isAtEnd: boolean;
  below: number;
  /** Goes to the newest end. */
  toEnd(): void;
}

/** What the elements of one page share. */
export interface Page {
  session: Session;
  choices: Choices;
  format: Format;
  now: () => string;
  /** Where the read mark stood when the page was opened. */
  readSeq: number;
  /** How quickly the other side usually replies, where that is known. */
  pace: string | null;
  /** The number that the address leads to, after a search say. */
  sought: number | null;
  following: Following;
  /** The server's draft as the page came with it. */
  draft: DraftCard | null;
  currencies: readonly string[];
  /** Puts words into the composer, after what is there, and the cursor behind them. */
  write(words: string): void;
  /** Lets the composer answer a message, with the words of it that are selected. */
  answer(line: MessageLine): void;
  /** Lets the composer reword a message of one's own. */
  reword(line: MessageLine): void;
  /** The same with one's last message. */
  rewordLast(): void;
}

let shared: Page | null = null;

/** Must be called before the elements are defined. */
export function providePage(page: Page): void {
  shared = page;
}

export function thePage(): Page {
  if (!shared) throw new Error("The elements were defined before their page was provided.");
  return shared;
}
