import type { Composer } from "../elements/composer.ts";

/** The keys of the room page, as its dialog of keys lists them. */
export function listenToKeys(composer: () => Composer | null): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented) return;
    if (event.key === "Escape") close(composer());
    else if (event.altKey && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      event.preventDefault();
      toNeighbour(event.key === "ArrowUp" ? -1 : 1);
    } else if (!isTyping(event.target)) typedOutside(event, composer());
  });
}

function typedOutside(event: KeyboardEvent, composer: Composer | null): void {
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector<HTMLInputElement>(".rooms__search input")?.focus();
  } else if (event.key === "?") {
    composer?.showKeys();
  }
}

function close(composer: Composer | null): void {
  if (document.querySelector("dialog[open]")) return;
  if (composer?.isPoliteOpen) {
    composer.showPoliteAnswer(false);
    return;
  }
  if (composer?.hasTarget) composer.leaveTarget();
  if (location.hash !== "#about") {
    composer?.focusText();
    return;
  }
  // The pane was opened by a step forward in the history; closing it is the step back.
  addEventListener("hashchange", () => composer?.focusText(), { once: true });
  history.back();
}

function toNeighbour(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLAnchorElement>(".room-row")];
  const current = rows.findIndex((row) => row.getAttribute("aria-current") === "page");
  const next = rows[current + step];
  if (next) location.assign(next.href);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
