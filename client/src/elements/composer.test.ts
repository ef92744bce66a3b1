import { beforeEach, describe, expect, test } from "vitest";
import { pageData, phoneVerdict, ROOM, roomEvent, message, ANA } from "../testing/cast.ts";
import { scene, type Scene } from "../testing/surroundings.ts";
import { Choices } from "../session/choices.ts";
import { Format } from "../session/format.ts";
import { Composer } from "./composer.ts";
import { providePage } from "./page.ts";

const SERVER_MARKUP = `<form class="composer"><textarea name="body">typed before the script came</textarea>
  <select name="purpose"><option value="" selected></option></select></form>`;

let at: Scene;
let composer: Composer;

function field(): HTMLTextAreaElement {
  const found = composer.querySelector("textarea");
  if (!found) throw new Error("there is a text field");
  return found;
}

function write(body: string): Promise<boolean> {
  field().value = body;
  field().dispatchEvent(new Event("input"));
  return composer.updateComplete;
}

function press(key: string, options: KeyboardEventInit = {}): void {
  field().dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...options }));
}

function sent(): unknown[] {
  return at.line.ops("send").map((frame) => ("body" in frame ? frame.body : ""));
}

async function judged(): Promise<void> {
  at.clock.pass(150);
  const asked = at.line.ops("check").at(-1);
  at.session.receive({
    op: "checked",
    id: asked && "id" in asked ? asked.id : "",
    verdict: phoneVerdict,
    because: [],
    readers: [],
  });
  await composer.updateComplete;
}

function button(words: string): HTMLButtonElement {
  const found = Array.from(composer.querySelectorAll("button")).find((one) => one.textContent.includes(words));
  if (!found) throw new Error(`there is a button "${words}"`);
  return found;
}

/** A clipboard or a hand full of files, with or without words. */
function carrying(kind: string, name: string, words = ""): Event {
  const carried = { types: words ? ["Files", "text/plain"] : ["Files"], getData: () => words };
  return Object.assign(new Event(kind, { bubbles: true, cancelable: true }), { [name]: carried });
}

beforeEach(async () => {
  at = scene(pageData());
  at.line.become("live");
  providePage({
    session: at.session,
    choices: new Choices(at.session, at.http, () => "key"),
    format: new Format("en", "UTC"),
    now: () => "2026-01-31T12:00:00Z",
    readSeq: 3,
    sought: null,
    pace: null,
    draft: null,
    following: { isAtEnd: true, below: 0, toEnd: () => undefined },
    currencies: ["EUR"],
    write: () => undefined,
    answer: () => undefined,
    reword: () => undefined,
    rewordLast: () => undefined,
  });
  if (!customElements.get("v-composer")) customElements.define("v-composer", Composer);
  document.body.innerHTML = `<v-composer>${SERVER_MARKUP}</v-composer>`;
  const found = document.querySelector<Composer>("v-composer");
  if (!found) throw new Error("the composer is there");
  composer = found;
  await composer.updateComplete;
});

describe("the composer", () => {
  test("takes over what was typed before the script came, and stands there once", () => {
    expect(field().value).toBe("typed before the script came");
    expect(composer.querySelectorAll("textarea")).toHaveLength(1);
  });

  test("Enter sends and clears; the draft is gone", async () => {
    await write("Hello");
    expect(at.session.drafts.read().body).toBe("Hello");
    press("Enter");
    await composer.updateComplete;
    expect(sent()).toEqual(["Hello"]);
    expect(field().value).toBe("");
    expect(at.session.drafts.read().body).toBe("");
  });

  test.each([
    ["Shift+Enter", { shiftKey: true }],
    ["Enter that ends a composition of characters", { isComposing: true }],
  ])("%s sends nothing", async (_, options) => {
    await write("Hello");
    press("Enter", options);
    expect(sent()).toEqual([]);
  });

  test("blank text is not sent", async () => {
    await write("  \n ");
    press("Enter");
    expect(sent()).toEqual([]);
  });

  test("signed out, nothing is sent and the text stays", async () => {
    await write("Hello");
    at.line.become("signed_out");
    press("Enter");
    await composer.updateComplete;
    expect(sent()).toEqual([]);
    expect(field().value).toBe("Hello");
    expect(composer.textContent).toContain("Sign in");
  });
});

describe("the hint line", () => {
  beforeEach(async () => {
    await write("Call me +46 70 123 4567 now");
    await judged();
  });

  test("says before sending what would happen, by which clause, and marks the characters", () => {
    expect(composer.querySelector(".hint__title")?.textContent).toContain("Would not be sent: contains a phone number");
    expect(composer.querySelector(".hint")?.textContent).toContain("clause “base”");
    expect(composer.querySelector(".composer__mirror mark")?.textContent).toBe("+46 70 123 4567");
    expect(sent()).toEqual([]);
  });

  test("the text under the field is the same text, marks or not", () => {
    expect(composer.querySelector(".composer__mirror")?.textContent).toBe(field().value);
  });

  test("removes what was found with one click", async () => {
    button("Remove it").click();
    await composer.updateComplete;
    expect(field().value).toBe("Call me now");
    expect(composer.querySelector("mark")).toBeNull();
  });

  test("keeps it for later with one click: it is sent, and the server keeps it", async () => {
    button("Keep it for later").click();
    await composer.updateComplete;
    expect(sent()).toEqual(["Call me +46 70 123 4567 now"]);
  });

  test("goes as soon as what it was about is gone", async () => {
    await write("Call me");
    expect(composer.querySelector(".hint__title")).toBeNull();
  });
});

