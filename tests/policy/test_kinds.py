import pytest

from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest


@pytest.mark.parametrize(
    ("text", "kind", "detail"),
    [
        ("my insta is @bo.codes", "social_handle", "@bo.codes"),
        ("ig is @bo.codes", "social_handle", "@bo.codes"),
        ("my mail is bo @northfjord.no", "email", "bo @northfjord.no"),
        ("my mail is bo@northfjord.no", "email", "bo@northfjord.no"),
        ("instagram or mail kai @northfjord.no", "email", "kai @northfjord.no"),
        # an account that ends like a host, and an address after a row of words with commas
        ("see https://www.tiktok.com/@bo.cuts.it", "social_handle", "https://www.tiktok.com/@bo.cuts.it"),
        ("Bo Lind, designer, b.lind@northfjord.no, Oslo", "email", "b.lind@northfjord.no"),
        ("atelier ＠ northfjord-graz ． at", "email", "atelier ＠ northfjord-graz ． at"),
        ("@bo_lind_clay 1,204 posts 18.3k followers", "social_handle", "@bo_lind_clay"),
        ("NAIL ART BY BO\n@bo.lind.oslo", "social_handle", "@bo.lind.oslo"),
        ("reel_bo_AT_northfjord_DOT_no.mp4", "email", "reel_bo_AT_northfjord_DOT_no"),
        ("we open at nine: 0161 496 0733, ask for Bo", "phone", "0161 496 0733"),
        ("👻 bo_lind for the quick questions", "social_handle", "bo_lind"),
    ],
)
def test_a_name_behind_an_at_sign_is_an_account_and_a_name_before_it_an_address(
    text: str, kind: str, detail: str
) -> None:
    findings = judge(text, Situation(), BOOK).findings
    assert [(finding.kind, finding.text) for finding in findings] == [(kind, detail)]


@pytest.mark.parametrize(
    "text",
    [
        "Whenever record 7c1e90aa-52b3-4f0e-9d41-8fb2c6de0137 is synced, the importer dies.",
        "Numer księgi WA4M/00218743/6 się zgadza.",
        "Cite it as doi:10.1016/j.cell.2019.05.031, not by the preprint.",
        "The decorator comes last:\n@celery.task",
        "chapters 02.03.2024.17 to 02.03.2024.19",
    ],
)
def test_codes_and_registers_are_nobodys(text: str) -> None:
    assert judge(text, Situation(), BOOK).findings == ()
