"""Choosing what one gets mails about, and when."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from vestibule.accounts.models import Person
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import InvalidInput
from vestibule.notices.models import How, Kind, KindChoice, MailChoices, RoomChoice
from vestibule.rooms.queries import visible_room


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChoices:
    """What is to change; what is None stays. `quiet` is a pair of hours, or empty for no quiet hours."""

    is_paused: bool | None = None
    has_texts: bool | None = None
    digest_hour: int | None = None
    quiet: tuple[int, int] | tuple[()] | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)


def choose_mails(*, actor: Person, choices: NewChoices) -> None:
    """Keep the actor's choices. Raises `InvalidInput` at `digest_hour`, `quiet` or `kinds`."""
    _check(choices)
    with transaction.atomic(durable=True):
        row, _ = MailChoices.objects.select_for_update().get_or_create(person=actor)
        if choices.is_paused is not None:
            row.is_paused = choices.is_paused
        if choices.has_texts is not None:
            row.has_texts = choices.has_texts
        if choices.digest_hour is not None:
            row.digest_hour = choices.digest_hour
        if choices.quiet is not None:
            row.quiet_from, row.quiet_until = choices.quiet or (None, None)
        row.save()
        for kind, how in choices.kinds.items():
            KindChoice.objects.update_or_create(person=actor, kind=kind, defaults={"how": how})


def choose_mails_of_room(*, actor: Person, room_id: uuid.UUID, how: str) -> None:
    """Keep what the actor wishes for one room; empty: as for all others. Raises `NotFound`, `InvalidInput` at `how`."""
    visible_room(actor, room_id)
    if how and how not in How.values:
        raise InvalidInput(field="how", sentence="Choose: at once, once a day, or never.")
    with transaction.atomic(durable=True):
        if how:
            RoomChoice.objects.update_or_create(person=actor, room_id=room_id, defaults={"how": how})
        else:
            RoomChoice.objects.filter(person=actor, room_id=room_id).delete()


def choose_new_links(*, actor: Person) -> None:
    """Make every link in mails so far that ends mails without a sign-in void."""
    with transaction.atomic(durable=True):
        MailChoices.objects.update_or_create(person=actor, defaults={"link_key": new_id()})


def _check(choices: NewChoices) -> None:
    hours = {"digest_hour": [choices.digest_hour or 0], "quiet": list(choices.quiet or ())}
    for name, given in hours.items():
        if any(not 0 <= hour <= 23 for hour in given):
            raise InvalidInput(field=name, sentence="Hours go from 0 to 23.")
    if set(choices.kinds) - (set(Kind.values) - {Kind.SAFETY.value}) or set(choices.kinds.values()) - set(How.values):
        raise InvalidInput(field="kinds", sentence="Choose for each kind: at once, once a day, or never.")
