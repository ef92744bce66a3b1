"""The shape of a book file, checked on load so that a slip is named where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NotRequired, TypedDict, cast, get_args

from vestibule.policy.book_problems import Place, Problem
from vestibule.policy.situation import CLIENT_PLANS, PURPOSES, RELATIONSHIPS, SURFACES
from vestibule.policy.verdict import Kind, Outcome, Remedy

KINDS: Final = frozenset(get_args(Kind))
REQUEST_ABOUT: Final = frozenset({"email", "phone", "handle", "any"})
READINGS: Final = frozenset({"access", "talking", "legal", "credential"})
SERVICE_KINDS: Final = frozenset(
    {"mail", "messenger", "social", "meeting", "scheduler", "payment", "portfolio", "code", "cloud_file", "shortener"}
)
NAMING: Final = ("names", "words", "short", "phrases", "hosts", "schemes")
"""How a service is recognised; it has at least one of these."""
SERVICE_LISTS: Final = frozenset({*NAMING, "accounts", "pages"})
HOST: Final = re.compile(r"[^\W_]([\w-]*[^\W_])?(\.[^\W_]([\w-]*[^\W_])?)+")
VERSION: Final = re.compile(r"[A-Za-z0-9.-]{1,40}")
PLACEHOLDERS: Final = frozenset({"details", "changes_on"})
RULE_LISTS: Final[dict[str, frozenset[str]]] = {
    "plans": frozenset(CLIENT_PLANS),
    "relationships": frozenset(RELATIONSHIPS),
    "purposes": frozenset({"none", *PURPOSES}),
    "reads_like": READINGS,
    "not_like": READINGS,
    "remedies": frozenset(get_args(Remedy)),
    "kinds": KINDS | {f"contact_request:{about}" for about in REQUEST_ABOUT} | {"phone:unnamed"},
}
RULE_KEYS: Final = frozenset({*RULE_LISTS, "surfaces", "not_surfaces", "outcome", "why", "single"})
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
    "without_services": list,
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
    urgent: NotRequired[str]
    surfaces: NotRequired[dict[str, list[str]]]
    service: NotRequired[list[dict[str, object]]]


def problems_in(data: Mapping[str, object]) -> list[Problem]:
    """What is wrong with a parsed book, its inherited parts merged in; nothing when it can be used."""
    # Where the top does not hold, nothing below can be looked at.
    return list(_keys(data)) or [*_clauses(data), *_services(data), *_thresholds(data), *_texts(data), *_groups(data)]


def _keys(data: Mapping[str, object]) -> Iterator[Problem]:
    for key, kind in {**BOOK_KEYS, **OPTIONAL_KEYS}.items():
        if key not in data:
            if key in BOOK_KEYS:
                yield Problem(sentence="This is missing. A book needs it.", place=(key,))
        else:
            yield from _of_type(data[key], kind, (key,))
    if isinstance(data.get("version"), str) and not VERSION.fullmatch(str(data["version"])):
        sentence = "A version has 1 to 40 letters, digits, dots and hyphens, such as 2026-01-31."
        yield Problem(sentence=sentence, place=("version",))
    for key in data:
        if key not in BOOK_KEYS and key not in OPTIONAL_KEYS:
            yield _unknown_key((key,), [*BOOK_KEYS, *OPTIONAL_KEYS])


def _of_type(value: object, kind: type, place: Place) -> Iterator[Problem]:
    # A day with a time of day is a date to Python, and true is a number.
    if type(value) is kind:
        return
    if kind is date:
        yield Problem(sentence="This must be a day such as 2026-01-31, without quotes.", place=place)
    elif kind is int:
        yield Problem(sentence="This must be a whole number, without quotes.", place=place)
    elif kind is str:
        yield Problem(sentence="This must be a text in quotes.", place=place)
    elif kind is list:
        yield Problem(sentence="This must be a list.", place=place)
    else:
        yield Problem(sentence="This must be a table: a name in square brackets with entries below it.", place=place)


def _unknown_key(place: Place, known: Sequence[str]) -> Problem:
    values = {"known": ", ".join(known)}
    return Problem(sentence="This entry is not known here. Known are: %(known)s.", place=place, values=values)


def _tables(data: Mapping[str, object], key: str) -> Iterator[tuple[Place, dict[str, object]] | Problem]:
    """The entries of a list of tables that have an id of their own."""
    seen: set[str] = set()
    for number, entry in enumerate(cast("list[object]", data.get(key, []))):
        place: Place = (key, number)
        if not isinstance(entry, dict):
            yield Problem(
                sentence="This must be a table: a name in square brackets with entries below it.", place=place
            )
        elif not isinstance(entry.get("id"), str) or not entry["id"]:
            yield Problem(sentence='It needs a name of its own: id = "…".', place=place)
        elif entry["id"] in seen:
            yield Problem(sentence="This name stands twice. Each needs its own.", place=(*place, "id"))
        else:
            seen.add(entry["id"])
            yield place, entry


def _clauses(data: Mapping[str, object]) -> Iterator[Problem]:
    ids: list[str] = []
    for found in _tables(data, "clause"):
        if isinstance(found, Problem):
            yield found
            continue
        place, clause = found
        ids.append(str(clause["id"]))
        yield from _clause(place, clause, data)
    order = cast("list[object]", data["order"])
    if sorted(map(str, order)) != sorted(ids):
        values = {"clauses": ", ".join(ids)}
        yield Problem(sentence="The order must name each clause once: %(clauses)s.", place=("order",), values=values)


def _clause(place: Place, clause: Mapping[str, object], data: Mapping[str, object]) -> Iterator[Problem]:
    if not isinstance(clause.get("source"), str):
        yield Problem(sentence='Say where this clause comes from: source = "…".', place=(*place, "source"))
    for key in set(clause) - {"id", "source", "rule"}:
        yield _unknown_key((*place, key), ["id", "source", "rule"])
    rules = clause.get("rule", [])
    if not isinstance(rules, list) or not all(isinstance(rule, dict) for rule in rules):
        yield Problem(sentence="Rules are written under [[clause.rule]].", place=(*place, "rule"))
        return
    english = cast("Mapping[str, Mapping[str, object]]", data["texts"]).get("en", {})
    for number, rule in enumerate(rules):
        here = (*place, "rule", number)
        yield from _rule(here, rule, data)
        why = str(rule.get("why", clause["id"]))
        if not isinstance(english, dict) or why not in english:
            sentence = "There is no English text “%(why)s”: write it under [texts.en]."
            yield Problem(sentence=sentence, place=(*here, "why"), values={"why": why})


def _rule(place: Place, rule: Mapping[str, object], data: Mapping[str, object]) -> Iterator[Problem]:
    outcomes = get_args(Outcome)
    if rule.get("outcome") not in outcomes:
        known = {"known": ", ".join(outcomes)}
        yield Problem(sentence="The outcome must be one of: %(known)s.", place=(*place, "outcome"), values=known)
    elif rule["outcome"] != "allow" and not rule.get("remedies"):
        sentence = "Whoever is not let through needs a way out: name at least one remedy."
        yield Problem(sentence=sentence, place=(*place, "remedies"))
    groups = {f"@{group}" for group in cast("Mapping[str, object]", data.get("surfaces", {}))}
    for key, value in rule.items():
        if key in RULE_LISTS:
            yield from _members((*place, key), value, RULE_LISTS[key])
        elif key in {"surfaces", "not_surfaces"}:
            yield from _members((*place, key), value, frozenset(SURFACES) | groups)
        elif key not in RULE_KEYS:
            yield _unknown_key((*place, key), sorted(RULE_KEYS))


def _services(data: Mapping[str, object]) -> Iterator[Problem]:
    for found in _tables(data, "service"):
        if isinstance(found, Problem):
            yield found
        else:
            yield from _service(*found)


def _service(place: Place, entry: Mapping[str, object]) -> Iterator[Problem]:
    if entry.get("kind") not in sorted(SERVICE_KINDS):
        known = {"known": ", ".join(sorted(SERVICE_KINDS))}
        yield Problem(sentence="The kind must be one of: %(known)s.", place=(*place, "kind"), values=known)
    if not any(entry.get(key) for key in NAMING):
        known = {"known": ", ".join(NAMING)}
        sentence = "Nobody could recognise this service: give it at least one of %(known)s."
        yield Problem(sentence=sentence, place=place, values=known)
    for key, value in entry.items():
        if key in SERVICE_LISTS:
            yield from _members((*place, key), value, None)
        elif key not in {"id", "kind"}:
            yield _unknown_key((*place, key), ["id", "kind", *NAMING, "accounts", "pages"])
    hosts = entry.get("hosts", [])
    for host in hosts if isinstance(hosts, list) else []:
        if isinstance(host, str) and (host != host.lower() or not HOST.fullmatch(host)):
            sentence = "“%(host)s” is no host. Write it alone and in small letters, such as chat.example.com."
            yield Problem(sentence=sentence, place=(*place, "hosts"), values={"host": host})
    yield from _paths(place, entry)


def _paths(place: Place, entry: Mapping[str, object]) -> Iterator[Problem]:
    """Path rules say a path, or a host with a path; a star stands for the rest."""
    for key in ("accounts", "pages"):
        paths = entry.get(key, [])
        for path in paths if isinstance(paths, list) else []:
            if isinstance(path, str) and ("://" in path or " " in path or not {"/", "."} & set(path)):
                sentence = "“%(path)s” is no path. Write it such as /add/* or example.com/add/*."
                yield Problem(sentence=sentence, place=(*place, key), values={"path": path})


def _members(place: Place, value: object, allowed: frozenset[str] | None) -> Iterator[Problem]:
    if not isinstance(value, list) or not all(isinstance(item, str) and item.strip() for item in value):
        yield Problem(sentence='This must be a list of texts, such as ["one", "two"].', place=place)
    elif allowed is not None and (wrong := sorted(set(value) - allowed)):
        values = {"wrong": ", ".join(wrong), "known": ", ".join(sorted(allowed))}
        yield Problem(sentence="Not known here: %(wrong)s. Known are: %(known)s.", place=place, values=values)


def _thresholds(data: Mapping[str, object]) -> Iterator[Problem]:
    thresholds = cast("Mapping[str, object]", data["thresholds"])
    if set(thresholds) != KINDS:
        kinds = {"kinds": ", ".join(sorted(KINDS))}
        yield Problem(sentence="There must be one for each kind: %(kinds)s.", place=("thresholds",), values=kinds)
    for kind, value in thresholds.items():
        if type(value) not in {int, float} or not 0 <= cast("float", value) <= 1:
            yield Problem(sentence="This must be a number from 0 to 1.", place=("thresholds", kind))


def _texts(data: Mapping[str, object]) -> Iterator[Problem]:
    for table in ("texts", "details"):
        for language, entries in cast("Mapping[str, object]", data[table]).items():
            if not isinstance(entries, dict):
                yield Problem(sentence="Texts stand under their language, such as [texts.en].", place=(table, language))
                continue
            for key, text in entries.items():
                yield from _text((table, language, key), text)
    english = cast("Mapping[str, object]", data["details"]).get("en")
    if not isinstance(english, dict) or set(english) != KINDS:
        kinds = {"kinds": ", ".join(sorted(KINDS))}
        yield Problem(sentence="There must be one for each kind: %(kinds)s.", place=("details", "en"), values=kinds)


def _text(place: Place, text: object) -> Iterator[Problem]:
    if not isinstance(text, str) or not text.strip():
        yield Problem(sentence="This must be a text in quotes.", place=place)
    elif wrong := sorted(set(re.findall(r"\{(\w*)\}", text)) - PLACEHOLDERS):
        values = {"wrong": ", ".join(wrong), "known": ", ".join(sorted(PLACEHOLDERS))}
        yield Problem(sentence="Not known here: %(wrong)s. Known are: %(known)s.", place=place, values=values)


def _groups(data: Mapping[str, object]) -> Iterator[Problem]:
    for group, members in cast("Mapping[str, object]", data.get("surfaces", {})).items():
        yield from _members(("surfaces", group), members, frozenset(SURFACES))
