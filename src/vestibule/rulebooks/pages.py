"""The pages on which staff write books: those that are known, a draft, its trial, its day."""

import uuid
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.models import Person
from vestibule.judging.books import books
from vestibule.judging.models import Book
from vestibule.kit.refusals import NotFound, Refusal
from vestibule.rulebooks.actions.announce_book import announce_book
from vestibule.rulebooks.actions.discard_book import discard_book
from vestibule.rulebooks.actions.draft_book import draft_book
from vestibule.rulebooks.actions.edit_book import edit_book
from vestibule.rulebooks.actions.withdraw_book import withdraw_book
from vestibule.rulebooks.change_words import comparison
from vestibule.rulebooks.forms import AnnounceForm, DraftForm, TrialForm
from vestibule.rulebooks.queries import published, read_draft, steps_of, visible_book, written_books
from vestibule.rulebooks.rules import DraftChanged
from vestibule.rulebooks.shown import DRAFTED, marked_lines, try_text, written_book
from vestibule.web.typed import sign_in_first, typed_before


@require_GET
@login_required
def list_page(request: HttpRequest) -> HttpResponse:
    """Books that are known, and drafts."""
    found = written_books(_person(request))
    steps = steps_of(found)
    written = [written_book(one, steps.get(one.id, [])) for one in found]
    announced = {one.version: one for one in written if one.state == Book.State.ANNOUNCED}
    context = {
        "books": [(card, announced.get(card.version)) for card in published(today=timezone.now().date())],
        "drafts": [one for one in written if one.state in DRAFTED],
    }
    return render(request, "rulebooks/books.html", context)


@require_POST
@sign_in_first("books")
def post_new(request: HttpRequest) -> HttpResponse:
    """Begin a draft, or begin anew from the text of another one."""
    actor, before = _person(request), request.POST.get("from", "")
    text = visible_book(actor, _id(before)).text if before else None
    made = draft_book(actor=actor, text=text, now=timezone.now())
    return redirect("book", book_id=made.id)


@require_http_methods(["GET", "POST"])
@sign_in_first("book")
def book_page(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    """A draft with its mistakes and what it would change; posting keeps another wording."""
    if request.method == "GET":
        return _show(request, visible_book(_person(request), book_id))
    kept = _keep(request, book_id)
    if not isinstance(kept, Book):
        return kept
    messages.success(request, _("The draft is kept."))
    return redirect("book", book_id=book_id)


@require_POST
@sign_in_first("book")
def post_trial(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    """What the book in force and the draft, as it is typed, say to a text."""
    book = visible_book(_person(request), book_id)
    form = TrialForm(request.POST)
    draft = DraftForm(request.POST) if book.state == Book.State.DRAFT else None
    return _show(request, book, draft=draft, trial=form, status=200 if form.is_valid() else 422)


@require_POST
@sign_in_first("book")
def post_announcement(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    """Keep the draft as it is typed, and tell everybody, with a day."""
    kept = _keep(request, book_id)
    if not isinstance(kept, Book):
        return kept
    form = AnnounceForm(request.POST)
    if form.is_valid():
        try:
            announce_book(
                actor=_person(request),
                book_id=book_id,
                revision=kept.revision,
                now=timezone.now(),
                **form.cleaned_data,
            )
        except NotFound:
            raise
        except Refusal as refusal:
            form.show(refusal)
        else:
            messages.success(request, _("The book is announced. Everybody can read what changes."))
            return redirect("books")
    return _show(request, kept, announcement=form, status=422)


@require_POST
@sign_in_first("book")
def post_withdrawal(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    """Take it back before its day."""
    withdraw_book(actor=_person(request), book_id=book_id, now=timezone.now())
    messages.success(request, _("The book is withdrawn. Its text is kept."))
    return redirect("book", book_id=book_id)


@require_POST
@sign_in_first("book")
def post_discarding(request: HttpRequest, book_id: uuid.UUID) -> HttpResponse:
    """Throw a draft away."""
    discard_book(actor=_person(request), book_id=book_id, now=timezone.now())
    messages.success(request, _("The draft is gone."))
    return redirect("books")


def _keep(request: HttpRequest, book_id: uuid.UUID) -> Book | HttpResponse:
    """The draft with what was typed, or the page that says why that cannot be kept."""
    actor, form = _person(request), DraftForm(request.POST)
    book = visible_book(actor, book_id)
    if not form.is_valid():
        return _show(request, book, draft=form, status=422)
    try:
        return edit_book(actor=actor, book_id=book_id, now=timezone.now(), **form.cleaned_data)
    except NotFound:
        raise
    except Refusal as refusal:
        form.add_error("text", refusal.text)
        changed = isinstance(refusal, DraftChanged)
        return _show(request, visible_book(actor, book_id), draft=form, shows_theirs=changed, status=refusal.status)


def _show(
    request: HttpRequest,
    book: Book,
    *,
    draft: DraftForm | None = None,
    trial: TrialForm | None = None,
    announcement: AnnounceForm | None = None,
    shows_theirs: bool = False,
    status: int = 200,
) -> HttpResponse:
    today = timezone.now().date()
    typed = draft["text"].value() if draft is not None else book.text
    found = read_draft(str(typed or "")) if book.state in DRAFTED else None
    known = books()
    made = found.book if found is not None else known.named(book.version)
    before = known.named(made.predecessor or "") if made is not None else None
    day = made.effective.isoformat() if made is not None else ""
    context: dict[str, Any] = {
        "book": written_book(book, steps_of([book]).get(book.id, [])),
        "made": made,
        "in_force": known.on(today).version,
        "is_draft": book.state == Book.State.DRAFT,
        "can_withdraw": book.state == Book.State.ANNOUNCED and book.effective is not None and book.effective > today,
        "problems": marked_lines(str(typed or ""), found.problems) if found is not None else [],
        "comparison": comparison(before, made) if made is not None and before is not None else None,
        "draft": draft or DraftForm(initial={"text": book.text, "revision": book.revision, **typed_before(request)}),
        "shows_theirs": shows_theirs,
        "announcement": announcement or AnnounceForm(initial={"effective": day}),
        "trial": trial or TrialForm(),
    }
    if trial is not None and trial.is_valid():
        context["tried"] = try_text(trial.cleaned_data["trial"], trial.situation(), made, today=today)
    return render(request, "rulebooks/book.html", context, status=status)


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


def _id(text: str) -> uuid.UUID:
    try:
        return uuid.UUID(text)
    except ValueError:
        raise NotFound from None
