const MOST_SHOWN = 99;

/** How many unread notices the bar of the page says. */
export function shownNoticeCount(page: Document): number {
  return Number(counter(page)?.dataset["unreadNotices"] ?? 0);
}

/** Puts the number of unread notices into the bar; none hides it. */
export function showNoticeCount(page: Document, count: number): void {
  const shown = counter(page);
  if (!shown || Number(shown.dataset["unreadNotices"]) === count) return;
  shown.dataset["unreadNotices"] = String(count);
  shown.hidden = count === 0;
  const number = shown.querySelector("[data-number]");
  if (number) number.textContent = count > MOST_SHOWN ? `${MOST_SHOWN}+` : String(count);
}

function counter(page: Document): HTMLElement | null {
  return page.querySelector<HTMLElement>("[data-unread-notices]");
}
