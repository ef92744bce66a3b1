import type { Reaction } from "../protocol/index.ts";
import type { MessageLine } from "../session/message-line.ts";
import type { MessageDialogs } from "./message-dialogs.ts";
import type { Page } from "./page.ts";

/** What a line needs to be able to do. */
export interface LineWays {
  page: Page;
  showPoliteAnswer: (event: Event) => void;
  jumpTo: (event: Event, seq: number) => void;
  react: (line: MessageLine, reaction: Reaction, isOn: boolean) => void;
  dialogs: () => MessageDialogs | null;
}
