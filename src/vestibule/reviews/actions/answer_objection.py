"""What staff make of an objection: the answer, and a line of the corpus where the engine was wrong."""

import uuid
from datetime import datetime
from typing import get_args

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.books import book_on
from vestibule.judging.language import language_of
from vestibule.kit.refusals import InvalidInput, NotFound, WrongState
from vestibule.policy import Kind
from vestibule.reviews.events import ObjectionAnswered
from vestibule.reviews.invented import echo_of, still_told
from vestibule.reviews.models import Answer, CorpusLine, Objection
from vestibule.reviews.rules import AlreadyAnswered, LineNotFit, LineTellsDetail, require_staff

KINDS: tuple[str, ...] = get_args(Kind)
LONGEST_LINE = 2_000


def answer_objection(*, actor: Person, objection_id: uuid.UUID, answer: str, now: datetime) -> Objection:
    """Answer it; the person is told. The words go, unless a line of the corpus can still be made of them.

    Raises `NotFound` for everybody but staff, `InvalidInput`, `AlreadyAnswered`.
    """
    require_staff(actor)
    if answer not in Answer.values:
        raise InvalidInput(field="answer")
    with writing(now=now) as feed:
        found = _locked(objection_id)
        if found.answer:
            raise AlreadyAnswered
        found.answer, found.answered_by, found.answered_at = answer, actor, now
        if answer != Answer.ENGINE_WRONG:
            _forget(found)
        found.save()
        feed.lock([found.person_id])
        # By the house: nobody learns who of the staff it was.
        fact = ObjectionAnswered(objection=found.id, answer=answer)  # type: ignore[arg-type]
        feed.append(stream=found.person_id, fact=fact, by=None, on_timeline=False)
    return found


def answer_with_line(*, actor: Person, objection_id: uuid.UUID, text: str, kind: str, now: datetime) -> CorpusLine:
    """Make a line of the corpus out of a confirmed case, and let go of the words that people wrote.

    `text` has invented details and must be answered by the engine as the original is; `kind` is what should have been
    found, or what should not. Raises `NotFound`, `InvalidInput`, `WrongState`, `LineNotFit`, `LineTellsDetail`.
    """
    require_staff(actor)
    text = text.strip()
    if kind not in KINDS:
        raise InvalidInput(field="kind")
    if not text or len(text) > LONGEST_LINE:
        raise InvalidInput(field="text")
    with writing(now=now):
        found = _locked(objection_id)
        if found.answer != Answer.ENGINE_WRONG or not found.text:
            raise WrongState
        _check_line(original_of(found), text, now)
        is_spared = found.kind == Objection.Kind.NOT_CONTACT
        line = CorpusLine.objects.create(
            objection=found,
            language=_language(text, found),
            kind=f"spared:{kind}" if is_spared else kind,
            text=text,
            made_by=actor,
            made_at=now,
        )
        _forget(found)
        found.save()
    return line


def original_of(objection: Objection) -> str:
    """The words that the case is about, with those before them that the verdict rests on."""
    return " ".join([*objection.context, objection.text])


def _check_line(original: str, text: str, now: datetime) -> None:
    book = book_on(now.date())
    told = still_told(original, text, book)
    if told:
        raise LineTellsDetail(field="text", part=told[0])
    if echo_of(text, book) != echo_of(original, book):
        raise LineNotFit(field="text")


def _language(text: str, objection: Objection) -> str:
    found = language_of(text)
    return found if found != "?" else objection.language


def _locked(objection_id: uuid.UUID) -> Objection:
    found = Objection.objects.select_for_update().filter(id=objection_id).first()
    if found is None:
        raise NotFound
    return found


def _forget(objection: Objection) -> None:
    objection.text, objection.context, objection.verdict = "", [], {}
