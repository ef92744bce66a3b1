"""Changing how one is shown: name, picture, time zone, language, and whether others see what one does."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import available_timezones

from django.conf import settings

from vestibule.accounts.models import Person, PersonPicture
from vestibule.accounts.names import clear_name
from vestibule.accounts.pictures import reencode
from vestibule.accounts.upper_floors import show_card_anew
from vestibule.feed.append import writing
from vestibule.feed.outlet import announce
from vestibule.judging.circumstances import keep_circumstances
from vestibule.kit.ids import new_id
from vestibule.kit.refusals import InvalidInput
from vestibule.ports.bus import Discretion


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is to change; what is None stays."""

    display_name: str | None = None
    time_zone: str | None = None
    language: str | None = None
    is_discreet: bool | None = None


def change_profile(*, actor: Person, profile: Profile, now: datetime) -> Person:
    """Change name, time zone, language or discretion; members of the person's rooms are told of a new name.

    Raises as `clear_name` does at `display_name`, and `InvalidInput` at `time_zone` or `language`.
    """
    if profile.time_zone is not None and profile.time_zone not in available_timezones():
        raise InvalidInput(field="time_zone", sentence="There is no such time zone.")
    if profile.language is not None and profile.language not in dict(settings.LANGUAGES):
        raise InvalidInput(field="language", sentence="This language is not available.")
    name = None
    if profile.display_name is not None:
        name = clear_name(
            profile.display_name,
            field="display_name",
            now=now,
            language=actor.language,
            known_as=actor.display_name,
            is_staff=actor.is_staff,
        )
    with writing(now=now) as feed:
        person = Person.objects.get(id=actor.id)
        was = str(person.display_name)
        person.display_name = name or person.display_name
        person.time_zone = profile.time_zone or person.time_zone
        person.language = profile.language or person.language
        if profile.is_discreet is not None:
            person.is_discreet = profile.is_discreet
        if person.display_name != was:
            show_card_anew(feed=feed, person=person, was=was)
        person.save(update_fields=["display_name", "time_zone", "language", "is_discreet"])
        if name is not None:
            keep_circumstances([(person, "display_name")], at=now)
    if profile.is_discreet is not None:
        announce([Discretion(person.id, profile.is_discreet)])
    return person


def set_picture(*, actor: Person, uploaded: bytes, now: datetime) -> Person:
    """Show this picture from now on, re-encoded. Raises `PictureUnreadable` or `PictureTooLarge` at `picture`."""
    made = PersonPicture(id=new_id(), person=actor, webp=reencode(uploaded), changed_at=now)
    return _show(actor, made, now)


def remove_picture(*, actor: Person, now: datetime) -> Person:
    """Show initials again. Without a picture nothing happens."""
    return actor if actor.picture is None else _show(actor, None, now)


def _show(actor: Person, picture: PersonPicture | None, now: datetime) -> Person:
    with writing(now=now) as feed:
        person = Person.objects.get(id=actor.id)
        person.picture = picture.id if picture is not None else None
        show_card_anew(feed=feed, person=person, was=str(person.display_name))
        person.save(update_fields=["picture"])
        # A new picture has a new address: whoever has seen the old one does not see it instead.
        PersonPicture.objects.filter(person=person).delete()
        if picture is not None:
            picture.save(force_insert=True)
    return person
