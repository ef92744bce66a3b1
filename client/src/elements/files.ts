import { html, nothing, type TemplateResult } from "lit";
import { text } from "../text/index.ts";
import { icon } from "./parts.ts";

/** A file over the page would open in its place, and what was being written would be gone. */
export class FileWatch {
  readonly #tell: () => void;

  constructor(tell: () => void) {
    this.#tell = tell;
  }

  start(): void {
    window.addEventListener("dragover", this.#over);
    window.addEventListener("drop", this.#drop);
  }

  stop(): void {
    window.removeEventListener("dragover", this.#over);
    window.removeEventListener("drop", this.#drop);
  }

  readonly #over = (event: DragEvent): void => {
    if (hasFiles(event.dataTransfer)) event.preventDefault();
  };

  readonly #drop = (event: DragEvent): void => {
    if (!hasFiles(event.dataTransfer)) return;
    event.preventDefault();
    this.#tell();
  };
}

/** Whether files alone were pasted. Words that bring a picture of themselves along are words. */
export function isFilesAlone(event: ClipboardEvent): boolean {
  return hasFiles(event.clipboardData) && event.clipboardData?.getData("text/plain") === "";
}

/** What is said to whoever wants to send a file, and to screen readers. */
export function noFiles(isAsked: boolean): TemplateResult | typeof nothing {
  if (!isAsked) return nothing;
  return html`<p class="composer__files" role="alert">${icon("info")}<span>${text.noFilesYet}</span></p>`;
}

function hasFiles(carried: DataTransfer | null): boolean {
  return carried?.types.includes("Files") ?? false;
}
