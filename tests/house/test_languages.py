"""Every sentence can be said in every language of the site, and none stands in a template or a script by itself."""

import re
import shutil
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType

from tests.house.sources import ROOT
from tools import texts

TEMPLATES = sorted(path for path in (ROOT / "src").glob("**/templates/**/*.*") if path.suffix in {".html", ".txt"})
SCRIPTS = sorted(
    path
    for path in (ROOT / "client" / "src").glob("**/*.ts")
    if path.parent.name not in {"text", "protocol", "stubs", "testing"} and not path.name.endswith(".test.ts")
)
READ_ALOUD = {"alt", "aria-label", "aria-roledescription", "aria-valuetext", "content", "placeholder", "title", "value"}
# Names, formats and codes, the same in all languages.
NO_LANGUAGE = re.compile(r"Vestibule|vestibule demo|JPEG|PNG|WebP|GIF|HTML|JSON|UTC|Ctrl|Alt|Esc|utf-8")
WORD = re.compile(r"[A-Za-z]{2,}")
DATE_FORM = re.compile(r"\b[A-Z_]*(?:DATE|TIME|DAY)_FORMAT\b")


# -- translated ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_sentence_is_translated_with_its_places_for_values(language: str) -> None:
    assert texts.problems(language) == [], "run `make texts` and translate what is empty"


def test_the_site_speaks_what_is_translated() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", *texts.LANGUAGES]


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_what_django_reads_is_what_was_translated(language: str) -> None:
    compiled = texts.path_of(language).with_suffix(".mo")
    assert compiled.read_bytes() == texts.compiled(language), "run `make texts`"


@pytest.mark.parametrize(
    ("was", "becomes", "complaint"),
    [
        ('msgstr "Guardado."', 'msgstr ""', "not translated"),
        ("%(name)s ha salido.", "%(nombre)s ha salido.", "became"),
        ('msgid "Saved."', 'msgid "Saved once."', "left over"),
    ],
)
def test_a_gap_is_noticed(
    was: str, becomes: str, complaint: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied = tmp_path / "es" / "LC_MESSAGES" / "django.po"
    copied.parent.mkdir(parents=True)
    shutil.copy(texts.path_of("es"), copied)
    whole = copied.read_text(encoding="utf-8")
    assert was in whole
    copied.write_text(whole.replace(was, becomes, 1), encoding="utf-8")
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    assert any(complaint in problem for problem in texts.problems("es"))


# -- nothing bare -------------------------------------------------------------------------------------------------


def test_every_form_of_dates_that_a_template_names_is_the_houses_own() -> None:
    """What is missing there would come in the form of the framework's country."""
    named = {
        form for path in TEMPLATES for form in re.findall(r"\b[A-Z_]*(?:DATE|TIME|DAY)_FORMAT\b", path.read_text())
    }
    assert "SHORT_DATETIME_FORMAT" in named
    for language in (*texts.LANGUAGES, "en"):
        ours = import_module(f"vestibule.web.formats.{language}.formats")
        assert not named - vars(ours).keys(), language


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_says_anything_by_itself(path: Path) -> None:
    assert bare_in_template(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_says_anything_by_itself(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert bare_in_script(source) == [], "sentences belong into client/src/text"
    assert "text/en.ts" not in source, "import text from text/index.ts: it is the catalogue of the page's language"


def test_no_refusal_has_values_woven_into_its_sentence() -> None:
    woven = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "src").glob("**/*.py"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\bsentence\s*=\s*\(?\s*f[\"']", line)
    ]
    assert woven == [], 'write sentence="At most %(most)s.", most=5'


@pytest.mark.parametrize(
    "source",
    [
        "<p>Hello there</p>",
        '<button aria-label="Close">{% icon "x" %}</button>',
        '<input placeholder="Search">',
        '<p>{% trans "Saved" %} by {{ name }}</p>',
        "{% if me %}Yours{% endif %}",
    ],
)
def test_a_bare_word_in_a_template_is_found(source: str) -> None:
    assert bare_in_template(source)


@pytest.mark.parametrize(
    "source",
    [
        "return html`<p>Hello there</p>`;",
        'return html`<button aria-label="Close">${icon("x")}</button>`;',
        "html`<p>${one ? html`<b>Two</b>` : nothing}</p>`",
        'announcer.say("Your message was sent.");',
        "const words = `Sent to ${name} today`;",
    ],
)
def test_a_bare_word_in_a_script_is_found(source: str) -> None:
    assert bare_in_script(source)


def test_what_is_no_language_is_let_through() -> None:
    assert (
        bare_in_template('<title>{% block title %}{{ who }} · Vestibule{% endblock %}</title><a href="/">1</a>') == []
    )
    assert bare_in_script('html`<p class="muted small">${text.saved}</p>`; run("offer.made", "two-words");') == []


class _Said(HTMLParser):
    """What a page shows or reads aloud."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in {"style", "script", "svg"}
        shown = dict(attrs)
        for name, value in attrs:
            says = name in READ_ALOUD and not (name == "value" and shown.get("type") not in {"submit", "button"})
            if says and not (name == "content" and shown.get("name") != "description"):
                self.words.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in {"style", "script", "svg"}

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def _said(html: str) -> list[str]:
    said = _Said()
    said.feed(html)
    said.close()
    return [words.strip() for words in said.words if WORD.search(NO_LANGUAGE.sub("", words))]


def bare_in_template(source: str) -> list[str]:
    """Words of a template that no `trans` brings."""
    kept: list[str] = []
    waits_for = ""
    for token in Lexer(source).tokenize():
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split()[0]
            if waits_for and name.startswith(waits_for):
                waits_for = ""
            elif name.startswith("blocktrans"):
                waits_for = "endblocktrans"
            elif name == "comment":
                waits_for = "endcomment"
            elif re.match(r"block \w*_class\b", token.contents):
                waits_for = "endblock"
        elif token.token_type == TokenType.TEXT and not waits_for:
            kept.append(token.contents)
    return _said("".join(kept))


SENTENCE = re.compile(r"""(["'`])([A-Z][a-z’']*[,:]? [a-z$][^"'`\n]*|[A-Z][a-z]+(?: [a-z]+)+[.!?])\1""")


def bare_in_script(source: str) -> list[str]:
    """Words in the templates of a script, and strings that read like a sentence."""
    # Comments and defects are for those who program.
    code = re.sub(r"(?m)^\s*(//|\*|/\*).*$|(?<=\s)//.*$|\bnew \w*Error\(.*$", "", source)
    found = [words for html in _templates_of(code) for words in _said(html)]
    return found + [match[2] for match in SENTENCE.finditer(code)]


def _templates_of(code: str) -> list[str]:
    """The HTML of each html`…` without what is put into it; those within others by themselves."""
    found: list[str] = []
    for start in re.finditer(r"\b(?:html|svg)`", code):
        at, html = start.end(), ""
        while at < len(code) and code[at] != "`":
            if code.startswith("${", at):
                at, html = _end_of_value(code, at + 2), f"{html}~"
            else:
                html += code[at]
                at += 1
        found.append(html)
    return found


def _end_of_value(code: str, at: int) -> int:
    """Behind the brace that closes a `${`, past braces and templates within."""
    depth = 1
    while at < len(code) and depth:
        if code[at] == "`":
            at = _end_of_template(code, at + 1)
            continue
        depth += {"{": 1, "}": -1}.get(code[at], 0)
        at += 1
    return at


def _end_of_template(code: str, at: int) -> int:
    while at < len(code) and code[at] != "`":
        at = _end_of_value(code, at + 2) if code.startswith("${", at) else at + 1
    return at + 1
