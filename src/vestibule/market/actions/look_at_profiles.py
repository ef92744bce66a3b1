"""Looking at profiles of others, as many in a day as a person does and a harvester does not."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db.models import Case, F, Q, When

from vestibule.accounts.models import Person
from vestibule.market.cards import ProfileCard
from vestibule.market.models import ProfilesShown
from vestibule.market.rules import TooManyProfiles


def look_at_profiles(*, actor: Person, profiles: Sequence[ProfileCard], on: date) -> None:
    """Count what is about to be shown. Raises `TooManyProfiles` where it is more than the day allows.

    Looking twice counts twice: so a number is enough, which one statement changes whoever else looks at that moment.
    """
    others = sum(card.person.id != actor.id for card in profiles)
    if not others or _count(actor, others, on):
        return
    ProfilesShown.objects.bulk_create([ProfilesShown(person=actor, day=on)], ignore_conflicts=True)
    if not _count(actor, others, on):
        raise TooManyProfiles


def _count(actor: Person, others: int, on: date) -> bool:
    """Whether so many more may be shown; then they are counted."""
    room = settings.VESTIBULE.profiles_a_day - others
    row = ProfilesShown.objects.filter(Q(day__lt=on) | Q(shown__lte=room), person=actor)
    return row.update(shown=Case(When(day=on, then=F("shown") + others), default=others), day=on) > 0
