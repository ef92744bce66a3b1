export const STORED_PREFIX = "vestibule:";

/** Drafts and unsent messages belong to the person, not to the machine: signing out removes them from it. */
export function forgetOnSignOut(page: Document, storage: Storage): void {
  page.addEventListener("submit", (event) => {
    if (event.target instanceof HTMLFormElement && event.target.matches("form[data-forget]")) forget(storage);
  });
}

/** Removes everything that the client has stored. */
export function forget(storage: Storage): void {
  for (const name of Object.keys(storage)) {
    if (name.startsWith(STORED_PREFIX)) storage.removeItem(name);
  }
}
