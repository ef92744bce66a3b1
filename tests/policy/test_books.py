from datetime import date
from pathlib import Path

import pytest

from vestibule.policy import BookError, RuleBooks, Situation, judge
from vestibule.policy.books import PACKAGED

OLD = PACKAGED / "2020-05-26.toml"
NEW = PACKAGED / "2020-06-26.toml"
LANGUAGES = ("en", "es", "de", "fr", "pt")


def test_the_date_picks_the_book() -> None:
    books = RuleBooks.packaged()
    answering = [
        books.on(day).version for day in (date(2019, 1, 1), date(2020, 6, 25), date(2020, 6, 26), date(2030, 1, 1))
    ]
    assert answering == ["2020-05-26", "2020-05-26", "2020-06-26", "2020-06-26"]
    assert [book.version for book in books] == ["2020-05-26", "2020-06-26"]


def test_an_operator_adds_a_messenger_without_python(tmp_path: Path) -> None:
    text = "my chirpolo is @bo_builds, or use chirpolo.example.net/bo-builds"
    before = {
        finding.kind for finding in judge("let's talk on chirpolo", Situation(), RuleBooks.packaged().newest).findings
    }
    book = tmp_path / "2020-06-26.toml"
    book.write_text(
        NEW.read_text(encoding="utf-8")
        + '\n[[service]]\nid = "chirpolo"\nkind = "messenger"\n'
        + 'names = ["chirpolo"]\nhosts = ["chirpolo.example.net"]\n',
        encoding="utf-8",
    )
    newest = RuleBooks.load([OLD, book]).newest
    assert before == set()
    assert judge("let's talk on chirpolo", Situation(), newest).outcome == "withhold"
    assert "chirpolo.example.net/bo-builds" in {finding.text for finding in judge(text, Situation(), newest).findings}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('kinds = ["scheduler_link"]', 'kinds = ["scheduler"]', "rule[0]: kinds: unknown: scheduler"),
        (
            'remedies = ["use_scheduler", "remove_span"]',
            "remedies = []",
            "an outcome other than allow needs at least one",
        ),
        ('id = "names"', 'id = "people"', "order: must list each clause once"),
        ("notice_days = 15", "notice = 15", "notice_days: missing"),
        (
            'outcome = "ask"\nkinds = ["scheduler_link"]',
            'outcome = "maybe"\nkinds = ["scheduler_link"]',
            "outcome: must be one of",
        ),
        ('predecessor = "2020-05-26"', 'predecessor = "1999-01-01"', "predecessor: no such book"),
        ('version = "2020-06-26"', 'version = = "2020-06-26"', "line 2"),
        ('why = "base"\n', 'why = "bass"\n', "no English text 'bass'"),
    ],
)
def test_a_slip_in_a_book_is_named_where_it_stands(tmp_path: Path, old: str, new: str, message: str) -> None:
    source = NEW.read_text(encoding="utf-8")
    assert old in source
    book = tmp_path / "draft.toml"
    book.write_text(source.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(BookError) as refused:
        RuleBooks.load([OLD, book])
    assert message in str(refused.value)


def test_every_sentence_is_written_in_each_language() -> None:
    for book in RuleBooks.packaged():
        for table in (book.texts, book.details):
            assert all(set(table[language]) == set(table["en"]) for language in LANGUAGES)


def test_reasons_speak_the_language_asked_for() -> None:
    book = RuleBooks.packaged().newest
    said = {
        judge("ana@web.de", Situation(), book, language=language).reasons[0].why
        for language in (*LANGUAGES, "xx", "de-CH")
    }
    assert len(said) == len(LANGUAGES)
