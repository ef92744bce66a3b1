"""The pages of staff about replays: start one, see how far it is and what flips, judge samples one by one."""

import tomllib
import uuid
from datetime import timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from vestibule.accounts.models import Person
from vestibule.judging.books import books
from vestibule.judging.models import Book
from vestibule.judging.retelling import stored_told_in
from vestibule.kit.refusals import Refusal
from vestibule.reviews.actions.judge_sample import judge_sample
from vestibule.reviews.actions.start_replay import start_again, start_replay, stop_replay
from vestibule.reviews.models import Flip, Replay
from vestibule.reviews.results import ErrorRate, next_sample, replays, visible_replay
from vestibule.reviews.staff_api import LONGEST_BOOK, first_moment, last_moment
from vestibule.reviews.words import surface_words
from vestibule.web.staff import for_staff

_WORDS = {"allow": gettext_lazy("allowed"), "ask": gettext_lazy("asked"), "withhold": gettext_lazy("withheld")}
_STATES = {
    "waiting": ("hourglass", ""),
    "running": ("clock", "accent"),
    "done": ("circle-check", "good"),
    "stopped": ("circle-x", "caution"),
    "failed": ("circle-alert", "stop"),
}


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


class ReplayForm(forms.Form):
    """Which book, over which days."""

    book = forms.ChoiceField(label=gettext_lazy("Book"), required=False)
    file = forms.FileField(
        label=gettext_lazy("Or a draft as a TOML file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )
    since = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=gettext_lazy("Until"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own signature
        super().__init__(*args, **kwargs)
        field = cast("forms.ChoiceField", self.fields["book"])
        drafts = Book.objects.filter(state=Book.State.DRAFT).order_by("-changed_at")[:50]
        field.choices = [(f"draft:{one.id}", _draft_name(one)) for one in drafts]
        field.choices += [(one.version, f"{one.version} · {one.title}") for one in reversed(list(books()))]

    def draft(self) -> str:
        """The text of the file, where there is one. Raises `UnicodeDecodeError`."""
        found = self.cleaned_data["file"]
        if found:
            return str(found.read(LONGEST_BOOK).decode("utf-8"))
        kind, _colon, book_id = self.cleaned_data["book"].partition(":")
        # The wording of this moment: what is changed in the draft later is another trial.
        return Book.objects.get(id=book_id).text if kind == "draft" else ""


def _draft_name(book: Book) -> str:
    try:
        named = str(tomllib.loads(book.text).get("version", ""))
    except tomllib.TOMLDecodeError:
        named = "?"
    return _("Draft %(name)s") % {"name": named}


@for_staff
@require_http_methods(["GET", "POST"])
def list_page(request: HttpRequest) -> HttpResponse:
    """The latest replays, and the form for another."""
    today = timezone.now().date()
    initial = {"since": (today - timedelta(days=30)).isoformat(), "until": today.isoformat()}
    form = ReplayForm(request.POST, request.FILES) if request.method == "POST" else ReplayForm(initial=initial)
    if request.method == "POST" and form.is_valid():
        started = _start(request, form)
        if started is not None:
            return redirect("staff-replay", started.id)
    cards = [{"card": one, "state": _state(one.state)} for one in replays(_person(request))]
    return render(request, "reviews/staff_replays.html", {"form": form, "items": cards})


def _start(request: HttpRequest, form: ReplayForm) -> Replay | None:
    given = form.cleaned_data
    try:
        return start_replay(
            actor=_person(request),
            book=given["book"],
            draft=form.draft(),
            since=first_moment(given["since"]),
            until=last_moment(given["until"]),
            now=timezone.now(),
        )
    except UnicodeDecodeError:
        form.add_error("file", _("This is no text."))
    except Refusal as refusal:
        field = "file" if refusal.field == "book" and given["file"] else refusal.field
        form.add_error(field if field in form.fields else None, refusal.text)
    return None


@for_staff
@require_GET
def replay_page(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    """How far it is, and what flips by direction, clause and language."""
    found = visible_replay(_person(request), replay_id)
    card = found.replay
    context = {
        "found": found,
        "card": card,
        "percent": card.percent,
        "state": _state(card.state),
        "is_under_way": card.state in Replay.UNDER_WAY,
        "can_go_on": card.state in {Replay.State.STOPPED, Replay.State.FAILED},
        "counts": [
            {"row": one, "was": _WORDS[one.was], "now": _WORDS[one.now], "where": surface_words(one.surface)}
            for one in found.counts
        ],
        "errors": [_error_line(way, rate) for way, rate in found.error_by.items()],
        "error": _shares(found.error),
    }
    answer = render(request, "reviews/staff_replay.html", context)
    if context["is_under_way"]:
        # Without script, and without asking for more than the page: it comes again by itself.
        answer.headers["Refresh"] = "3"
    return answer


@for_staff
@require_POST
def post_stop(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    stop_replay(actor=_person(request), replay_id=replay_id, now=timezone.now())
    return redirect("staff-replay", replay_id)


@for_staff
@require_POST
def post_resume(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    start_again(actor=_person(request), replay_id=replay_id, now=timezone.now())
    return redirect("staff-replay", replay_id)


@for_staff
@require_GET
def sample_page(request: HttpRequest, replay_id: uuid.UUID) -> HttpResponse:
    """One flip by chance, to be judged. Showing it is written down."""
    actor = _person(request)
    result = visible_replay(actor, replay_id)
    found = next_sample(actor, replay_id, now=timezone.now())
    if found is None:
        messages.success(request, _("All flips of this replay are judged."))
        return redirect("staff-replay", replay_id)
    context = {
        "sample": found,
        "card": result.replay,
        "was": _WORDS[found.was],
        "now": _WORDS[found.now],
        "where": surface_words(found.surface),
        "verdict": stored_told_in(found.verdict, actor.language),
        "opinions": Flip.Opinion.choices,
        "error": _shares(result.error),
    }
    return render(request, "reviews/staff_sample.html", context)


@for_staff
@require_POST
def post_opinion(request: HttpRequest, flip_id: uuid.UUID) -> HttpResponse:
    """Judge it; the next one follows."""
    opinion = request.POST.get("opinion", "")
    flip = judge_sample(actor=_person(request), flip_id=flip_id, opinion=opinion, now=timezone.now())
    return redirect("staff-replay-sample", flip.replay_id)


def _state(state: str) -> dict[str, str]:
    sign, tone = _STATES[state]
    return {"word": str(Replay.State(state).label), "sign": sign, "tone": tone}


def _error_line(way: str, rate: ErrorRate) -> dict[str, Any]:
    was, _arrow, now = way.partition(" -> ")
    return {"was": _WORDS[was], "now": _WORDS[now], **_shares(rate)}


def _shares(rate: ErrorRate) -> dict[str, Any]:
    """Shares as per cent."""
    share = 100 * rate.wrong / rate.judged if rate.judged else 0.0
    return {"judged": rate.judged, "wrong": rate.wrong, "share": share, "low": 100 * rate.low, "high": 100 * rate.high}
