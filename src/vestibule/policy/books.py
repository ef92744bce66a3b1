"""Rule books: the clauses, services, thresholds and texts that hold from a date on."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from vestibule.policy.book_schema import BookError, check_book
from vestibule.policy.verdict import Outcome, Verdict

PACKAGED: Final = Path(__file__).parent / "books"
INHERITED: Final = ("surfaces", "thresholds", "service", "details", "texts")


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


class RuleBooks:
    """All books that are known, oldest first. Books are few and immutable; share one instance."""

    def __init__(self, books: Iterable[RuleBook]) -> None:
        self._books = tuple(sorted(books, key=lambda book: book.effective))
        if not self._books:
            raise BookError("no book")

    @classmethod
    def packaged(cls) -> "RuleBooks":
        """The books shipped with the product."""
        return cls.load(sorted(PACKAGED.glob("*.toml")))

    @classmethod
    def load(cls, paths: Iterable[Path]) -> "RuleBooks":
        """Read and check book files; a predecessor must be among them.

        Raises `BookError`, which names the file and the key or line, and `OSError`.
        """
        raw = {str(data.get("version")): (path, data) for path in paths for data in (_read(path),)}
        return cls(_make(path, _inherit(path, data, raw)) for path, data in raw.values())

    def __iter__(self) -> Iterator[RuleBook]:
        return iter(self._books)

    @property
    def newest(self) -> RuleBook:
        """The book with the latest effective date, whether that has come or not."""
        return self._books[-1]

    def on(self, day: date) -> RuleBook:
        """The book that answers on that day; the oldest for days before any book."""
        found = self._books[0]
        for book in self._books:
            if book.effective <= day:
                found = book
        return found


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise BookError(f"{path.name}: {problem}") from None


def _inherit(
    path: Path,
    data: dict[str, object],
    raw: Mapping[str, tuple[Path, dict[str, object]]],
    seen: frozenset[str] = frozenset(),
) -> dict[str, object]:
    predecessor = data.get("predecessor")
    if predecessor is None:
        return data
    if not isinstance(predecessor, str) or predecessor not in raw or predecessor in seen:
        raise BookError(f"{path.name}: predecessor: no such book: {predecessor}")
    above = _inherit(*raw[predecessor], raw, seen | {predecessor})
    merged = dict(data)
    for key in INHERITED:
        if key in above:
            merged[key] = _merge(above[key], data.get(key))
    return merged


def _merge(above: object, own: object) -> object:
    if own is None:
        return above
    if isinstance(above, dict) and isinstance(own, dict):
        return {**above, **{key: _merge(above.get(key), value) for key, value in own.items()}}
    if isinstance(above, list) and isinstance(own, list):
        said_again = {entry.get("id") for entry in own if isinstance(entry, dict)}
        kept = [entry for entry in above if isinstance(entry, dict) and entry.get("id") not in said_again]
        return kept + own
    return own


def _make(path: Path, data: dict[str, object]) -> RuleBook:
    book = check_book(path.name, data)
    clauses = {clause["id"]: clause for clause in book["clause"]}
    groups = book.get("surfaces", {})
    return RuleBook(
        version=book["version"],
        title=book["title"],
        announced=book["announced"],
        effective=book["effective"],
        changes_on=book.get("changes_on"),
        predecessor=book.get("predecessor"),
        notice_days=book["notice_days"],
        clauses=tuple(
            Clause(
                id=name,
                source=clauses[name]["source"],
                rules=tuple(_rule(name, rule, groups) for rule in clauses[name].get("rule", [])),
            )
            for name in book["order"]
        ),
        services=tuple(_service(entry) for entry in book.get("service", [])),
        thresholds=book["thresholds"],
        texts=book["texts"],
        details=book["details"],
        clear=Verdict("allow", book["version"]),
    )


def _rule(clause: str, rule: Mapping[str, object], groups: Mapping[str, list[str]]) -> Rule:
    return Rule(
        outcome=rule["outcome"],  # type: ignore[arg-type]  # checked by the schema
        why=str(rule.get("why", clause)),
        remedies=tuple(_strings(rule, "remedies") or ()),
        surfaces=_surfaces(rule, "surfaces", groups),
        not_surfaces=_surfaces(rule, "not_surfaces", groups) or frozenset(),
        kinds=_strings_set(rule, "kinds"),
        plans=_strings_set(rule, "plans"),
        relationships=_strings_set(rule, "relationships"),
        purposes=_strings_set(rule, "purposes"),
        reads_like=tuple(_strings(rule, "reads_like") or ()),
        not_like=tuple(_strings(rule, "not_like") or ()),
        single=bool(rule.get("single", False)),
    )


def _service(entry: Mapping[str, object]) -> Service:
    def strings(key: str) -> tuple[str, ...]:
        return tuple(_strings(entry, key) or ())

    return Service(
        id=str(entry["id"]),
        kind=str(entry["kind"]),
        names=strings("names"),
        words=strings("words"),
        short=strings("short"),
        phrases=strings("phrases"),
        hosts=strings("hosts"),
        accounts=strings("accounts"),
        pages=strings("pages"),
        schemes=strings("schemes"),
    )


def _strings(entry: Mapping[str, object], key: str) -> list[str] | None:
    value = entry.get(key)
    return [str(item) for item in value] if isinstance(value, list) else None


def _strings_set(entry: Mapping[str, object], key: str) -> frozenset[str] | None:
    value = _strings(entry, key)
    return None if value is None else frozenset(value)


def _surfaces(rule: Mapping[str, object], key: str, groups: Mapping[str, list[str]]) -> frozenset[str] | None:
    names = _strings(rule, key)
    if names is None:
        return None
    found: set[str] = set()
    for name in names:
        found.update(groups[name[1:]] if name.startswith("@") else [name])
    return frozenset(found)
