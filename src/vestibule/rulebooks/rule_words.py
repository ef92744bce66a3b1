"""A book in words that everybody understands: what holds where, for whom, and what to do instead."""

from datetime import date

import msgspec
from django.utils.translation import gettext as _

from vestibule.policy.book_parts import Clause, Rule, RuleBook
from vestibule.policy.situation import SURFACES
from vestibule.rulebooks.terms import (
    clause_words,
    in_words,
    kind_words,
    outcome_words,
    plan_words,
    purpose_words,
    reading_words,
    relationship_words,
    remedy_words,
    service_words,
    surface_words,
)

EXAMPLES = 6


class RuleInWords(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of a clause: what it does, the sentence that its author hears, when it holds, and the ways out."""

    outcome: str
    outcome_words: str
    sentence: str
    holds: list[str]
    remedies: list[str]


class ClauseInWords(msgspec.Struct, frozen=True, kw_only=True):
    """A clause in its place of the order. One without rules settles nothing: what it names is never looked for."""

    id: str
    title: str
    source: str
    rules: list[RuleInWords]


class ServicesInWords(msgspec.Struct, frozen=True, kw_only=True):
    """The services of one kind, by a name each, and the hosts that are known of them."""

    kind: str
    title: str
    names: list[str]
    hosts: list[str]


class BookInWords(msgspec.Struct, frozen=True, kw_only=True):
    """A whole book for its readers."""

    version: str
    title: str
    announced: date
    effective: date
    clauses: list[ClauseInWords]
    services: list[ServicesInWords]


def book_in_words(book: RuleBook, language: str) -> BookInWords:
    """A whole book in the language of the moment."""
    return BookInWords(
        version=book.version,
        title=book.title,
        announced=book.announced,
        effective=book.effective,
        clauses=clauses_in_words(book, language),
        services=services_in_words(book),
    )


def clauses_in_words(book: RuleBook, language: str) -> list[ClauseInWords]:
    """The clauses in the order in which they are asked, the conditions in the language of the moment."""
    return [
        ClauseInWords(
            id=clause.id,
            title=clause_words(clause.id),
            source=clause.source,
            rules=[rule_in_words(rule, clause, book, language) for rule in clause.rules],
        )
        for clause in book.clauses
    ]


def rule_in_words(rule: Rule, clause: Clause, book: RuleBook, language: str) -> RuleInWords:
    """One rule; its sentence is the book's own in this language, or in English."""
    details = in_words(sorted(rule.kinds), kind_words) if rule.kinds else _("contact details")
    texts = book.texts.get(language, {})
    sentence = texts.get(rule.why) or book.texts["en"].get(rule.why, clause.id)
    changes_on = book.changes_on.isoformat() if book.changes_on else ""
    return RuleInWords(
        outcome=rule.outcome,
        outcome_words=outcome_words(rule.outcome),
        sentence=sentence.replace("{details}", details).replace("{changes_on}", changes_on),
        holds=conditions(rule),
        remedies=[remedy_words(remedy) for remedy in rule.remedies],
    )


def conditions(rule: Rule) -> list[str]:
    """When a rule holds, a sentence for each condition; none when it always does."""
    said: list[str] = []
    if rule.kinds:
        said.append(_("About: %(kinds)s.") % {"kinds": in_words(sorted(rule.kinds), kind_words)})
    if rule.surfaces is not None:
        said.append(_("Where: %(places)s.") % {"places": _places(rule.surfaces)})
    if rule.not_surfaces:
        said.append(_("Not in: %(places)s.") % {"places": _places(rule.not_surfaces)})
    if rule.plans:
        said.append(_("The client's plan: %(plans)s.") % {"plans": in_words(sorted(rule.plans), plan_words)})
    if rule.relationships:
        between = in_words(sorted(rule.relationships), relationship_words)
        said.append(_("Between the two: %(between)s.") % {"between": between})
    if rule.purposes:
        purposes = in_words(sorted(rule.purposes), purpose_words)
        said.append(_("Declared purpose: %(purposes)s.") % {"purposes": purposes})
    said += [_("If %(reading)s.") % {"reading": reading_words(reading)} for reading in rule.reads_like]
    said += [_("Unless %(reading)s.") % {"reading": reading_words(reading)} for reading in rule.not_like]
    if rule.single:
        said.append(_("If it is a single one."))
    return said


def _places(surfaces: frozenset[str]) -> str:
    return in_words([surface for surface in SURFACES if surface in surfaces], surface_words)


def services_in_words(book: RuleBook) -> list[ServicesInWords]:
    """The host tables: what is known of each kind of service."""
    kinds = dict.fromkeys(service.kind for service in book.services)
    return [
        ServicesInWords(
            kind=kind,
            title=service_words(kind),
            names=_names(book, kind),
            hosts=list(dict.fromkeys(h for one in book.services if one.kind == kind for h in one.hosts)),
        )
        for kind in kinds
    ]


def _names(book: RuleBook, kind: str) -> list[str]:
    found = [service for service in book.services if service.kind == kind]
    if len(found) > 1:
        return [service.id.replace("_", " ").capitalize() for service in found]
    # One entry for many services is named after none of them: some of its own names tell more.
    [only] = found
    return list(only.hosts[:EXAMPLES] or only.words[:EXAMPLES] or only.names[:EXAMPLES] or (only.id,))
