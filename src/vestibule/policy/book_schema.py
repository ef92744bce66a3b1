"""The shape of a book file, checked on load so that a slip is named where it stands."""

from collections.abc import Mapping
from datetime import date
from typing import Final, NotRequired, TypedDict, cast, get_args

from vestibule.policy.situation import CLIENT_PLANS, PURPOSES, RELATIONSHIPS, SURFACES
from vestibule.policy.verdict import Kind, Outcome, Remedy

KINDS: Final = frozenset(get_args(Kind))
REQUEST_ABOUT: Final = frozenset({"email", "phone", "handle", "any"})
READINGS: Final = frozenset({"access", "talking", "legal", "credential"})
SERVICE_KINDS: Final = frozenset(
    {"mail", "messenger", "social", "meeting", "scheduler", "payment", "portfolio", "code", "cloud_file", "shortener"}
)
SERVICE_LISTS: Final = frozenset({"names", "words", "short", "phrases", "hosts", "accounts", "pages", "schemes"})
RULE_LISTS: Final[dict[str, frozenset[str]]] = {
    "plans": frozenset(CLIENT_PLANS),
    "relationships": frozenset(RELATIONSHIPS),
    "purposes": frozenset({"none", *PURPOSES}),
    "reads_like": READINGS,
    "not_like": READINGS,
    "remedies": frozenset(get_args(Remedy)),
    "kinds": KINDS | {f"contact_request:{about}" for about in REQUEST_ABOUT} | {"phone:unnamed"},
}
BOOK_KEYS: Final[dict[str, type]] = {
    "version": str,
    "title": str,
    "announced": date,
    "effective": date,
    "notice_days": int,
    "order": list,
    "clause": list,
    "thresholds": dict,
    "texts": dict,
    "details": dict,
}
OPTIONAL_KEYS: Final[dict[str, type]] = {
    "changes_on": date,
    "predecessor": str,
    "amendment": list,
    "surfaces": dict,
    "service": list,
    "urgent": str,
}


class ClauseTable(TypedDict):
    """A clause as written in the file."""

    id: str
    source: str
    rule: NotRequired[list[dict[str, object]]]


class BookTable(TypedDict):
    """A book file after checking."""

    version: str
    title: str
    announced: date
    effective: date
    notice_days: int
    order: list[str]
    clause: list[ClauseTable]
    thresholds: dict[str, float]
    texts: dict[str, dict[str, str]]
    details: dict[str, dict[str, str]]
    changes_on: NotRequired[date]
    predecessor: NotRequired[str]
    surfaces: NotRequired[dict[str, list[str]]]
    service: NotRequired[list[dict[str, object]]]


class BookError(ValueError):
    """A book file does not have the shape of a book; the message names file and key."""


def check_book(name: str, data: Mapping[str, object]) -> BookTable:
    """Check a parsed book (its inherited parts merged in). Raises `BookError`."""
    _keys(name, data)
    book = cast(BookTable, data)
    ids = [_clause(f"{name}: clause[{number}]", clause, book) for number, clause in enumerate(book["clause"])]
    if sorted(ids) != sorted(book["order"]):
        raise BookError(f"{name}: order: must list each clause once: {', '.join(ids)}")
    for number, entry in enumerate(book.get("service", [])):
        _service(f"{name}: service[{number}]", entry)
    if set(book["thresholds"]) != KINDS:
        raise BookError(f"{name}: thresholds: must name each kind once: {', '.join(sorted(KINDS))}")
    _texts(name, book)
    return book


def _keys(name: str, data: Mapping[str, object]) -> None:
    for key, kind in {**BOOK_KEYS, **OPTIONAL_KEYS}.items():
        if key not in data:
            if key in BOOK_KEYS:
                raise BookError(f"{name}: {key}: missing")
        elif not isinstance(data[key], kind):
            raise BookError(f"{name}: {key}: must be a {kind.__name__}")
    for key in data:
        if key not in BOOK_KEYS and key not in OPTIONAL_KEYS:
            raise BookError(f"{name}: {key}: unknown key")


def _clause(where: str, clause: ClauseTable, book: BookTable) -> str:
    if not isinstance(cast(object, clause), dict) or not isinstance(clause.get("id"), str):
        raise BookError(f"{where}: id: missing")
    where = f"{where} ({clause['id']})"
    if not isinstance(clause.get("source"), str):
        raise BookError(f"{where}: source: missing")
    for number, rule in enumerate(clause.get("rule", [])):
        _rule(f"{where}: rule[{number}]", rule, book)
        why = str(rule.get("why", clause["id"]))
        if why not in book["texts"].get("en", {}):
            raise BookError(f"{where}: rule[{number}]: no English text {why!r}")
    return clause["id"]


def _rule(where: str, rule: Mapping[str, object], book: BookTable) -> None:
    if rule.get("outcome") not in get_args(Outcome):
        raise BookError(f"{where}: outcome: must be one of {', '.join(get_args(Outcome))}")
    if rule["outcome"] != "allow" and not rule.get("remedies"):
        raise BookError(f"{where}: remedies: an outcome other than allow needs at least one")
    groups = {f"@{group}" for group in book.get("surfaces", {})}
    for key, value in rule.items():
        if key in RULE_LISTS:
            _members(f"{where}: {key}", value, RULE_LISTS[key])
        elif key in {"surfaces", "not_surfaces"}:
            _members(f"{where}: {key}", value, frozenset(SURFACES) | groups)
        elif key not in {"outcome", "why", "single"}:
            raise BookError(f"{where}: {key}: unknown key")


def _service(where: str, entry: Mapping[str, object]) -> None:
    if not isinstance(entry.get("id"), str):
        raise BookError(f"{where}: id: missing")
    where = f"{where} ({entry['id']})"
    if entry.get("kind") not in SERVICE_KINDS:
        raise BookError(f"{where}: kind: must be one of {', '.join(sorted(SERVICE_KINDS))}")
    for key, value in entry.items():
        if key in SERVICE_LISTS:
            _members(f"{where}: {key}", value, None)
        elif key not in {"id", "kind"}:
            raise BookError(f"{where}: {key}: unknown key")


def _members(where: str, value: object, allowed: frozenset[str] | None) -> None:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BookError(f"{where}: must be a list of texts")
    if allowed is not None and (wrong := sorted(set(value) - allowed)):
        raise BookError(f"{where}: unknown: {', '.join(wrong)}")


def _texts(name: str, book: BookTable) -> None:
    english = set(book["details"].get("en", {}))
    if english != KINDS:
        raise BookError(f"{name}: details.en: must name each kind once")
    for table in ("texts", "details"):
        for language, entries in cast(dict[str, dict[str, dict[str, str]]], book)[table].items():
            for key, text in entries.items():
                if not isinstance(text, str):
                    raise BookError(f"{name}: {table}.{language}.{key}: must be a text")
