import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { DraftCard, Purpose } from "../protocol/index.ts";
import type { Draft } from "../session/drafts.ts";
import { without } from "../session/spans.ts";
import type { Answering, Target, UnfinishedWork } from "../session/unfinished.ts";
import { blockingFindings, spansOf } from "../session/verdicts.ts";
import { who } from "../session/wording.ts";
import { text } from "../text/index.ts";
import { Attempt } from "./attempt.ts";
import { SessionElement } from "./base.ts";
import { composerBar, connectionWords, newerButton } from "./composer-bar.ts";
import { isEditingLast, isSending } from "./composer-keys.ts";
import { mirrored } from "./composer-mirror.ts";
import { keysDialog, politeAnswer } from "./composer-parts.ts";
import { targetLine, wishOf } from "./composer-target.ts";
import { FileWatch, isFilesAlone, noFiles } from "./files.ts";
import { currentVerdict, hintLine } from "./hint.ts";
import { formatted } from "./markdown.ts";
import { markedUp } from "./marked-up.ts";
import { otherDraft } from "./other-draft.ts";
import { whoIsWriting } from "./presence.ts";

/** Where a message is written: its draft, what would happen to it, its purpose, and the way out. */
export class Composer extends SessionElement {
  #body = "";
  #purpose: Purpose | "" = "";
  #isPoliteOpen = false;
  #selection: [number, number] | null = null;
  #target: Target | null = null;
  #isPreviewed = false;
  #wantsFiles = false;
  /** What was being written when an edit began; it comes back afterwards. */
  #meanwhile: { body: string; purpose: Purpose | ""; target: Answering | null } | null = null;
  readonly #attempt = new Attempt(this);
  readonly #files = new FileWatch(() => {
    this.#saysNoFiles(true);
  });

  /** Puts words behind what is written and the cursor behind them. */
  write(words: string): void {
    this.#isPoliteOpen = false;
    this.#typed(this.#body.trim() === "" ? words : `${this.#body.trimEnd()}\n${words}`);
    this.focusText();
  }

  /** Answers a message from here on. */
  answer(target: Answering): void {
    this.leaveTarget();
    this.#aimAt(target);
    this.focusText();
  }

  /** Rewords a message; what is being written now waits. */
  reword(seq: number, body: string, purpose: Purpose | ""): void {
    if (this.#meanwhile) this.leaveTarget();
    const target = this.#target?.kind === "reply" ? this.#target : null;
    this.#meanwhile = { body: this.#body, purpose: this.#purpose, target };
    this.#target = { kind: "edit", seq };
    this.#purpose = purpose;
    this.#typed(body);
    this.focusText();
  }

  /** Shows the text as its readers will see it, or goes on writing. */
  preview(isOn: boolean): void {
    this.#isPreviewed = isOn;
    this.requestUpdate();
    if (!isOn) this.focusText();
  }

  get hasTarget(): boolean {
    return this.#target !== null;
  }

  /** Back to an ordinary message: an edit is given up, an answer answers nothing any more. */
  leaveTarget(): void {
    const before = this.#meanwhile;
    this.#attempt.problem = "";
    this.#meanwhile = null;
    if (before) {
      this.#purpose = before.purpose;
      this.#body = before.body;
    }
    this.#aimAt(before?.target ?? null);
  }

  focusText(): void {
    void this.updateComplete.then(() => {
      const field = this.#field();
      field?.focus();
      field?.setSelectionRange(this.#body.length, this.#body.length);
    });
  }

  /** Shows or hides the polite answer for whoever was sent contact details. */
  showPoliteAnswer(isOpen: boolean): void {
    this.#isPoliteOpen = isOpen;
    this.requestUpdate();
    if (isOpen) void this.updateComplete.then(() => this.querySelector<HTMLElement>(".polite button")?.focus());
    else this.focusText();
  }

  get isPoliteOpen(): boolean {
    return this.#isPoliteOpen;
  }

  showKeys(): void {
    this.querySelector("dialog")?.showModal();
  }

  protected override takeOver(): void {
    const draft = this.page.session.draftSync.begin(this.page.draft);
    const field = this.#field();
    const purpose = this.querySelector("select")?.value as Purpose | "" | undefined;
    const isTyped = field !== null && wasTyped(field.value, this.page.draft);
    this.#body = isTyped ? field.value : draft.body;
    this.#purpose = isTyped && purpose !== undefined ? purpose : draft.purpose;
    this.#selection = focusedSelection(field);
    this.#takeUp(this.page.session.unfinished.read());
    if (this.#body !== "") this.page.session.hint.typed(this.#body, this.#purpose, wishOf(this.#target));
  }

  /** Goes on with what was begun before the page was loaded anew. */
  #takeUp(work: UnfinishedWork | null): void {
    if (!work) return;
    this.#target = work.target;
    if (work.target.kind === "reply") return;
    this.#meanwhile = { body: this.#body, purpose: this.#purpose, target: work.before };
    this.#body = work.body;
    this.#purpose = work.purpose;
    this.#selection = null;
  }

  /** The text is about this message from here on; about none without one. */
  #aimAt(target: Target | null): void {
    this.#target = target;
    this.#noted();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#files.stop();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#files.start();
    this.page.session.draftSync.onTaken = (draft) => {
      if (this.#meanwhile) {
        this.#meanwhile = { ...this.#meanwhile, ...draft };
        return;
      }
      this.#body = draft.body;
      this.#purpose = draft.purpose;
      this.page.session.hint.typed(this.#body, this.#purpose, wishOf(this.#target));
      this.requestUpdate();
    };
    this.page.session.onHint(() => {
      this.requestUpdate();
    });
  }

  protected override firstUpdated(): void {
    if (this.#selection) {
      this.#field()?.focus();
      this.#field()?.setSelectionRange(...this.#selection);
    }
  }

  protected override render(): TemplateResult | typeof nothing {
    const { session } = this.page;
    const room = session.state.room;
    if (!room || room.left) return nothing;
    const buttons = {
      removeSpans: () => {
        this.#removeSpans();
      },
      declareAccess: () => {
        this.#declare("system_access");
      },
      keepForLater: () => {
        this.#send();
      },
    };
    const useDraft = (draft: Draft | null): void => {
      if (draft) this.#purpose = draft.purpose;
      this.#typed(draft?.body ?? this.#body);
      this.focusText();
    };
    return html`${whoIsWriting(session)}${this.#newer()}${this.#polite()}${otherDraft(session.draftSync, useDraft)}
      <form class="composer" id="composer" @submit=${this.#submit}>
        <div class="composer__box">
          ${targetLine(this.#target, this.#attempt.problem, () => {
            this.leaveTarget();
            this.focusText();
          })}
          <label class="visually-hidden" for="composer-text">${text.yourMessage}</label>
          <div class="composer__preview message__text" ?hidden=${!this.#isPreviewed} aria-label=${text.preview}>
            ${this.#isPreviewed ? formatted(this.#body) : nothing}
          </div>
          <div class="composer__text" ?hidden=${this.#isPreviewed}>
            <div class="composer__mirror" dir="auto" aria-hidden="true">${mirrored(this.#body, currentVerdict(session.hint.current))}</div>
            <textarea
              id="composer-text"
              dir="auto"
              name="body"
              rows="1"
              placeholder=${text.writeTo(who(room.detail, session.me.id))}
              aria-describedby="composer-hint"
              .value=${live(this.#body)}
              @input=${this.#input}
              @keydown=${this.#key}
              @paste=${this.#paste}
            ></textarea>
          </div>
          ${hintLine(session.hint.current, room.detail, session.me.id, buttons)}${noFiles(this.#wantsFiles)}${this.#bar()}
        </div>
      </form>
      ${keysDialog()}`;
  }

  #bar(): TemplateResult {
    return composerBar({
      purpose: this.#purpose,
      isEmpty: this.#body.trim() === "",
      isPreviewed: this.#isPreviewed,
      isBusy: this.#attempt.isBusy,
      isEdit: this.#target?.kind === "edit",
      status: connectionWords(this.page.session.status),
      declare: (purpose) => {
        this.#declare(purpose);
      },
      preview: (isOn) => {
        this.preview(isOn);
      },
      attach: () => {
        this.#saysNoFiles(true);
      },
      showKeys: () => {
        this.showKeys();
      },
    });
  }

  #newer(): TemplateResult | typeof nothing {
    return newerButton(this.page.following, () => {
      void this.#toNewest();
    });
  }

  #polite(): TemplateResult {
    const close = (): void => {
      this.showPoliteAnswer(false);
    };
    const use = (): void => {
      this.write(text.politeAnswer);
    };
    return politeAnswer(this.#isPoliteOpen, use, close);
  }

  #field(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }

  #saysNoFiles(isSaid: boolean): void {
    this.#wantsFiles = isSaid;
    this.requestUpdate();
  }

  #paste(event: ClipboardEvent): void {
    if (!isFilesAlone(event)) return;
    event.preventDefault();
    this.#saysNoFiles(true);
  }

  #input(event: Event): void {
    this.#wantsFiles = false;
    this.#typed((event.target as HTMLTextAreaElement).value);
    this.page.session.presence.typed(this.#body);
  }

  #declare(purpose: Purpose | ""): void {
    this.#purpose = purpose;
    this.#typed(this.#body);
  }

  #removeSpans(): void {
    const verdict = currentVerdict(this.page.session.hint.current);
    if (!verdict) return;
    this.#typed(without(this.#body, spansOf(blockingFindings(verdict))));
    this.focusText();
  }

  #typed(body: string): void {
    const { session } = this.page;
    this.#body = body;
    if (!this.#meanwhile) session.draftSync.typed({ body, purpose: this.#purpose });
    this.#noted();
  }

  #noted(): void {
    const { session } = this.page;
    session.unfinished.write(this.#work());
    session.hint.typed(this.#body, this.#purpose, wishOf(this.#target));
    this.requestUpdate();
  }

  #work(): UnfinishedWork | null {
    if (!this.#target) return null;
    const isEdit = this.#target.kind === "edit";
    const words = { body: isEdit ? this.#body : "", purpose: isEdit ? this.#purpose : ("" as const) };
    return { target: this.#target, ...words, before: this.#meanwhile?.target ?? null };
  }

  #key(event: KeyboardEvent): void {
    const marked = markedUp(event);
    if (marked) {
      event.preventDefault();
      this.#selection = marked.selection;
      this.#typed(marked.body);
      void this.updateComplete.then(() => this.#field()?.setSelectionRange(...marked.selection));
    } else if (isEditingLast(event, this.#body)) {
      event.preventDefault();
      this.page.rewordLast();
    } else if (isSending(event)) {
      event.preventDefault();
      this.#send();
    }
  }

  /** Whether it passed or is kept with its reasons, its place says; only what could not be done keeps the text here. */
  async #save(seq: number): Promise<void> {
    const room = this.page.session.state.room?.detail.id ?? "";
    const [body, purpose] = [this.#body, this.#purpose];
    this.page.session.presence.stopped();
    if (!(await this.#attempt.run(() => this.page.choices.edit(room, seq, body, purpose)))) return;
    this.leaveTarget();
    this.focusText();
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    this.#send();
  }

  #send(): void {
    const { session } = this.page;
    if (this.#body.trim() === "" || session.status === "signed_out") return;
    if (this.#target?.kind === "edit") {
      void this.#save(this.#target.seq);
      return;
    }
    session.presence.stopped();
    session.sending.send(this.#body, this.#purpose, wishOf(this.#target));
    this.#target = null;
    this.#isPreviewed = false;
    this.#purpose = "";
    this.#typed("");
    this.focusText();
    void this.#toNewest();
  }

  async #toNewest(): Promise<void> {
    const { session, following } = this.page;
    await session.toNewest();
    following.toEnd();
    session.changed();
  }
}

/** What the server wrote into the field is the draft itself; anything else was typed before the script ran. */
function wasTyped(value: string, draft: DraftCard | null): boolean {
  return value !== "" && value !== draft?.body;
}

function focusedSelection(field: HTMLTextAreaElement | null): [number, number] | null {
  return field && document.activeElement === field ? [field.selectionStart, field.selectionEnd] : null;
}
