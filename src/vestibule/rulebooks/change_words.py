"""What another book changes, in words: for its readers what it means, for its authors every difference."""

from collections.abc import Callable, Sequence

import msgspec
from django.utils.translation import gettext as _

from vestibule.policy.book_compare import Change, changes, rule_differences
from vestibule.policy.book_effects import Effect, effects
from vestibule.policy.book_parts import RuleBook
from vestibule.policy.situation import CLIENT_PLANS, PURPOSES, RELATIONSHIPS, SURFACES
from vestibule.rulebooks.terms import (
    clause_words,
    condition_words,
    in_words,
    kind_words,
    outcome_words,
    part_words,
    plan_words,
    purpose_words,
    reading_words,
    relationship_words,
    service_words,
    surface_words,
)

# Services whose names and accounts are contact details; the others are allowed, or are looked behind.
CONTACT: frozenset[str] = frozenset({"mail", "messenger", "social", "meeting", "scheduler", "payment"})
MOST_WORDS = 12


class ChangeInWords(msgspec.Struct, frozen=True, kw_only=True):
    """One difference between two books. `was` and `now` are filled where texts were changed."""

    topic: str
    text: str
    was: str = ""
    now: str = ""


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """What changes between two books: `means` for people, `differences` in the books themselves."""

    old: str
    new: str
    means: list[str]
    differences: list[ChangeInWords]


def comparison(old: RuleBook, new: RuleBook) -> Comparison:
    """The difference of two books in the language of the moment."""
    found = changes(old, new)
    means = [effect_words(one) for one in effects(old, new)]
    means += [said for one in found for said in [_meaning(one)] if said]
    return Comparison(old=old.version, new=new.version, means=means, differences=[_difference(one) for one in found])


def effect_words(effect: Effect) -> str:
    """What is answered differently, and in which circumstances."""
    said = _("%(kinds)s: %(was)s so far, %(now)s then.") % {
        "kinds": in_words(effect.kinds, kind_words),
        "was": outcome_words(effect.was).lower(),
        "now": outcome_words(effect.now).lower(),
    }
    parts = [said[:1].upper() + said[1:]]
    sides: list[tuple[str, Sequence[str], Sequence[str], Callable[[str], str]]] = [
        (_("Where: %(these)s."), effect.surfaces, SURFACES, surface_words),
        (_("Between the two: %(these)s."), effect.relationships, RELATIONSHIPS, relationship_words),
        (_("The client's plan: %(these)s."), effect.plans, CLIENT_PLANS, plan_words),
        (_("Declared purpose: %(these)s."), effect.purposes, ("none", *PURPOSES), purpose_words),
    ]
    parts += [
        sentence % {"these": in_words(these, words)} for sentence, these, all_, words in sides if len(these) < len(all_)
    ]
    if effect.reading:
        parts.append(_("If %(reading)s.") % {"reading": reading_words(effect.reading)})
    return " ".join(parts)


def _meaning(change: Change) -> str:
    """What a difference means for people, where the rules themselves do not show it."""
    values = {"name": change.name, "these": _some(change.now or change.was), "kind": service_words(change.key)}
    if change.what == "service_new" and change.key in CONTACT:
        return _("New among %(kind)s: %(name)s. It is recognised by %(these)s.") % values
    if change.what == "service_new":
        return _("Links to %(name)s are known as %(kind)s: %(these)s.") % values
    if change.what == "service_gone":
        return _("%(name)s is no longer known among %(kind)s: %(these)s.") % values
    if change.what == "known_by_new":
        return _("%(name)s is recognised by more: %(these)s.") % values
    if change.what == "known_by_gone":
        return _("%(name)s is no longer recognised by %(these)s.") % values
    if change.what == "threshold":
        return _threshold_words(change)
    return ""


def _threshold_words(change: Change) -> str:
    kind = {"kinds": kind_words(change.name)}
    if float(change.now[0]) < float(change.was[0]):
        return _("Less certainty is needed for %(kinds)s: more is found, and more by mistake.") % kind
    return _("More certainty is needed for %(kinds)s: less is found by mistake, and less is found.") % kind


def _difference(change: Change) -> ChangeInWords:
    values = {
        "name": change.name,
        "title": clause_words(change.name),
        "was": _some(change.was),
        "now": _some(change.now),
        "part": part_words(change.key),
        "kind": service_words(change.key),
    }
    if change.topic == "texts":
        return ChangeInWords(
            topic="texts",
            text=_texts(change) % values,
            was=" ".join(change.was),
            now=" ".join(change.now),
        )
    said = {
        "notice_period": _("The notice period: %(was)s days so far, %(now)s then."),
        "order": _("The order in which clauses are asked: %(now)s."),
        "clause_new": _("New clause “%(title)s” (%(name)s)."),
        "clause_gone": _("The clause “%(title)s” (%(name)s) is gone."),
        "source": _("The clause “%(title)s” rests on %(now)s, so far on %(was)s."),
        "service_new": _("New service %(name)s (%(kind)s): %(now)s."),
        "service_gone": _("The service %(name)s (%(kind)s) is gone: %(was)s."),
        "known_by_new": _("%(name)s, %(part)s: %(now)s came in."),
        "known_by_gone": _("%(name)s, %(part)s: %(was)s went out."),
        "leads_new": _("%(name)s, %(part)s: %(now)s came in."),
        "leads_gone": _("%(name)s, %(part)s: %(was)s went out."),
        "threshold": _("The certainty needed for %(kinds)s: %(was)s so far, %(now)s then."),
        "service_kind": _("%(name)s now counts among %(to)s, so far among %(of)s."),
        "rules_changed": _("The clause “%(title)s” (%(name)s) is changed: %(parts)s."),
    }[change.what]
    return ChangeInWords(topic=change.topic, text=said % {**values, **_special(change)})


def _special(change: Change) -> dict[str, str]:
    if change.what == "threshold":
        return {"kinds": kind_words(change.name)}
    if change.what == "service_kind":
        return {"of": service_words(change.was[0]), "to": service_words(change.now[0])}
    if change.what == "rules_changed":
        return {"parts": _rule_parts(change)}
    return {}


def _rule_parts(change: Change) -> str:
    old, new = change.clauses
    if len(old.rules) != len(new.rules):
        return _("%(now)s rules, so far %(was)s") % {"now": len(new.rules), "was": len(old.rules)}
    names = [name for pair in zip(old.rules, new.rules, strict=True) for name in rule_differences(*pair)]
    return in_words(dict.fromkeys(names), condition_words)


def _texts(change: Change) -> str:
    return {
        "text_new": _("A new text: %(name)s."),
        "text_gone": _("A text is gone: %(name)s."),
        "text_changed": _("Another text: %(name)s."),
    }[change.what]


def _some(words: Sequence[str]) -> str:
    """The first of many."""
    if len(words) <= MOST_WORDS:
        return ", ".join(words)
    more = len(words) - MOST_WORDS
    return _("%(some)s and %(more)s more") % {"some": ", ".join(words[:MOST_WORDS]), "more": more}
