"""What is different between two books: clauses, services, thresholds, texts, days."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Final, Literal

from vestibule.policy.book_parts import Clause, Rule, RuleBook, Service

Topic = Literal["days", "clauses", "services", "thresholds", "texts"]
What = Literal[
    "notice_period",
    "order",
    "clause_new",
    "clause_gone",
    "rules_changed",
    "source",
    "service_new",
    "service_gone",
    "service_kind",
    "known_by_new",
    "known_by_gone",
    "leads_new",
    "leads_gone",
    "threshold",
    "text_new",
    "text_gone",
    "text_changed",
]
KNOWN_BY: Final = ("names", "words", "short", "phrases", "hosts", "schemes")
LEADS: Final = ("accounts", "pages")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. `name` is the clause, service, kind of detail or text that it is about; `key` which part of it.

    `was` and `now` hold what went and what came, in the words of the book; `rules` the two clauses where rules changed.
    """

    topic: Topic
    what: What
    name: str = ""
    key: str = ""
    was: tuple[str, ...] = ()
    now: tuple[str, ...] = ()
    clauses: tuple[Clause, ...] = field(default=(), repr=False)


def changes(old: RuleBook, new: RuleBook) -> list[Change]:
    """All that differs between two books, besides version and title; empty when they say the same."""
    return [
        *_days(old, new),
        *_clauses(old, new),
        *_services(old, new),
        *_thresholds(old, new),
        *_texts(old.texts, new.texts, ""),
        *_texts(old.details, new.details, "details"),
    ]


def rule_differences(old: Rule, new: Rule) -> list[str]:
    """The names of the conditions and answers in which two rules differ."""
    return [one.name for one in fields(Rule) if getattr(old, one.name) != getattr(new, one.name)]


def _days(old: RuleBook, new: RuleBook) -> Iterator[Change]:
    if old.notice_days != new.notice_days:
        yield Change("days", "notice_period", was=(str(old.notice_days),), now=(str(new.notice_days),))


def _clauses(old: RuleBook, new: RuleBook) -> Iterator[Change]:
    before, after = ({clause.id: clause for clause in book.clauses} for book in (old, new))
    for name, clause in after.items():
        if name not in before:
            yield Change("clauses", "clause_new", name, clauses=(clause,))
        elif before[name].rules != clause.rules:
            yield Change("clauses", "rules_changed", name, clauses=(before[name], clause))
        if name in before and before[name].source != clause.source:
            yield Change("clauses", "source", name, was=(before[name].source,), now=(clause.source,))
    for name, clause in before.items():
        if name not in after:
            yield Change("clauses", "clause_gone", name, clauses=(clause,))
    kept = [[name for name in names if name in before and name in after] for names in (before, after)]
    if kept[0] != kept[1]:
        yield Change("clauses", "order", was=tuple(kept[0]), now=tuple(kept[1]))


def _services(old: RuleBook, new: RuleBook) -> Iterator[Change]:
    before, after = ({service.id: service for service in book.services} for book in (old, new))
    for name, service in after.items():
        if name in before:
            yield from _service(before[name], service)
        else:
            yield Change("services", "service_new", name, service.kind, now=_known_by(service))
    for name, service in before.items():
        if name not in after:
            yield Change("services", "service_gone", name, service.kind, was=_known_by(service))


def _service(old: Service, new: Service) -> Iterator[Change]:
    if old.kind != new.kind:
        yield Change("services", "service_kind", new.id, was=(old.kind,), now=(new.kind,))
    for key in (*KNOWN_BY, *LEADS):
        before, after = getattr(old, key), getattr(new, key)
        came = tuple(one for one in after if one not in before)
        went = tuple(one for one in before if one not in after)
        is_known_by = key in KNOWN_BY
        if came:
            yield Change("services", "known_by_new" if is_known_by else "leads_new", new.id, key, now=came)
        if went:
            yield Change("services", "known_by_gone" if is_known_by else "leads_gone", new.id, key, was=went)


def _known_by(service: Service) -> tuple[str, ...]:
    return tuple(one for key in KNOWN_BY for one in getattr(service, key))


def _thresholds(old: RuleBook, new: RuleBook) -> Iterator[Change]:
    for kind, value in new.thresholds.items():
        if old.thresholds[kind] != value:
            yield Change("thresholds", "threshold", kind, was=(f"{old.thresholds[kind]:g}",), now=(f"{value:g}",))


def _texts(old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]], key: str) -> Iterator[Change]:
    for language in sorted({*old, *new}):
        before, after = old.get(language, {}), new.get(language, {})
        for name in dict.fromkeys([*after, *before]):
            was, now = before.get(name), after.get(name)
            if was == now:
                continue
            what: What = "text_new" if was is None else "text_gone" if now is None else "text_changed"
            said = [() if one is None else (one,) for one in (was, now)]
            yield Change("texts", what, f"{name} ({language})", key, said[0], said[1])