describe("what was begun", () => {
  async function loadedAnew(): Promise<void> {
    document.body.innerHTML = "";
    document.body.innerHTML = `<v-composer><form class="composer"><textarea></textarea><select></select></form></v-composer>`;
    const found = document.querySelector<Composer>("v-composer");
    if (!found) throw new Error("the composer is there");
    composer = found;
    await composer.updateComplete;
  }

  const target = { kind: "reply", seq: 4, revision: 1, name: "Bo", body: "When?", quote: "When" } as const;

  test("an answer survives a reload with the words that it quotes, and is over once it was sent", async () => {
    composer.answer(target);
    await write("On Monday");
    await loadedAnew();
    expect(composer.querySelector(".composer__target")?.textContent).toContain("Reply to Bo");
    expect(field().value).toBe("On Monday");
    press("Enter");
    expect(at.line.ops("send")).toMatchObject([
      { body: "On Monday", reply_to: { seq: 4, revision: 1, quote: "When" } },
    ]);
    await loadedAnew();
    expect(composer.querySelector(".composer__target")).toBeNull();
  });

  test("an edit survives a reload, and so does what was being written before it", async () => {
    composer.answer(target);
    await write("Half a thought");
    composer.reword(5, "Tuseday", "");
    await write("Tuesday, I th");
    await loadedAnew();
    expect(field().value).toBe("Tuesday, I th");
    expect(composer.querySelector(".composer__target")?.textContent).toContain("Edit your message");
    composer.leaveTarget();
    await composer.updateComplete;
    expect(field().value).toBe("Half a thought");
    expect(composer.querySelector(".composer__target")?.textContent).toContain("Reply to Bo");
    expect(at.session.drafts.read().body).toBe("Half a thought");
  });

  test("the draft of another device waits until the edit is over", async () => {
    await write("");
    composer.reword(5, "Tuseday", "");
    at.session.draftSync.onTaken({ body: "From the phone", purpose: "" });
    await composer.updateComplete;
    expect(field().value).toBe("Tuseday");
    composer.leaveTarget();
    await composer.updateComplete;
    expect(field().value).toBe("From the phone");
  });

  test("the check hears the words that are quoted", async () => {
    composer.answer(target);
    await write("and five more");
    at.clock.pass(150);
    expect(at.line.ops("check").at(-1)).toMatchObject({ body: "and five more", reply_to: { seq: 4, quote: "When" } });
  });
});

test("a polite answer comes into the text, behind what stands there", async () => {
  await write("Hello.");
  composer.showPoliteAnswer(true);
  await composer.updateComplete;
  button("Put it into the message").click();
  await composer.updateComplete;
  expect(field().value).toMatch(/^Hello\.\nThank you\. I'd rather/u);
  expect(composer.isPoliteOpen).toBe(false);
});

test("what arrives while one writes leaves the text alone", async () => {
  await write("Half a thou");
  at.session.receive(roomEvent(4, message("Hi"), ANA));
  await composer.updateComplete;
  expect(field().value).toBe("Half a thou");
  expect(at.session.state.room?.detail.id).toBe(ROOM);
});

describe("a file", () => {
  const SAID = "Files cannot be sent here yet.";
  const ways: [string, () => boolean][] = [
    ["pasted", () => field().dispatchEvent(carrying("paste", "clipboardData"))],
    ["dropped on the page", () => window.dispatchEvent(carrying("drop", "dataTransfer"))],
  ];

  test.each(ways)("that is %s is told of, and the text stays", async (_, bring) => {
    await write("Half a thought");
    expect(composer.textContent).not.toContain(SAID);
    expect(bring()).toBe(false);
    await composer.updateComplete;
    expect(composer.textContent).toContain(SAID);
    expect(field().value).toBe("Half a thought");
    await write("Half a thought, go");
    expect(composer.textContent).not.toContain(SAID);
  });

  test("has its button, which says so too", async () => {
    button("Attach a file").click();
    await composer.updateComplete;
    expect(composer.textContent).toContain(SAID);
  });

  test("that comes along with words is no file", async () => {
    expect(field().dispatchEvent(carrying("paste", "clipboardData", "Words from a letter"))).toBe(true);
    await composer.updateComplete;
    expect(composer.textContent).not.toContain(SAID);
  });

  test("does not open in place of the page while it is over it", () => {
    expect(window.dispatchEvent(carrying("dragover", "dataTransfer"))).toBe(false);
    composer.remove();
    expect(window.dispatchEvent(carrying("dragover", "dataTransfer"))).toBe(true);
  });
});
