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
    ],
)
def test_a_name_behind_an_at_sign_is_an_account_and_a_name_before_it_an_address(
    text: str, kind: str, detail: str
) -> None:
    findings = judge(text, Situation(), BOOK).findings
    assert [(finding.kind, finding.text) for finding in findings] == [(kind, detail)]
