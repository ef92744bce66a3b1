import type { Composer } from "../elements/composer.ts";
import type { Page } from "../elements/page.ts";
import type { MessageLine } from "../session/message-line.ts";
import { messagesOf } from "../session/messages.ts";
import type { Session } from "../session/session.ts";

type Ways = Pick<Page, "answer" | "reword" | "rewordLast">;

/** Answering and rewording messages in the composer. */
export function messageWays(session: Session, composer: () => Composer | null): Ways {
  const selected = rememberSelection(document);
  const reword = ({ seq, body, declared }: MessageLine): void => composer()?.reword(seq, body, declared);
  return {
    answer: ({ seq, revision, name, body }) =>
      composer()?.answer({ kind: "reply", seq, revision, name, body, quote: selected(seq, body) }),
    reword,
    rewordLast: () => {
      const last = messagesOf(session.state).findLast((line) => line.isMine && !line.isDeleted);
      if (last) reword(last);
    },
  };
}

/** What is selected in a message, also once its menu was opened: opening it takes the selection away. */
function rememberSelection(page: Document): (seq: number, body: string) => string | null {
  let last: { seq: number; words: string } | null = null;
  page.addEventListener("selectionchange", () => {
    last = selectedIn(page.getSelection()) ?? last;
  });
  page.addEventListener("pointerdown", ({ target }) => {
    if (!(target instanceof Element && target.closest(".message__menu"))) last = null;
  });
  return (seq, body) => (last?.seq === seq && body.includes(last.words) ? last.words : null);
}

/** Words that are selected within the text of one message. */
function selectedIn(selection: Selection | null): { seq: number; words: string } | null {
  if (!selection) return null;
  const message = textAround(selection.anchorNode);
  const words = selection.toString().trim();
  if (!message || message !== textAround(selection.focusNode) || words === "") return null;
  return { seq: Number(message.closest("li")?.id.slice(1)), words };
}

function textAround(node: Node | null): Element | null {
  const element = node instanceof Element ? node : node?.parentElement;
  return element?.closest(".message__text") ?? null;
}
