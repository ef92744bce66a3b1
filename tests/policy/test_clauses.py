"""Every clause of the book in force, and a walk over all combinations."""

from datetime import date
from itertools import product
from typing import Final

import pytest

from vestibule.policy import (
    CLIENT_PLANS,
    PURPOSES,
    RELATIONSHIPS,
    SURFACES,
    Relationship,
    RuleBook,
    RuleBooks,
    Situation,
    Surface,
    Verdict,
    judge,
)

BOOKS = RuleBooks.packaged()
BOOK = BOOKS.newest
EMAIL: Final = "Write to ana@northfjord-studio.no"
ACCESS: Final = "Please add ana@northfjord-studio.no as a collaborator to the repository."
TEXTS: Final = {
    "email": EMAIL,
    "phone": "My phone is +44 7400 123456",
    "social_handle": "My telegram is @bo_builds",
    "meeting_link": "https://meet.google.com/abc-defg-hij",
    "scheduler_link": "https://calendly.com/bo-builds/intro",
    "payment_handle": "paypal.me/bobuilds",
    "contact_request": "What is your email?",
    "off_platform": "Let's talk on WhatsApp",
    "off_platform_payment": "You can pay me directly, outside the platform, and we save the fees",
}
SEVERITY: Final = {"allow": 0, "ask": 1, "withhold": 2}
LEGAL: Final = (
    "NON-DISCLOSURE AGREEMENT. The parties hereby agree that confidential information … governing law … termination …"
    " signature: ana@northfjord-studio.no"
)


def clause_of(text: str, situation: Situation) -> tuple[str, str]:
    verdict = judge(text, situation, BOOK)
    assert len(verdict.reasons) == 1
    return verdict.outcome, verdict.reasons[0].clause


@pytest.mark.parametrize(("kind", "text"), list(TEXTS.items()))
def test_each_sample_holds_its_kind(kind: str, text: str) -> None:
    assert [finding.kind for finding in judge(text, Situation(), BOOK).findings] == [kind]


@pytest.mark.parametrize(
    ("text", "situation", "outcome", "clause"),
    [
        (EMAIL, Situation(), "withhold", "base"),
        (TEXTS["off_platform"], Situation(relationship="offer_pending"), "withhold", "base"),
        (EMAIL, Situation(surface="proposal", client_plan="enterprise"), "withhold", "public_surfaces"),
        (TEXTS["contact_request"], Situation(surface="job_post", relationship="active"), "withhold", "public_surfaces"),
        (TEXTS["phone"], Situation(surface="job_post", client_plan="business"), "withhold", "base"),
        (TEXTS["phone"], Situation(surface="proposal", client_plan="business"), "allow", "enterprise"),
        (EMAIL, Situation(relationship="active"), "allow", "contract_started"),
        (EMAIL, Situation(relationship="prior"), "allow", "prior_client"),
        (EMAIL, Situation(client_plan="enterprise"), "allow", "enterprise"),
        (ACCESS, Situation(purpose="system_access"), "allow", "system_access"),
        (ACCESS, Situation(), "ask", "system_access"),
        ("Which email address should I add to the repository?", Situation(), "ask", "system_access"),
        # a system beside an address is about access; a trade is not, nor is what is sent there
        ("Put me on the Jira, please: ana@northfjord-studio.no", Situation(), "ask", "system_access"),
        ("I build Shopify shops. ana@northfjord-studio.no", Situation(), "withhold", "base"),
        ("Send the Figma export to ana@northfjord-studio.no", Situation(), "withhold", "base"),
        (
            "网站报价八千。不走平台的话打九折,直接银行转账给我就行。",
            Situation(client_plan="enterprise"),
            "withhold",
            "circumvention",
        ),
        (TEXTS["phone"], Situation(purpose="system_access"), "withhold", "base"),
        (f"{ACCESS} Write me there.", Situation(purpose="system_access"), "withhold", "system_access"),
        (f"{ACCESS} Email me.", Situation(purpose="system_access"), "withhold", "system_access"),
        (LEGAL, Situation(surface="file", purpose="legal_document"), "allow", "legal_documents"),
        (EMAIL, Situation(surface="file", purpose="legal_document"), "ask", "legal_documents"),
        (EMAIL, Situation(purpose="legal_document"), "withhold", "base"),
        (TEXTS["social_handle"], Situation(), "withhold", "social_accounts"),
        (TEXTS["social_handle"], Situation(surface="image"), "allow", "social_accounts"),
        (EMAIL, Situation(surface="file"), "withhold", "files"),
        (EMAIL, Situation(surface="image"), "withhold", "files"),
        (TEXTS["scheduler_link"], Situation(), "ask", "scheduling"),
        (TEXTS["scheduler_link"], Situation(surface="file"), "withhold", "files"),
        (TEXTS["payment_handle"], Situation(relationship="active"), "withhold", "circumvention"),
        (TEXTS["off_platform_payment"], Situation(client_plan="enterprise"), "withhold", "circumvention"),
        (TEXTS["payment_handle"], Situation(surface="report"), "allow", "reports"),
    ],
)
def test_a_clause_settles_what_it_speaks_of(text: str, situation: Situation, outcome: str, clause: str) -> None:
    assert clause_of(text, situation) == (outcome, clause)


