"""Books as they are written: read, joined with what they inherit, checked, and every slip named by its line."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, cast

from vestibule.policy.book_lines import line_at, lines_of
from vestibule.policy.book_parts import BookSource, Clause, Rule, RuleBook, Service
from vestibule.policy.book_problems import BookError, Place, Problem, where_words
from vestibule.policy.book_schema import BookTable, problems_in
from vestibule.policy.verdict import Verdict

INHERITED: Final = ("surfaces", "thresholds", "service", "details", "texts", "order", "clause")
LISTED: Final = ("clause", "service")


def read_books(sources: Sequence[BookSource]) -> list[RuleBook]:
    """The books, each checked with what it inherits. Of two with one version the last one counts.

    Raises `BookError` with all that is wrong in the first text that cannot be used.
    """
    parsed = [(source, parse(source)) for source in sources]
    raw = {str(data.get("version")): (source, data) for source, data in parsed}
    return [_make(source, _inherit(source, data, raw), data) for source, data in raw.values()]


def parse(source: BookSource) -> dict[str, object]:
    """The values of a book file. Raises `BookError` with the line that cannot be read."""
    try:
        return tomllib.loads(source.text)
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        found = re.search(r"at line (\d+)", str(problem))
        last = source.text.rstrip().count("\n") + 1
        said = re.sub(r" *\(at .*\)", "", str(problem)) or type(problem).__name__
        sentence = "This line cannot be read (%(problem)s). Look for a missing quote, bracket or equals sign."
        wrong = Problem(sentence=sentence, values={"problem": said}, line=int(found[1]) if found else last)
        raise BookError.of(source.name, [wrong]) from None


def _inherit(
    source: BookSource,
    data: dict[str, object],
    raw: Mapping[str, tuple[BookSource, dict[str, object]]],
    seen: frozenset[str] = frozenset(),
) -> dict[str, object]:
    predecessor = data.get("predecessor")
    if predecessor is None:
        return data
    if not isinstance(predecessor, str) or predecessor not in raw or predecessor in seen:
        sentence = "There is no book %(book)s to follow. There are: %(known)s."
        values = {"book": predecessor, "known": ", ".join(name for name in raw if name != data.get("version"))}
        raise _wrong(source, data, data, [Problem(sentence=sentence, place=("predecessor",), values=values)])
    above = _inherit(*raw[predecessor], raw, seen | {predecessor})
    merged = dict(data)
    for key in INHERITED:
        if key in above:
            merged[key] = _merge(above[key], data.get(key), order=key == "order")
    _leave_out(merged, data)
    return merged


def _merge(above: object, own: object, *, order: bool = False) -> object:
    if own is None:
        return above
    if isinstance(above, dict) and isinstance(own, dict):
        return {**above, **{key: _merge(above.get(key), value) for key, value in own.items()}}
    if isinstance(above, list) and isinstance(own, list) and not order:
        said_again = [entry.get("id") for entry in own if isinstance(entry, dict)]
        kept = [entry for entry in above if isinstance(entry, dict) and entry.get("id") not in said_again]
        return kept + own
    return own


def _leave_out(merged: dict[str, object], own: Mapping[str, object]) -> None:
    """Inherited clauses that the order does not name are gone, and services that are named as gone."""
    gone, order = own.get("without_services", []), merged.get("order")
    services, clauses = merged.get("service"), merged.get("clause")
    if isinstance(gone, list) and isinstance(services, list):
        merged["service"] = [one for one in services if _is_in(one, own.get("service")) or one.get("id") not in gone]
    if isinstance(order, list) and isinstance(clauses, list):
        merged["clause"] = [one for one in clauses if _is_in(one, own.get("clause")) or one.get("id") in order]


def _is_in(entry: object, own: object) -> bool:
    return isinstance(own, list) and any(one is entry for one in own)


def already_known(source: BookSource, version: str) -> BookError:
    """Two books cannot have one name."""
    sentence = "There is a book %(version)s already. Give this one another version."
    values = {"version": version}
    return _wrong(source, {}, {}, [Problem(sentence=sentence, place=("version",), values=values)])


def _wrong(
    source: BookSource, merged: Mapping[str, object], own: Mapping[str, object], problems: Sequence[Problem]
) -> BookError:
    """The problems with their lines in the file."""
    lines = lines_of(source.text)
    return BookError.of(
        source.name,
        sorted(
            (
                replace(one, where=where_words(one.place, merged), line=line_at(_own(one.place, merged, own), lines))
                for one in problems
            ),
            key=lambda one: one.line,
        ),
    )


def _own(place: Place, merged: Mapping[str, object], own: Mapping[str, object]) -> Place:
    """The place of an entry in the file itself, where only some of the merged entries stand."""
    if len(place) < 2 or place[0] not in LISTED:
        return place
    entry = cast("list[object]", merged[str(place[0])])[cast("int", place[1])]
    mine = cast("list[object]", own.get(str(place[0]), []))
    return next(((place[0], number, *place[2:]) for number, one in enumerate(mine) if one is entry), ())


def _make(source: BookSource, data: dict[str, object], own: dict[str, object]) -> RuleBook:
    if problems := problems_in(data):
        raise _wrong(source, data, own, problems)
    book = cast("BookTable", data)
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
        urgent=book.get("urgent", ""),
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
