"""`vestibule book`: what is wrong in a book, what it changes, and publishing it."""

from pathlib import Path

import pytest

from tests.rulebooks.drafts import NEWEST, in_days, messenger_book
from vestibule.accounts.models import Person
from vestibule.judging.books import book_on
from vestibule.judging.models import Book, BookStep
from vestibule.site.cli import main

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A good book."""
    path = tmp_path / "draft.toml"
    path.write_text(messenger_book(), encoding="utf-8")
    return path


def test_a_good_book_is_said_to_be_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["book", "check", str(file)]) == 0
    assert "a good book. Version chirpolo-1" in capsys.readouterr().out


def test_every_mistake_has_its_line(file: Path) -> None:
    file.write_text(messenger_book().replace('"messenger"', '"pigeon"').replace("15", '"15"'), encoding="utf-8")
    with pytest.raises(SystemExit) as refused:
        main(["book", "check", str(file)])
    assert "draft.toml, line 5: notice_days: This must be a whole number" in str(refused.value)
    file.write_text(messenger_book().replace('"messenger"', '"pigeon"'), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"draft\.toml, line 10: service chirpolo, kind: The kind must be one of"):
        main(["book", "check", str(file)])


def test_two_books_are_compared_in_words(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["book", "diff", NEWEST, str(file)]) == 0
    said = capsys.readouterr().out
    assert "New among messengers: chirpolo. It is recognised by chirpolo, chirpolo.example." in said
    assert main(["book", "diff", "2020-05-26", NEWEST]) == 0
    assert "allowed so far, kept back then" in capsys.readouterr().out


def test_staff_publish_and_withdraw(mo: Person, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["book", "publish", str(file), "--by", mo.email or ""]) == 0
    assert book_on(in_days(20)).version == "chirpolo-1"
    assert {step.by for step in BookStep.objects.all()} == {mo.id}
    assert main(["book", "list"]) == 0
    assert f"chirpolo-1        from {in_days(20)}  announced" in capsys.readouterr().out
    assert main(["book", "withdraw", "chirpolo-1", "--by", mo.email or ""]) == 0
    assert book_on(in_days(20)).version == NEWEST


def test_nobody_else_publishes_and_what_is_refused_leaves_nothing(mo: Person, ana: Person, file: Path) -> None:
    with pytest.raises(SystemExit, match="nobody of the staff"):
        main(["book", "publish", str(file), "--by", ana.email or ""])
    with pytest.raises(SystemExit, match="Or say why this is urgent"):
        main(["book", "publish", str(file), "--by", mo.email or "", "--effective", in_days(3).isoformat()])
    assert not Book.objects.exclude(state="discarded").exists()
    urgent = ["--effective", in_days(3).isoformat(), "--urgent", "It leaks"]
    assert main(["book", "publish", str(file), "--by", mo.email or "", *urgent]) == 0
