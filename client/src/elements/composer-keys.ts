const isTouch = matchMedia("(pointer: coarse)");

/** The arrow up in an empty field. */
export function isEditingLast(event: KeyboardEvent, body: string): boolean {
  return event.key === "ArrowUp" && body === "" && !event.altKey && !event.shiftKey;
}

/** Enter; on a touch keyboard it is the only way to a new line, and the button sends. */
export function isSending(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.isComposing || event.shiftKey) return false;
  return !isTouch.matches || event.ctrlKey || event.metaKey;
}
