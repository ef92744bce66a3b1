/**
 * Forms with `data-passkey` ask the browser for a passkey before they are sent: `create` makes one, `prove` shows one of
 * those that the page names, `sign-in` any that the browser has for this site. Options of the first two stand in the
 * JSON element that `data-options` names. What comes of it goes into the field `credential`.
 */
export function askForPasskeys(page: Document): void {
  page.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !form.dataset["passkey"]) return;
    const field = form.elements.namedItem("credential");
    if (!(field instanceof HTMLInputElement) || field.value) return;
    event.preventDefault();
    void ask(form, field);
  });
}

async function ask(form: HTMLFormElement, field: HTMLInputElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>("[data-failed]");
  if (failed) failed.hidden = true;
  try {
    const credential = form.dataset["passkey"] === "create" ? await create(form) : await prove(form);
    field.value = JSON.stringify(credential);
    form.submit();
  } catch {
    // The person changed their mind, or the browser has no passkey for this place: both are theirs to decide on.
    if (failed) failed.hidden = false;
  }
}

interface Options<T> {
  creation_options: { publicKey: PublicKeyCredentialCreationOptionsJSON };
  request_options: { publicKey: T };
}

async function create(form: HTMLFormElement): Promise<unknown> {
  const { publicKey } = options(form).creation_options;
  // A passkey opens the account by itself, so it stays on the device and asks who is there.
  const authenticatorSelection = {
    ...publicKey.authenticatorSelection,
    residentKey: "required" as const,
    requireResidentKey: true,
    userVerification: "required" as const,
  };
  const asked = PublicKeyCredential.parseCreationOptionsFromJSON({ ...publicKey, authenticatorSelection });
  return plain(await navigator.credentials.create({ publicKey: asked }));
}

async function prove(form: HTMLFormElement): Promise<unknown> {
  const told = form.dataset["passkey"] === "sign-in" ? await fetched(form.action) : options(form);
  const asked = PublicKeyCredential.parseRequestOptionsFromJSON(told.request_options.publicKey);
  return plain(await navigator.credentials.get({ publicKey: asked }));
}

type Told = Options<PublicKeyCredentialRequestOptionsJSON>;

function options(form: HTMLFormElement): Told {
  const element = document.getElementById(form.dataset["options"] ?? "");
  return JSON.parse(element?.textContent ?? "{}") as Told;
}

async function fetched(address: string): Promise<Told> {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  return (await answer.json()) as Told;
}

function plain(credential: Credential | null): unknown {
  if (!(credential instanceof PublicKeyCredential)) throw new TypeError("no passkey");
  return credential.toJSON();
}
