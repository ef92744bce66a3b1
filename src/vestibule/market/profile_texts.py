"""Profiles on their way through the gate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear_or_refuse
from vestibule.kit.refusals import Refusal
from vestibule.market.lines import (
    LONGEST_CREDENTIAL,
    LONGEST_LINK,
    LONGEST_SKILL,
    MOST_CREDENTIALS,
    MOST_LINKS,
    MOST_SKILLS,
    in_lines,
    refuse_lines,
    refuse_links,
)
from vestibule.market.rules import (
    LONGEST_ABOUT,
    LONGEST_HEADLINE,
    AvailabilityInvalid,
    check,
    refuse_money,
    refuse_text,
)
from vestibule.policy import Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProfile:
    """What a freelancer shows. `rate_minor` is for an hour; without one the currency is empty.

    `available_from` belongs to `later`. What is not listed is found by nobody and seen by those one deals with.
    """

    headline: str
    about: str = ""
    skills: Sequence[str] = ()
    links: Sequence[str] = ()
    credentials: Sequence[str] = ()
    rate_minor: int | None = None
    currency: str = ""
    availability: str = "now"
    available_from: date | None = None
    is_listed: bool = True


def cleared_profile(profile: NewProfile, *, on: date, language: str) -> dict[str, ClearedText]:
    """The texts of a profile by field, cleared for everybody's eyes. Raises `InvalidInput` and `TextNotAllowed`."""
    texts = {
        "headline": " ".join(profile.headline.split()),
        "about": profile.about.strip(),
        "skills": in_lines(profile.skills),
        "links": in_lines(profile.links),
        "credentials": in_lines(profile.credentials),
    }
    check(*_refusals(profile, texts))
    cleared: dict[str, ClearedText] = {}
    for field, text in texts.items():
        # What stands above is read first: what begins there and ends here is one detail.
        situation = Situation(context=tuple(filter(None, cleared.values())) if text else ())
        cleared[field] = clear_or_refuse(
            text, surface="profile", field=field, on=on, situation=situation, language=language
        )
    return cleared


def _refusals(profile: NewProfile, texts: dict[str, str]) -> list[Refusal | None]:
    return [
        refuse_text(texts["headline"], field="headline", longest=LONGEST_HEADLINE),
        refuse_text(texts["about"], field="about", longest=LONGEST_ABOUT) if texts["about"] else None,
        refuse_lines(texts["skills"], field="skills", most=MOST_SKILLS, longest=LONGEST_SKILL),
        refuse_lines(texts["links"], field="links", most=MOST_LINKS, longest=LONGEST_LINK),
        refuse_links(texts["links"], field="links"),
        refuse_lines(texts["credentials"], field="credentials", most=MOST_CREDENTIALS, longest=LONGEST_CREDENTIAL),
        _refuse_rate(profile),
        _refuse_availability(profile),
    ]


def _refuse_rate(profile: NewProfile) -> Refusal | None:
    if profile.rate_minor is None:
        return None
    return refuse_money(profile.rate_minor, profile.currency, field="rate_minor")


def _refuse_availability(profile: NewProfile) -> Refusal | None:
    if profile.availability not in {"now", "later", "busy"}:
        return AvailabilityInvalid(field="availability")
    if profile.availability == "later" and profile.available_from is None:
        return AvailabilityInvalid(field="available_from", sentence="Say from which day on.")
    return None
