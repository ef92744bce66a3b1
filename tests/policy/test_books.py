from datetime import date
from itertools import product
from pathlib import Path

import pytest

from vestibule.policy import (
    CLIENT_PLANS,
    PURPOSES,
    RELATIONSHIPS,
    SURFACES,
    BookError,
    BookSource,
    Finding,
    RuleBooks,
    Situation,
    judge,
)
from vestibule.policy.book_compare import changes
from vestibule.policy.book_effects import effects
from vestibule.policy.book_lines import with_dates
from vestibule.policy.books import PACKAGED
from vestibule.policy.decide import settle

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
        (
            'kinds = ["scheduler_link"]',
            'kinds = ["scheduler"]',
            "clause scheduling, rule 1, kinds: Not known here: scheduler.",
        ),
        (
            'remedies = ["use_scheduler", "remove_span"]',
            "remedies = []",
            "clause scheduling, rule 1, remedies: Whoever is not let through needs a way out",
        ),
        ('id = "names"', 'id = "people"', "order: The order must name each clause once"),
        ("notice_days = 15", "notice = 15", "notice_days: This is missing."),
        (
            'outcome = "ask"\nkinds = ["scheduler_link"]',
            'outcome = "maybe"\nkinds = ["scheduler_link"]',
            "outcome: The outcome must be one of: allow, ask, withhold.",
        ),
        (
            'predecessor = "2020-05-26"',
            'predecessor = "1999-01-01"',
            "predecessor: There is no book 1999-01-01 to follow.",
        ),
        ('version = "2020-06-26"', 'version = = "2020-06-26"', "line 2"),
        ('why = "base"\n', 'why = "bass"\n', "There is no English text “bass”"),
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


WRONG = """\
version = "2026-12-01"
title = "A new messenger"
announced = 2026-11-01
effective = "2026-12-01"
predecessor = "2020-06-26"
notice_days = 15
"""
WRONG_BELOW = """\
version = "2026-12-01"
title = "A new messenger"
announced = 2026-11-01
effective = 2026-12-01
predecessor = "2020-06-26"
notice_days = 15

[[service]]
id = "chirpolo"
kind = "pigeon"
names = [
  "chirpolo", # a comment, and a "quote"
  'chirp',
]
hosts = ["https://Chirpolo.example/"]
accounts = ["/@*", "chirpolo.example/u/*"]
pages = ["https://chirpolo.example/about"]

[[clause]]
id = "scheduling"
source = "F9"
[[clause.rule]]
outcome = "withhold"
kinds = ["scheduler_link"]
[[clause.rule]]
outcome = "allow"
surfaces = ["@nobody"]

[texts.en]
scheduling = "Not {here}."
"""


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (WRONG, [(4, "effective")]),
        (
            WRONG_BELOW,
            [
                (10, "service chirpolo, kind"),
                (15, "service chirpolo, hosts"),
                (17, "service chirpolo, pages"),
                (22, "clause scheduling, rule 1, remedies"),
                (27, "clause scheduling, rule 2, surfaces"),
                (30, "texts, en, scheduling"),
            ],
        ),
        (
            WRONG.replace('"2026-12-01"\np', "2026-12-01\np") + '[[service]]\nid = "x"\nkind = "mail"\n',
            [(7, "service x")],
        ),
        ('version = "x"\ntitle = "unclosed\n', [(2, "")]),
        (WRONG.replace('= "2026-12-01"\nt', '= "2020-05-26"\nt'), [(1, "version")]),
        ("", [(1, "version"), (1, "title"), (1, "announced")]),
    ],
)
def test_every_slip_is_named_by_its_line(text: str, found: list[tuple[int, str]]) -> None:
    with pytest.raises(BookError) as refused:
        RuleBooks.packaged().with_draft(BookSource("draft", text))
    assert [(problem.line, problem.where) for problem in refused.value.problems][: len(found)] == found


DRAFT = WRONG.replace('"2026-12-01"\np', "2026-12-01\np")


def test_a_book_says_only_what_changes() -> None:
    known = RuleBooks.packaged()
    draft = known.with_draft(BookSource("draft", DRAFT))
    assert changes(known.newest, draft) == []
    assert draft.clauses == known.newest.clauses
    gone = known.with_draft(BookSource("draft", DRAFT + 'without_services = ["kik"]\norder = ["base", "reports"]\n'))
    assert [clause.id for clause in gone.clauses] == ["base", "reports"]
    assert {service.id for service in known.newest.services} - {service.id for service in gone.services} == {"kik"}


def test_what_differs_is_named() -> None:
    known = RuleBooks.packaged()
    text = DRAFT + (
        "[thresholds]\nphone = 0.7\n"
        '[[service]]\nid = "chirpolo"\nkind = "messenger"\nnames = ["chirpolo"]\n'
        '[[service]]\nid = "kik"\nkind = "messenger"\nwords = ["kik"]\nhosts = ["kik.me", "kik.example"]\n'
        '[[clause]]\nid = "scheduling"\nsource = "F9"\n[[clause.rule]]\noutcome = "withhold"\n'
        'kinds = ["scheduler_link"]\nremedies = ["use_scheduler", "remove_span"]\n'
        '[texts.en]\nscheduling = "Use the scheduler."\n'
    )
    draft = known.with_draft(BookSource("draft", text))
    found = {(one.what, one.name, one.was, one.now) for one in changes(known.newest, draft)}
    assert ("service_new", "chirpolo", (), ("chirpolo",)) in found
    assert ("known_by_new", "kik", (), ("kik.example",)) in found
    assert ("threshold", "phone", ("0.6",), ("0.7",)) in found
    assert {what for what, *_ in found} == {
        "service_new", "known_by_new", "threshold", "rules_changed", "text_changed",
    }  # fmt: skip
    meant = effects(known.newest, draft)
    assert {(one.kinds, one.was, one.now) for one in meant} == {(("scheduler_link",), "ask", "withhold")}
    assert effects(known.newest, known.newest) == ()


def test_what_a_book_means_is_what_judging_says() -> None:
    """Every circumstance that is said to change does, and none besides."""
    old, new = RuleBooks.packaged()
    told: set[tuple[str, ...]] = set()
    for one in effects(old, new):
        if one.reading == "" and "email" in one.kinds:
            told |= set(product(one.surfaces, one.relationships, one.plans, one.purposes))
    finding = [Finding("email", 0, 1, "x", 1.0, obfuscated=False, read_as="x")]
    for surface, relationship, plan, purpose in product(SURFACES, RELATIONSHIPS, CLIENT_PLANS, (None, *PURPOSES)):
        situation = Situation(surface, relationship, plan, purpose)
        was, now = (settle(finding, situation, book, lambda _genre: False)[0].outcome for book in (old, new))
        assert (was != now) == ((surface, relationship, plan, purpose or "none") in told)
    assert told


def test_days_are_written_into_the_text_where_they_stand() -> None:
    known = RuleBooks.packaged()
    wanted = {"announced": date(2026, 11, 20), "effective": date(2026, 11, 21)}
    for text in (DRAFT, DRAFT + 'urgent = "an old one"\n', "# a comment\n\n" + DRAFT):
        hasty = with_dates(text, **wanted, urgent='It "leaks" \\ badly')
        made = known.with_draft(BookSource("draft", hasty))
        assert (made.announced, made.effective, made.urgent) == (*wanted.values(), 'It "leaks" \\ badly')
        assert made.title == "A new messenger"
        calm = known.with_draft(BookSource("draft", with_dates(hasty, **wanted, urgent="")))
        assert calm.urgent == ""


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
