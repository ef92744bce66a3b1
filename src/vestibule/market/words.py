"""Finding records by their words: SQLite's FTS5 and PostgreSQL's full text behind the same few questions.

An index belongs to a table with a whole-number key that grows with time. On SQLite it is a table of its own,
`<table>_words`, whose row ids are those keys; on PostgreSQL the column `words` with a GIN index. Both stem English.
Besides its words a record has marks: short codes of ours (a skill, say) that are found whole and never by words.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2s
from typing import Any

from django.db import connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

MOST_WORDS = 12
LONGEST_QUERY = 200
# Said by everybody, and no help in finding anything.
_COMMON = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on", "or", "our", "that"}
    | {"the", "this", "to", "we", "with", "you", "your"}
)
_WORD = re.compile(r"\w+")
# Names that are mostly signs, as words that an index keeps.
_SIGNS = {"c++": "cplusplus", "c#": "csharp", "f#": "fsharp", ".net": "dotnet"}
_SIGN = re.compile("|".join(re.escape(sign) + r"(?!\w)" for sign in _SIGNS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Through a table, from its newest record on: what must match, and where to go on.

    `plain` holds conditions on columns of the table, each with its parameters, in SQL that both databases know.
    """

    table: str
    text: str = ""
    marks: Sequence[str] = ()
    plain: Mapping[str, Sequence[object]]
    before: int | None = None
    limit: int


def newest(walk: Walk) -> list[int]:
    """The keys of the newest records that match everything, newest first."""
    words = [word for word in words_of(walk.text) if word not in _COMMON][:MOST_WORDS]
    marks = list(walk.marks)
    conditions: list[str] = []
    parameters: list[Any] = []
    tables = f"{walk.table} t"
    if words or marks:
        if connection.vendor == "postgresql":
            conditions.append("t.words @@ (%s)" % _postgresql_query(words, marks, parameters))  # noqa: UP031
        else:
            # The index leads, newest first, and stops at the limit; the table is asked about what it yields.
            tables = f"{walk.table}_words w CROSS JOIN {walk.table} t ON t.id = w.rowid"
            conditions.append(f"w.{walk.table}_words MATCH %s")
            parameters.append(_sqlite_query(words, marks))
    for condition, given in walk.plain.items():
        conditions.append(condition)
        parameters += given
    key = "w.rowid" if " w " in tables else "t.id"
    if walk.before is not None:
        conditions.append(f"{key} < %s")
        parameters.append(walk.before)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key} FROM {tables}{where} ORDER BY {key} DESC LIMIT %s", [*parameters, walk.limit])  # noqa: S608 - names of ours
        return [key for (key,) in cursor.fetchall()]


def index_words(table: str, key: int, *, text: Iterable[str], marks: Iterable[str]) -> None:
    """Let the record be found by these texts and marks, and by nothing else."""
    words, codes = " ".join(words_of(" \n ".join(text))), " ".join(marks)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            vector = "to_tsvector('english', %s) || to_tsvector('simple', %s)"
            cursor.execute(f"UPDATE {table} SET words = {vector} WHERE id = %s", [words, codes, key])  # noqa: S608
        else:
            cursor.execute(f"DELETE FROM {table}_words WHERE rowid = %s", [key])  # noqa: S608
            cursor.execute(f"INSERT INTO {table}_words (rowid, words, marks) VALUES (%s, %s, %s)", [key, words, codes])  # noqa: S608


def forget_words(table: str, key: int) -> None:
    """Let the record be found no more. On PostgreSQL the words go with their row."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}_words WHERE rowid = %s", [key])  # noqa: S608


def words_of(text: str) -> list[str]:
    """The words of a text in plain small letters, as both databases shall see them."""
    plain = "".join(one for one in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(one))
    return _WORD.findall(_SIGN.sub(lambda found: f" {_SIGNS[found[0]]} ", plain))


def mark_of(kind: str, value: str) -> str:
    """The mark for a value of a kind, however the value is written: letters and digits only."""
    same = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return f"{kind}x{blake2s(same.encode(), digest_size=8).hexdigest()}"


def _sqlite_query(words: Sequence[str], marks: Sequence[str]) -> str:
    parts = [f'words : "{word}"' for word in words] + [f'marks : "{mark}"' for mark in marks]
    return " AND ".join(parts)


def _postgresql_query(words: Sequence[str], marks: Sequence[str], parameters: list[Any]) -> str:
    parts = []
    if words:
        parts.append("plainto_tsquery('english', %s)")
        parameters.append(" ".join(words))
    for mark in marks:
        parts.append("%s::tsquery")
        parameters.append(f"'{mark}'")
    return " && ".join(parts)


def make_index(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """The index of a table, for its migration."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN words tsvector NOT NULL DEFAULT ''::tsvector")
        # Without a list of pending entries: a search must not read through what was added lately.
        schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words) WITH (fastupdate = off)")
    else:
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE {table}_words USING fts5"
            "(words, marks, columnsize = 0, tokenize = 'porter unicode61 remove_diacritics 2')"
        )


def drop_index(schema_editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """Undo `make_index`."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {table}_words")
        schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN words")
    else:
        schema_editor.execute(f"DROP TABLE {table}_words")
