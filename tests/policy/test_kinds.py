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
        # an account that ends like a host, and an address after a row of words with commas
        ("see https://www.tiktok.com/@bo.cuts.it", "social_handle", "https://www.tiktok.com/@bo.cuts.it"),
        ("Bo Lind, designer, b.lind@northfjord.no, Oslo", "email", "b.lind@northfjord.no"),
        ("atelier ＠ northfjord-graz ． at", "email", "atelier ＠ northfjord-graz ． at"),
        ("@bo_lind_clay 1,204 posts 18.3k followers", "social_handle", "@bo_lind_clay"),
        ("👻 bo_lind for the quick questions", "social_handle", "bo_lind"),
    ],
)
def test_a_name_behind_an_at_sign_is_an_account_and_a_name_before_it_an_address(
    text: str, kind: str, detail: str
) -> None:
    findings = judge(text, Situation(), BOOK).findings
    assert [(finding.kind, finding.text) for finding in findings] == [(kind, detail)]
