"""Every column and every event with words that another person can read takes them from the gate alone (A15)."""

import re
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Value

from tests.house.routes import uncovered
from tests.house.sources import sources
from vestibule.accounts.models import Person
from vestibule.judging.cleared import ClearedText, JudgedCharField, JudgedTextField, UnclearedTextError
from vestibule.judging.gate import clear_or_refuse
from vestibule.judging.written import owners_of_texts
from vestibule.rooms.models import Room
from vestibule.site.protocol import event_types

# -- columns ----------------------------------------------------------------------------------------------------------

_STATE = "one of a closed list"
_HOUSE = "written by the house"
_OWN = "read by its author alone"
_FOR_STAFF = "read by staff alone, who look at what the rule got wrong; each look is logged"
# Columns that hold text and are not judged, each with its reason.
UNJUDGED = {
    "web.AnsweredRequest.key": "1 to 64 letters and digits, read by nobody",
    "web.AnsweredRequest.fingerprint": _HOUSE,
    "web.AnsweredRequest.body": "an answer for the one who asked",
    "feed.Event.kind": _HOUSE,
    "feed.Event.body": "facts, whose texts come from judged columns: see the events below",
    "judging.Judgement.surface": _STATE,
    "judging.Judgement.relationship": _STATE,
    "judging.Judgement.client_plan": _STATE,
    "judging.Judgement.purpose": _STATE,
    "judging.Judgement.policy": _HOUSE,
    "judging.Judgement.outcome": _STATE,
    "judging.JudgedText.owner_id": _HOUSE,
    "judging.JudgedText.column": _HOUSE,
    "judging.JudgedText.surface": _STATE,
    "judging.JudgedText.grounds": _HOUSE,
    "judging.JudgedText.policy": _HOUSE,
    "judging.Book.state": _STATE,
    "judging.Book.text": "the rule itself, by staff: it names services and hosts",
    "judging.Book.version": "of the rule itself, by staff",
    "judging.BookStep.deed": _STATE,
    "judging.Judgement.verdict": _OWN,
    "accounts.Person.password": "a hash",
    "accounts.Person.email": "known to the house and to nobody else",
    "accounts.Person.staff_role": _STATE,
    "accounts.Person.time_zone": _STATE,
    "accounts.Person.language": _STATE,
    "accounts.PersonPicture.webp": "pixels, re-encoded here",
    "accounts.OrganisationInvitation.digest": "a hash",
    "accounts.OrganisationInvitation.role": _STATE,
    "accounts.OrganisationMember.role": _STATE,
    "accounts.PlanPeriod.plan": _STATE,
    "accounts.PersonalToken.label": _OWN,
    "accounts.PersonalToken.digest": "a hash",
    "rooms.Room.about_kind": _STATE,
    "rooms.Member.side": _STATE,
    "rooms.Message.key": "1 to 64 letters and digits",
    "rooms.Message.purpose": _STATE,
    "rooms.Message.judged_as": _HOUSE,
    "rooms.Revision.purpose": _STATE,
    "rooms.Reaction.reaction": _STATE,
    "rooms.WithheldMessage.quote": _OWN,
    "rooms.Draft.body": _OWN,
    "rooms.Draft.purpose": _STATE,
    "rooms.WithheldMessage.key": "1 to 64 letters and digits",
    "rooms.WithheldMessage.body": _OWN,
    "rooms.WithheldMessage.purpose": _STATE,
    "rooms.WithheldMessage.verdict": _OWN,
    "rooms.WithheldMessage.state": _STATE,
    "rooms.Engagement.state": _STATE,
    "reviews.Objection.kind": _STATE,
    "reviews.Objection.digest": "a hash",
    "reviews.Objection.surface": _STATE,
    "reviews.Objection.relationship": _STATE,
    "reviews.Objection.client_plan": _STATE,
    "reviews.Objection.purpose": _STATE,
    "reviews.Objection.language": _STATE,
    "reviews.Objection.text": _FOR_STAFF,
    "reviews.Objection.context": _FOR_STAFF,
    "reviews.Objection.verdict": _FOR_STAFF,
    "reviews.Objection.answer": _STATE,
    "reviews.CorpusLine.language": _STATE,
    "reviews.CorpusLine.kind": _STATE,
    "reviews.CorpusLine.text": "invented details, for staff and the engine's makers",
    "reviews.Look.what": _STATE,
    "reviews.Replay.book": _HOUSE,
    "reviews.Replay.draft": "a book of the operator's, for staff",
    "reviews.Replay.engine": _HOUSE,
    "reviews.Replay.state": _STATE,
    "reviews.Replay.part": _STATE,
    "reviews.Replay.failure": _HOUSE,
    "reviews.Flip.place": _HOUSE,
    "reviews.Flip.was": _STATE,
    "reviews.Flip.now": _STATE,
    "reviews.Flip.clause": _HOUSE,
    "reviews.Flip.language": _STATE,
    "reviews.Flip.surface": _STATE,
    "reviews.Flip.opinion": _STATE,
    "notices.Mail.form": _STATE,
    "notices.Mail.event": _STATE,
    "notices.Mail.address": "one that was the person's own",
    "notices.Mail.state": _STATE,
    "notices.Mail.failure": _HOUSE,
    "notices.Notice.kind": _STATE,
    "notices.Notice.event": _STATE,
    "notices.KindChoice.kind": _STATE,
    "notices.KindChoice.how": _STATE,
    "notices.RoomChoice.how": _STATE,
    "market.JobPost.state": _STATE,
    "market.JobPost.budget_kind": _STATE,
    "market.JobPost.currency": _STATE,
    "market.JobListing.budget_kind": _STATE,
    "market.JobListing.currency": _STATE,
    "market.Invitation.state": _STATE,
    "market.Profile.currency": _STATE,
    "market.Profile.availability": _STATE,
    "market.Proposal.currency": _STATE,
    "market.Proposal.state": _STATE,
    "market.Offer.currency": _STATE,
    "market.Offer.state": _STATE,
    "market.Contract.state": _STATE,
}
_TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField, models.FileField)
_JUDGED = (JudgedCharField, JudgedTextField)
Judged = JudgedCharField | JudgedTextField


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("vestibule.")]


