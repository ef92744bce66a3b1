"""Verdicts for lines of JSON: `vestibule check`."""

import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, Final, TextIO, cast

from vestibule.policy.books import RuleBook, RuleBooks
from vestibule.policy.judge import judge
from vestibule.policy.situation import Situation, SituationError, parse_at, parse_situation

UNREADABLE: Final = (ValueError, RecursionError)
"""What a hostile line raises in the JSON reader: bad syntax, endless digits, endless nesting."""


def check_lines(lines: Iterable[str], books: RuleBooks) -> Iterator[str]:
    """One JSON verdict for each JSON line, in order, without line ends; the shapes are in docs/policy.

    A line that is no object with a string `text`, or has a wrong value, answers `{"id": …, "error": …}`.
    """
    for line in lines:
        yield _answer(line, books)[0]


def main(stdin: TextIO | BinaryIO, stdout: TextIO | BinaryIO) -> int:
    """Judge standard input line by line; 1 when any line was bad, else 0. Streams."""
    source: Iterable[str | bytes] = getattr(stdin, "buffer", stdin)
    write = _writer(stdout)
    books = RuleBooks.packaged()
    bad = False
    for raw in source:
        line = _decode(raw)
        answer, fine = ('{"id": null, "error": "not UTF-8"}', False) if line is None else _answer(line, books)
        bad = bad or not fine
        write(answer)
    stdout.flush()
    return int(bad)


def _decode(raw: str | bytes) -> str | None:
    if isinstance(raw, str):
        return raw
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None


def _writer(stdout: TextIO | BinaryIO) -> Callable[[str], object]:
    binary = getattr(stdout, "buffer", None)
    if binary is None and isinstance(stdout, io.TextIOBase):
        return lambda answer: cast(TextIO, stdout).write(f"{answer}\n")
    return lambda answer: cast(BinaryIO, binary or stdout).write(f"{answer}\n".encode())


def _answer(line: str, books: RuleBooks) -> tuple[str, bool]:
    try:
        values = json.loads(line, parse_constant=_refuse)
    except UNREADABLE:
        return _error(None, "not JSON"), False
    if not isinstance(values, dict):
        return _error(None, "not an object"), False
    identity = values.get("id")
    text = values.get("text")
    if not isinstance(text, str):
        return _error(identity, "text: must be a text"), False
    try:
        situation, book = parse_situation(values), _book(values, books)
    except SituationError as problem:
        return _error(identity, str(problem)), False
    return _dump({"id": identity, **_judged(text, situation, book)}), True


def _judged(text: str, situation: Situation, book: RuleBook) -> dict[str, object]:
    return dict(judge(text, situation, book).as_dict())


def _book(values: dict[str, object], books: RuleBooks) -> RuleBook:
    at = parse_at(values)
    return books.newest if at is None else books.on(at)


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _error(identity: object, message: str) -> str:
    return _dump({"id": identity, "error": message})


def _dump(answer: dict[str, object]) -> str:
    text = json.dumps(answer, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:  # lone surrogates travel escaped, as they came
        return json.dumps(answer)
    return text
