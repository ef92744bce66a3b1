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
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (actsOnMessage(event) || leads(event.key)) event.preventDefault();
  else if (event.key === "?") composer?.showKeys();
}

function actsOnMessage(event: KeyboardEvent): boolean {
  const focused = document.activeElement;
  return isMessage(focused) && withMessage(event, focused);
}

/** Whether the key leads somewhere: to a message or to the search. */
function leads(key: string): boolean {
  if (key === "/") document.querySelector<HTMLInputElement>(".rooms__search input")?.focus();
  else if (key in STEPS) toMessage(STEPS[key] ?? 0);
  else return false;
  return true;
}

const STEPS: Record<string, number> = { j: 1, k: -1 };

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

function isMessage(element: Element | null): element is HTMLElement {
  return element?.matches("li.message[id]") ?? false;
}

/** To the message above or below, from the newest one where none has the focus. */
function toMessage(step: number): void {
  const messages = [...document.querySelectorAll<HTMLElement>("li.message[id]")];
  const current = messages.findIndex((one) => one.contains(document.activeElement));
  const next = current < 0 ? messages.at(-1) : messages[current + step];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

const WISHES: Record<string, string> = { r: "reply", e: "edit" };

/** What a key does with the message that has the focus: the buttons of its menu do the same. */
function withMessage({ key }: KeyboardEvent, message: HTMLElement): boolean {
  const menu = message.querySelector<HTMLDetailsElement>(".message__menu");
  if (!menu) return false;
  if (key === "+") {
    menu.open = true;
    menu.querySelector<HTMLButtonElement>(".reaction")?.focus();
    return true;
  }
  const button = menu.querySelector<HTMLButtonElement>(`[data-wish="${WISHES[key] ?? ""}"]`);
  button?.click();
  return button !== null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