def unjudged(found: Iterable[type[models.Model]]) -> set[str]:
    """The columns that hold text and do not ask for the gate."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.get_fields()
        if isinstance(field, _TEXT) and not isinstance(field, _JUDGED)
    }


def judged() -> list[Judged]:
    return [field for model in our_models() for field in model._meta.get_fields() if isinstance(field, _JUDGED)]


def test_the_check_sees_a_new_column() -> None:
    class Note(models.Model):
        words = models.TextField()

        class Meta:
            app_label = "rooms"
            managed = False

        def __str__(self) -> str:
            return "note"

    del apps.all_models["rooms"]["note"]
    apps.clear_cache()
    assert uncovered(unjudged([*our_models(), Note]), UNJUDGED) == ["no row for rooms.Note.words"]


def test_every_column_with_text_is_judged_or_has_a_reason() -> None:
    assert uncovered(unjudged(our_models()), UNJUDGED) == []


def test_a_judged_column_takes_nothing_but_what_passed_the_gate_for_it() -> None:
    fields = judged()
    assert len(fields) >= 8
    for field in fields:
        cleared = ClearedText("Hello", field.surface)
        assert field.get_db_prep_save(cleared, connection) == "Hello"
        other = ClearedText("Hello", "report" if field.surface != "report" else "file")
        for uncleared in ("Hello", str(cleared), cleared + "!", cleared.upper(), other, Value("Hello")):
            with pytest.raises(UnclearedTextError):
                field.get_db_prep_save(uncleared, connection)


@pytest.mark.django_db
def test_no_way_of_writing_goes_round_the_columns(ana: Person, bo: Person, room: Room) -> None:
    cleared = clear_or_refuse("Signet", surface="room_title", field="title", on=datetime.now(UTC).date())
    Room.objects.filter(id=room.id).update(title=cleared)
    assert Room.objects.get(id=room.id).title == "Signet"

    def save(text: str | Value) -> None:
        found = Room.objects.get(id=room.id)
        found.title = text
        found.save()

    def create(text: str | Value) -> None:
        Room.objects.create(title=text, about_kind="job", about_id=uuid.uuid4(), created_at=room.created_at)

    def bulk_create(text: str | Value) -> None:
        made = Room(title=text, about_kind="job", about_id=uuid.uuid4(), created_at=room.created_at)
        Room.objects.bulk_create([made])

    def update(text: str | Value) -> None:
        Room.objects.filter(id=room.id).update(title=text)

    for write in (save, create, bulk_create, update):
        write(cleared)
        for uncleared in ("call me", Value("call me")):
            with pytest.raises(UnclearedTextError), transaction.atomic():
                write(uncleared)
    found = Room.objects.get(id=room.id)
    found.title = "call me"
    with pytest.raises(UnclearedTextError), transaction.atomic():
        Room.objects.bulk_update([found], ["title"])


# Judged columns beside which no circumstances are kept, each with its reason.
TELLS_NONE = {
    "rooms.Message.body": "says them itself: judged_as",
    "rooms.Revision.body": "how a message read before; the message says them itself",
    "rooms.Reply.quote": "repeats a message",
    "market.ProposalAnswer.question": "repeats the post",
    "links.FoundPage.address": "repeats a message",
    "links.FoundPage.site": "found on a page, written by nobody here",
    "links.FoundPage.title": "found on a page, written by nobody here",
    "links.FoundPage.description": "found on a page, written by nobody here",
}


def test_every_judged_column_keeps_its_circumstances_or_has_a_reason() -> None:
    """That they are written down with every text is looked at door by door: see `test_gate_doors`."""
    owners = set(owners_of_texts())
    alone = {f"{one.model._meta.label}.{one.name}" for one in judged() if one.model not in owners}
    repeated = {"market.ProposalAnswer.question"}
    assert uncovered(alone | repeated | {"rumours.Rumour.words"}, TELLS_NONE) == ["no row for rumours.Rumour.words"]
    assert uncovered(alone | repeated, TELLS_NONE) == []


# Where plain SQL writes into a table with judged columns.
SQL_WRITERS = {"src/vestibule/rooms/actions/send_messages.py"}


def sql_writers(found: Iterable[tuple[str, str]]) -> set[str]:
    tables = "|".join({field.model._meta.db_table for field in judged()})
    writes = re.compile(rf"(INSERT INTO|UPDATE)\s+\"?({tables})\b", re.IGNORECASE)
    return {path for path, text in found if writes.search(text)}


def test_plain_sql_writes_judged_text_in_one_place_only() -> None:
    assert sql_writers([("x.py", 'cursor.execute("UPDATE rooms_room SET title = %s")')]) == {"x.py"}
    assert sql_writers(sources(".py", under="src/")) == SQL_WRITERS


# -- events -----------------------------------------------------------------------------------------------------------

# Texts in events, with the column they come from; or the reason why they are no one's words.
EVENT_TEXTS = {
    "room.opened.title": "rooms.Room.title",
    "room.opened.about_kind": _STATE,
    "member.joined.person": "accounts.Person.display_name, accounts.Organisation.name",
    "member.joined.relationships": _STATE,
    "member.changed.person": "accounts.Person.display_name, accounts.Organisation.name",
    "member.changed.was": "accounts.Person.display_name",
    "message.posted.key": "1 to 64 letters and digits",
    "message.posted.body": "rooms.Message.body",
    "message.posted.purpose": _STATE,
    "message.posted.remarks": "sentences of the rule book",
    "message.posted.reply_to": "rooms.Reply.quote",
    "message.edited.body": "rooms.Message.body",
    "message.edited.purpose": _STATE,
    "message.edited.remarks": "sentences of the rule book",
    "message.reacted.reaction": _STATE,
    "message.unfurled.cards": "links.FoundPage.address, links.FoundPage.site, links.FoundPage.title,"
    " links.FoundPage.description",
    "relationship.changed.relationship": _STATE,
    "relationship.changed.was": _STATE,
    "message.withheld.item": "on the author's own stream",
    "withheld.gone.outcome": _STATE,
    "objection.answered.answer": _STATE,
    "invitation.accepted.job_title": "market.JobPost.title",
    "invitation.accepted.words": "market.Invitation.words",
    "proposal.shared.job_title": "market.JobPost.title",
    "proposal.shared.cover_text": "market.Proposal.cover_text",
    "proposal.shared.currency": _STATE,
    "offer.made.terms": "market.Offer.terms",
    "offer.made.milestones": "market.Milestone.title",
    "offer.made.currency": _STATE,
    "contract.left.words": "market.Contract.leaving_words",
}
_NO_TEXT = {int, bool, uuid.UUID, datetime, type(None)}


def texts_of_events(kinds: Iterable[type[Any]]) -> set[str]:
    """The fields of events that are not plain numbers, ids and times."""
    found: set[str] = set()
    for kind in kinds:
        tag = kind.__struct_config__.tag
        for field in msgspec.structs.fields(kind):
            parts = set(getattr(field.type, "__args__", ())) or {field.type}
            if not parts <= _NO_TEXT:
                found.add(f"{tag}.{field.name}")
    return found


def test_every_text_in_an_event_comes_from_a_judged_column() -> None:
    class Rumour(msgspec.Struct, tag_field="kind", tag="rumour"):
        words: str

    assert uncovered(texts_of_events([*event_types(), Rumour]), EVENT_TEXTS) == ["no row for rumour.words"]
    assert uncovered(texts_of_events(event_types()), EVENT_TEXTS) == []
    columns = {f"{field.model._meta.label}.{field.name}" for field in judged()}
    named = {one for origin in EVENT_TEXTS.values() for one in re.findall(r"\w+\.[A-Z]\w+\.\w+", origin)}
    assert named <= columns
