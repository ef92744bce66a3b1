/** Closes an open `details.menu` by Escape, by a click elsewhere, and when the focus leaves it. */
export function closeMenusOnLeaving(page: Document): void {
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of openMenus(page)) {
      menu.open = false;
      menu.querySelector("summary")?.focus();
      event.preventDefault();
    }
  });
  page.addEventListener("click", (event) => {
    closeOthers(page, event.target);
  });
  page.addEventListener("focusin", (event) => {
    closeOthers(page, event.target);
  });
}

function closeOthers(page: Document, target: EventTarget | null): void {
  for (const menu of openMenus(page)) {
    if (!(target instanceof Node && menu.contains(target))) menu.open = false;
  }
}

function openMenus(page: Document): NodeListOf<HTMLDetailsElement> {
  return page.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
}
