"""Proposals and invitations on their way through the gate."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from vestibule.accounts.models import Person
from vestibule.accounts.queries import plans_on
from vestibule.judging.circumstances import keep_circumstances
from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear, clear_or_refuse, repeat
from vestibule.market.lines import lines_of
from vestibule.market.models import JobPost, Proposal, ProposalAnswer
from vestibule.market.rules import (
    LONGEST_ANSWER,
    LONGEST_COVER_TEXT,
    LONGEST_INVITATION,
    AnswersMissing,
    check,
    refuse_money,
    refuse_text,
)
from vestibule.policy import Situation, Surface
from vestibule.rooms.relationship import relationships_of
from vestibule.rooms.standing import standing_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProposal:
    """What is proposed: a text, a price in the currency's smallest unit, an answer to each question of the post."""

    cover_text: str
    bid_minor: int
    currency: str
    answers: Sequence[str] = ()


def cleared_proposal(proposal: NewProposal, *, job: JobPost, freelancer: Person, on: date) -> ClearedText:
    """The cover text, cleared for this job's client. Raises `InvalidInput` and `TextNotAllowed` at the field."""
    text = proposal.cover_text.strip()
    check(
        refuse_text(text, field="cover_text", longest=LONGEST_COVER_TEXT),
        refuse_money(proposal.bid_minor, proposal.currency, field="bid_minor"),
    )
    situation = between(job, freelancer, surface="proposal", on=on)
    return clear_or_refuse(
        text, surface="proposal", field="cover_text", on=on, situation=situation, language=freelancer.language
    )


def cleared_answers(
    answers: Sequence[str], *, job: JobPost, freelancer: Person, cover_text: str, on: date
) -> list[ProposalAnswer]:
    """The answers to the post's questions in their order, cleared for its client and not stored yet.

    What begins in one and ends in the next is one detail. Raises `AnswersMissing` at `answers` unless there are as
    many as questions, and `InvalidInput` and `TextNotAllowed` at `answers.<place, from 0>`.
    """
    questions = lines_of(job.questions)
    if len(answers) != len(questions):
        raise AnswersMissing(field="answers", number=len(questions))
    pairs = [(repeat(job.questions, asked), answer) for asked, answer in zip(questions, answers, strict=True)]
    return _cleared_pairs(pairs, job=job, freelancer=freelancer, cover_text=cover_text, on=on)


def cleared_again(proposal: Proposal, *, cover_text: str, on: date) -> list[ProposalAnswer]:
    """The answers that a proposal has, after another cover text: what begins there may end in them. Not stored yet.

    Raises `TextNotAllowed` at `answers.<place, from 0>`.
    """
    pairs = [(one.question, one.answer) for one in proposal.answers.order_by("place")]
    return _cleared_pairs(pairs, job=proposal.job, freelancer=proposal.freelancer, cover_text=cover_text, on=on)


def _cleared_pairs(
    pairs: Iterable[tuple[ClearedText, str]], *, job: JobPost, freelancer: Person, cover_text: str, on: date
) -> list[ProposalAnswer]:
    situation = between(job, freelancer, surface="proposal", on=on)
    said = [cover_text]
    made: list[ProposalAnswer] = []
    for place, (question, answer) in enumerate(pairs):
        text, field = answer.strip(), f"answers.{place}"
        check(refuse_text(text, field=field, longest=LONGEST_ANSWER))
        cleared = clear_or_refuse(
            text,
            surface="proposal",
            field=field,
            on=on,
            situation=replace(situation, context=tuple(said)),
            language=freelancer.language,
        )
        said.append(cleared)
        made.append(ProposalAnswer(place=place, question=question, answer=cleared))
    return made


def put_answers(proposal: Proposal, answers: Sequence[ProposalAnswer], *, at: datetime) -> None:
    """Store these answers in place of what the stored proposal answered before, and how all of it was judged."""
    proposal.answers.all().delete()
    for one in answers:
        one.proposal = proposal
    ProposalAnswer.objects.bulk_create(answers)
    keep_circumstances([(proposal, "cover_text"), *((one, "answer") for one in answers)], at=at)


def cleared_invitation(words: str, *, job: JobPost, freelancer: Person, on: date, language: str) -> ClearedText:
    """What the client writes with an invitation, perhaps nothing. Raises at `words`."""
    text = words.strip()
    if text:
        check(refuse_text(text, field="words", longest=LONGEST_INVITATION))
    situation = between(job, freelancer, surface="invite", on=on)
    return clear_or_refuse(text, surface="invite", field="words", on=on, situation=situation, language=language)


def words_for_room(text: str, *, room_id: uuid.UUID, author_id: uuid.UUID, surface: Surface, on: date) -> str:
    """A text that was written for one person, for a room in which there may be others by now.

    Nothing of it where it may not go to all of them. The room is locked.
    """
    standing = standing_of([room_id], on=on)
    if not text or not standing.has_member(room_id, author_id):
        return ""
    _, cleared = clear(text, standing.situations(room_id, author_id, surface=surface), on=on)
    return cleared or ""


def between(job: JobPost, freelancer: Person, *, surface: Surface, on: date) -> Situation:
    """How the job's client and the freelancer stand to each other, before there is a room."""
    pair = (job.client_id, freelancer.id)
    plan = "basic"
    if job.organisation_id is not None:
        plan = plans_on(on, organisations=[job.organisation_id])[job.organisation_id]
    return Situation(
        surface=surface,
        relationship=relationships_of([pair])[pair],
        client_plan=plan,  # type: ignore[arg-type]
    )
