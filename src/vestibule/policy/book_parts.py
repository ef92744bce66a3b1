"""What a rule book is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from vestibule.policy.verdict import Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a clause: when every condition that is given holds, the outcome is settled."""

    outcome: Outcome
    why: str
    remedies: tuple[str, ...]
    surfaces: frozenset[str] | None
    not_surfaces: frozenset[str]
    kinds: frozenset[str] | None
    plans: frozenset[str] | None
    relationships: frozenset[str] | None
    purposes: frozenset[str] | None
    reads_like: tuple[str, ...]
    not_like: tuple[str, ...]
    single: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A named clause with the place in the announcement that it comes from, and its rules in order."""

    id: str
    source: str
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Service:
    """A messenger, network, mail host …: how people name it and what its links lead to."""

    id: str
    kind: str
    names: tuple[str, ...]
    words: tuple[str, ...]
    short: tuple[str, ...]
    phrases: tuple[str, ...]
    hosts: tuple[str, ...]
    accounts: tuple[str, ...]
    pages: tuple[str, ...]
    schemes: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class RuleBook:
    """One version of the policy. Compared by identity; made by `RuleBooks`."""

    version: str
    title: str
    announced: date
    effective: date
    changes_on: date | None
    predecessor: str | None
    notice_days: int
    clauses: tuple[Clause, ...]
    services: tuple[Service, ...]
    thresholds: Mapping[str, float]
    texts: Mapping[str, Mapping[str, str]]
    details: Mapping[str, Mapping[str, str]]
    clear: Verdict = field(repr=False)
    urgent: str = ""


@dataclass(frozen=True, slots=True)
class BookSource:
    """A book as it was written: a name to call it by when something is wrong, and its TOML."""

    name: str
    text: str
