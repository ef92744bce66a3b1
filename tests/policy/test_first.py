from vestibule.policy import RuleBooks, Situation, judge

BOOK = RuleBooks.packaged().newest


def test_an_address_is_withheld_before_a_contract_and_allowed_after() -> None:
    text = "Write to ana@northfjord-studio.no"
    assert judge(text, Situation(), BOOK).outcome == "withhold"
    assert judge(text, Situation(relationship="active"), BOOK).outcome == "allow"
