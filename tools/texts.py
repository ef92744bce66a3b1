"""The sentences of pages, mails and answers: collect them for the translators, compile what was translated.

Pure Python, so that no machine needs GNU gettext. Templates are read by Django's own lexer, Python by Babel, and the
sentences of refusals (`sentence = "…"`, which the kit keeps free of Django) by their name.
"""

import argparse
import ast
import io
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from tools.steps import ROOT, files_under, say

SOURCE = ROOT / "src" / "vestibule"
LOCALE = SOURCE / "web" / "locale"
LANGUAGES = ("es",)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


@dataclass(slots=True)
class Sentence:
    """One sentence to translate: where it stands, its plural if it has one, and what tells it from its equals."""

    text: str
    plural: str = ""
    context: str = ""
    places: list[str] = field(default_factory=list)


def main(words: Sequence[str]) -> int:
    """Collect and compile; with --check write nothing and fail when something is missing; with --compile only that."""
    parser = argparse.ArgumentParser(prog="python -m tools.texts", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 if a sentence is missing or left over")
    parser.add_argument("--compile", action="store_true", help="only make the .mo files of the .po files")
    asked = parser.parse_args(words)
    if asked.check:
        return _check()
    for language in LANGUAGES:
        if not asked.compile:
            untranslated = collect(language)
            say(f"{path_of(language).relative_to(ROOT)}: {untranslated} sentences wait to be translated")
        compile_catalogue(language)
    return 0


def path_of(language: str) -> Path:
    """Where the sentences of a language stand."""
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def sentences() -> dict[tuple[str, str], Sentence]:
    """Every sentence of the server, by context and text, in the order of its places."""
    found: dict[tuple[str, str], Sentence] = {}
    for one, place in _everywhere():
        known = found.setdefault((one.context, one.text), one)
        known.plural = known.plural or one.plural
        if place not in known.places:
            known.places.append(place)
    return found


def _everywhere() -> Iterator[tuple[Sentence, str]]:
    for path in sorted(files_under(SOURCE, "**/*.html")) + sorted(files_under(SOURCE, "**/*.txt")):
        if "templates" in path.parts:
            yield from ((one, _place(path)) for one in in_template(path.read_text(encoding="utf-8")))
    for path in sorted(files_under(SOURCE, "**/*.py")):
        if "migrations" not in path.parts:
            yield from ((one, _place(path)) for one in in_python(path.read_text(encoding="utf-8")))


def _place(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def in_template(source: str) -> list[Sentence]:
    """The sentences of a Django template."""
    if not settings.configured:
        settings.configure(USE_I18N=False)
    # What stands around the calls is filled with X; without indentation it reads as Python.
    lines = (line.lstrip() for line in templatize(source).split("\n"))
    return _by_babel("\n".join(lines))


def in_python(source: str) -> list[Sentence]:
    """The sentences of a Python module: those in calls of gettext, and those of refusals."""
    tree = ast.parse(source)
    return [*_by_babel(source), *(Sentence(text) for text in _of_refusals(tree)), *_of_deeds(tree)]


def _by_babel(source: str) -> list[Sentence]:
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
    return [_sentence(message, context) for _line, message, _comments, context in found]


def _sentence(message: str | tuple[str, ...], context: str | None) -> Sentence:
    if isinstance(message, str):
        return Sentence(message, context=context or "")
    return Sentence(message[0], message[1], context or "")


def _of_refusals(tree: ast.AST) -> Iterator[str]:
    """Strings that are assigned to `sentence` or passed as such."""
    for node in ast.walk(tree):
        value = _assigned(node) if isinstance(node, ast.Assign | ast.AnnAssign) else None
        if isinstance(node, ast.keyword) and node.arg == "sentence":
            value = node.value
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield value.value


def _assigned(node: ast.Assign | ast.AnnAssign) -> ast.expr | None:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    is_sentence = any(isinstance(to, ast.Name) and to.id == "sentence" for to in targets)
    return node.value if is_sentence else None


def _of_deeds(tree: ast.AST) -> Iterator[Sentence]:
    """Sentences about what somebody did (`did("%(name)s left.")`), and the same about the reader (context "you")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name_of(node.func) in {"did", "_did"}:
            for one in node.args:
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    yield from (Sentence(one.value), Sentence(one.value, context="you"))


def _name_of(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def collect(language: str) -> int:
    """Bring the file of a language up to date: new sentences empty, gone ones out. Says how many are untranslated."""
    known = _read(path_of(language))
    catalogue = _catalogue(language)
    for (context, text), one in sentences().items():
        before = known.get(text, context or None) if known is not None else None
        catalogue.add(
            (text, one.plural) if one.plural else text,
            before.string if before is not None and _fits(before.string, one) else None,
            locations=[(place, 0) for place in one.places],
            context=context or None,
        )
    path_of(language).parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, catalogue, width=120, include_lineno=False, sort_by_file=True, omit_header=True)
    path_of(language).write_bytes(_head(catalogue).encode() + written.getvalue())
    return sum(not _is_translated(message.string) for message in catalogue if message.id)


def _fits(translated: object, one: Sentence) -> bool:
    return isinstance(translated, tuple | list) == bool(one.plural)


def _is_translated(translated: object) -> bool:
    return all(translated) if isinstance(translated, tuple | list) else bool(translated)


def problems(language: str) -> list[str]:
    """What a reader of that language would stumble over: untranslated sentences, other placeholders, left-over ones."""
    catalogue = _read(path_of(language)) or _catalogue(language)
    wanted = sentences()
    found = [
        f"left over, run make texts: {message.id!r}"
        for message in catalogue
        if message.id and (message.context or "", _first(message.id)) not in wanted
    ]
    for (context, text), one in wanted.items():
        message = catalogue.get(text, context or None)
        if message is None or not _fits(message.string, one) or not _is_translated(message.string):
            found.append(f"not translated ({', '.join(one.places)}): {text!r}")
        elif message.fuzzy:
            found.append(f"marked as a guess: {text!r}")
        else:
            found += _unlike(message)
    return found


def _unlike(message: Message) -> list[str]:
    """Where the translation has other placeholders, or loses the space or line end at an end of the sentence."""
    translated = message.string if isinstance(message.string, tuple | list) else (message.string,)
    original = _first(message.id if isinstance(message.id, str) else message.id[-1])
    values = placeholders(original)
    # A sentence to the reader need not name them.
    may_lack = {"%(name)s"} if message.context == "you" else set()
    return [
        f"{original!r} became {one!r}"
        for one in filter(None, translated)
        if not _same(placeholders(one), values, may_lack) or _edges(one) != _edges(original)
    ]


def _same(one: list[str], other: list[str], may_lack: set[str]) -> bool:
    return one == other or one == [value for value in other if value not in may_lack]


def placeholders(text: str) -> list[str]:
    """The places of values in a sentence, sorted: `%(name)s`, `{name}`, `%s`."""
    return sorted(re.findall(r"%\(\w+\)[sd]|%[sd]|\{\w*\}", text))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _first(message_id: str | tuple[str, ...] | list[str]) -> str:
    return message_id if isinstance(message_id, str) else message_id[0]


def _catalogue(language: str) -> Catalog:
    return Catalog(locale=language)


def _head(catalogue: Catalog) -> str:
    """The head of a file, without dates: a file that nobody changed stays the same."""
    return f"""# The sentences of pages, mails and answers. Written by `make texts`; translate here.
msgid ""
msgstr ""
"Language: {catalogue.locale}\\n"
"Plural-Forms: {catalogue.plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def _read(path: Path) -> Catalog | None:
    if not path.exists():
        return None
    with path.open("rb") as file:
        return read_po(file)


def compile_catalogue(language: str) -> None:
    """Make the .mo file that Django reads."""
    path_of(language).with_suffix(".mo").write_bytes(compiled(language))


def compiled(language: str) -> bytes:
    """The .mo file of what stands in the .po file."""
    made, catalogue = io.BytesIO(), _read(path_of(language)) or _catalogue(language)
    # The same sentences make the same file.
    catalogue.creation_date = datetime.fromtimestamp(0, UTC)
    write_mo(made, catalogue)
    return made.getvalue()


def _check() -> int:
    found = [problem for language in LANGUAGES for problem in problems(language)]
    for problem in found:
        say(problem)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