@pytest.mark.parametrize("kind", TEXTS)
def test_before_the_day_contact_kinds_are_announced_on_private_surfaces(kind: str) -> None:
    verdict = judge(TEXTS[kind], Situation(), BOOKS.on(date(2020, 6, 25)))
    settled = ("withhold", "circumvention") if "payment" in kind else ("allow", "announced")
    assert (verdict.outcome, verdict.reasons[0].clause) == settled
    assert verdict.policy == "2020-05-26"
    if settled[0] == "allow":
        assert "2020-06-26" in verdict.reasons[0].why


@pytest.mark.parametrize(
    "day", [date(2019, 1, 1), date(2020, 5, 26), date(2020, 6, 4), date(2020, 6, 26), date(2030, 1, 1)]
)
def test_addresses_on_public_surfaces_are_withheld_on_every_day(day: date) -> None:
    verdict = judge(EMAIL, Situation(surface="profile", relationship="active"), BOOKS.on(day))
    assert (verdict.outcome, verdict.reasons[0].clause) == ("withhold", "public_surfaces")


def test_a_text_without_findings_has_no_reasons() -> None:
    verdict = judge("Shall we start on Monday?", Situation(), BOOK)
    assert (verdict.outcome, verdict.findings, verdict.reasons) == ("allow", (), ())


@pytest.mark.parametrize(("kind", "surface"), list(product(TEXTS, SURFACES)))
def test_every_situation_has_an_answer_and_trust_never_tightens(kind: str, surface: Surface) -> None:
    for book, purpose in product(BOOKS, (None, *PURPOSES)):
        answers: dict[tuple[str, str], Verdict] = {}
        for relationship, plan in product(RELATIONSHIPS, CLIENT_PLANS):
            situation = Situation(surface, relationship, plan, purpose)
            verdict = judge(TEXTS[kind], situation, book)
            assert verdict.reasons
            assert {n for reason in verdict.reasons for n in reason.findings} == set(range(len(verdict.findings)))
            answers[relationship, plan] = verdict
        for plan in CLIENT_PLANS:
            _falls([answers[r, plan] for r in ("none", "offer_pending", "active")])
            _falls([answers[r, plan] for r in ("none", "prior")])
        for relationship in RELATIONSHIPS:
            _falls([answers[relationship, plan] for plan in CLIENT_PLANS])


def _falls(verdicts: list[Verdict]) -> None:
    degrees = [SEVERITY[verdict.outcome] for verdict in verdicts]
    assert degrees == sorted(degrees, reverse=True)


@pytest.mark.parametrize(("kind", "surface"), list(product(TEXTS, SURFACES)))
def test_a_remedy_that_is_applied_leads_to_allow(kind: str, surface: Surface) -> None:
    for text in (TEXTS[kind], f"{ACCESS} {TEXTS[kind]}", ACCESS):
        situation = Situation(surface)
        verdict = judge(text, situation, BOOK)
        for reason in verdict.reasons:
            if reason.why.startswith("Allowed") or verdict.outcome == "allow":
                continue
            assert reason.remedies
            for remedy in reason.remedies:
                only = judge(text, situation, BOOK)
                applied = _apply(remedy, text, only, situation, set(reason.findings))
                assert applied.outcome == "allow", (remedy, text, applied)


@pytest.mark.parametrize(("kind", "surface"), list(product(TEXTS, SURFACES)))
def test_on_every_day_and_for_every_purpose_some_remedy_leads_to_allow(kind: str, surface: Surface) -> None:
    for book, purpose, text in product(BOOKS, (None, *PURPOSES), (TEXTS[kind], f"{ACCESS} {TEXTS[kind]}")):
        situation = Situation(surface, purpose=purpose)
        verdict = judge(text, situation, book)
        for reason in verdict.reasons if verdict.outcome != "allow" else ():
            if reason.why.startswith(("Allowed", "Still allowed")):
                continue
            ways = [_apply(remedy, text, verdict, situation, set(reason.findings), book) for remedy in reason.remedies]
            assert "allow" in {way.outcome for way in ways}, (book.version, purpose, text, reason)


def _apply(
    remedy: str, text: str, verdict: Verdict, situation: Situation, settled: set[int], book: RuleBook = BOOK
) -> Verdict:
    """Do what a remedy says with the findings of its reason; the other findings are taken out."""
    others = [n for n in range(len(verdict.findings)) if n not in settled]
    mine = sorted(settled)
    surface: Surface = situation.surface
    relationship: Relationship = situation.relationship
    if remedy == "wait_for_contract":
        relationship, mine = "active", []
    elif remedy == "send_screenshot":
        surface, mine = "image", []
    for number in sorted([*mine, *others], key=lambda n: -verdict.findings[n].start):
        finding = verdict.findings[number]
        text = f"{text[: finding.start]}[here]{text[finding.end :]}"
    return judge(text, Situation(surface, relationship, purpose=situation.purpose), book)
