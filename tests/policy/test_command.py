import io
import json

from vestibule.policy import RuleBooks, check_lines
from vestibule.policy.command import main

BOOKS = RuleBooks.packaged()


def test_each_line_has_its_answer_in_order() -> None:
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(["hi", "mail ana@web.de", "bye"])]
    answers = [json.loads(line) for line in check_lines(lines, BOOKS)]
    assert [(answer["id"], answer["verdict"]) for answer in answers] == [(0, "allow"), (1, "withhold"), (2, "allow")]
    assert answers[1]["findings"][0] == {
        "kind": "email", "start": 5, "end": 15, "text": "ana@web.de", "confidence": 0.97,
        "obfuscated": False, "read_as": "ana@web.de",
    }  # fmt: skip
    assert answers[1]["reasons"][0]["clause"] == "base"


def test_bad_lines_are_named_and_the_rest_goes_on() -> None:
    given = [
        b"",
        b"\xff\xfe",
        b"[1]",
        b'{"id": "a"}',
        b'{"id": {"x": [1.5]}, "text": 7}',
        b'{"id": 1, "text": "x", "surface": "wall"}',
        b'{"id": 2, "text": "x", "purpose": "fun"}',
        b'{"id": 3, "text": "x", "at": "yesterday"}',
        b'{"id": 4, "text": "x", "context": "no list"}',
        b"[" * 100_000,
        b'{"id": 5, "text": "\\ud800 fine", "unknown": true, "at": "2020-06-01", "context": null}',
    ]
    out = io.BytesIO()
    assert main(io.BytesIO(b"\n".join(given) + b"\n"), out) == 1
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(answers) == len(given)
    assert all("error" in answer for answer in answers[:-1])
    assert [answer["id"] for answer in answers] == [None, None, None, "a", {"x": [1.5]}, 1, 2, 3, 4, None, 5]
    assert (answers[-1]["verdict"], answers[-1]["policy"]) == ("allow", "2020-05-26")


def test_good_lines_alone_end_well() -> None:
    out = io.StringIO()
    assert main(io.StringIO('{"text": "hi"}\n'), out) == 0
    assert json.loads(out.getvalue())["id"] is None
