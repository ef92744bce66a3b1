"""Showing oneself to clients."""

from datetime import datetime

from vestibule.accounts.models import Person
from vestibule.feed.append import writing
from vestibule.judging.circumstances import keep_circumstances
from vestibule.market.lines import lines_of
from vestibule.market.models import Profile
from vestibule.market.profile_texts import NewProfile, cleared_profile
from vestibule.market.rules import NotAFreelancer
from vestibule.market.words import forget_words, index_words, mark_of

PROFILES = Profile._meta.db_table


def save_profile(*, actor: Person, profile: NewProfile, now: datetime) -> Profile:
    """Make one's profile, or put another in its place. A listed one is found from then on, under its old place.

    Raises `NotAllowed` for people who do not work, `InvalidInput` and `TextNotAllowed` at the field.
    """
    if not actor.is_freelancer:
        raise NotAFreelancer
    texts = cleared_profile(profile, on=now.date(), language=actor.language)
    with writing(now=now):
        values = {
            **texts,
            "rate_minor": profile.rate_minor,
            "currency": profile.currency if profile.rate_minor is not None else "",
            "availability": profile.availability,
            "available_from": profile.available_from if profile.availability == "later" else None,
            "is_listed": profile.is_listed,
            "changed_at": now,
        }
        saved, _ = Profile.objects.update_or_create(
            person=actor, defaults=values, create_defaults={**values, "made_at": now}
        )
        keep_circumstances([(saved, column) for column in texts], at=now)
        _index(saved)
        return saved


def _index(profile: Profile) -> None:
    if not profile.is_listed:
        forget_words(PROFILES, profile.id)
        return
    said = [profile.person.display_name, profile.headline, profile.about, profile.skills, profile.credentials]
    index_words(PROFILES, profile.id, text=said, marks=[mark_of("skill", one) for one in lines_of(profile.skills)])
