"""The pages of staff: what people objected to, one by one, and the lines of the corpus made of it."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from vestibule.accounts.models import Person
from vestibule.judging.retelling import stored_told_in
from vestibule.kit.refusals import Refusal
from vestibule.policy import VerdictDict
from vestibule.reviews.actions.answer_objection import KINDS, answer_objection, answer_with_line
from vestibule.reviews.models import Answer, CorpusLine
from vestibule.reviews.queries import ObjectionCase, corpus_lines, look_at_objection, open_objections
from vestibule.reviews.rules import require_staff
from vestibule.reviews.words import kind_words, surface_words
from vestibule.web.api import pack_cursor, time_and_id
from vestibule.web.staff import for_staff
from vestibule.web.templatetags.verdicts import kinds_in_words

PAGE = 50


def _person(request: HttpRequest) -> Person:
    return cast("Person", request.user)


@for_staff
@require_GET
def list_page(request: HttpRequest) -> HttpResponse:
    """What waits, the oldest first. No words of anybody stand here."""
    found = open_objections(_person(request), after=time_and_id(request.GET.get("cursor")), limit=PAGE)
    last = found[-1] if len(found) == PAGE else None
    context = {
        "items": [{"card": one, "kind": kind_words(one.kind), "surface": surface_words(one.surface)} for one in found],
        "next": pack_cursor(last.made_at.isoformat(), str(last.id)) if last is not None else None,
        "lines": CorpusLine.objects.count(),
    }
    return render(request, "reviews/staff_objections.html", context)


@for_staff
@require_GET
def case_page(request: HttpRequest, objection_id: uuid.UUID) -> HttpResponse:
    """One with what is needed for an answer. Opening it is written down."""
    return _show(request, objection_id)


def _show(request: HttpRequest, objection_id: uuid.UUID, *, typed: str = "", problem: str = "") -> HttpResponse:
    actor = _person(request)
    case = look_at_objection(actor, objection_id, now=timezone.now())
    context = {
        "case": case,
        "kind": kind_words(case.kind),
        "surface": surface_words(case.surface),
        "verdict": _verdict(case, actor),
        "answers": Answer.choices,
        "answer": str(Answer(case.answer).label) if case.answer else "",
        "line": typed or case.line,
        "kinds": [(kind, kinds_in_words([kind])) for kind in KINDS],
        "problem": problem,
    }
    return render(request, "reviews/staff_case.html", context, status=422 if problem else 200)


def _verdict(case: ObjectionCase, actor: Person) -> VerdictDict | None:
    return stored_told_in(cast("VerdictDict", case.verdict), actor.language) if case.verdict else None


@for_staff
@require_POST
def post_answer(request: HttpRequest, objection_id: uuid.UUID) -> HttpResponse:
    """Answer it; with the engine in the wrong a line can be made next, else the list is next."""
    answer = request.POST.get("answer", "")
    answer_objection(actor=_person(request), objection_id=objection_id, answer=answer, now=timezone.now())
    messages.success(request, _("Answered. The person is told."))
    if answer == Answer.ENGINE_WRONG:
        return redirect("staff-objection", objection_id)
    return redirect("staff-objections")


@for_staff
@require_POST
def post_line(request: HttpRequest, objection_id: uuid.UUID) -> HttpResponse:
    """Make the line; what is wrong with it is said beside what was typed."""
    text = request.POST.get("line", "").replace("\r\n", "\n")
    kind = request.POST.get("kind", "")
    try:
        answer_with_line(actor=_person(request), objection_id=objection_id, text=text, kind=kind, now=timezone.now())
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        return _show(request, objection_id, typed=text, problem=refusal.text)
    messages.success(request, _("The line stands in the corpus. The original words are gone."))
    return redirect("staff-objections")


@for_staff
@require_GET
def corpus_file(request: HttpRequest) -> HttpResponse:
    """All lines as a file, in the form of the corpora that the engine is measured by."""
    require_staff(_person(request))
    body = "".join(f"{line}\n" for line in corpus_lines())
    headers = {"Content-Disposition": 'attachment; filename="corpus.jsonl"'}
    return HttpResponse(body, content_type="application/jsonl; charset=utf-8", headers=headers)
