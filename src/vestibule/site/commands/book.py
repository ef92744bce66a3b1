"""Rule books from the command line.

  vestibule book list                 the books that are known, and which one is in force
  vestibule book check FILE           every mistake of a book file, with its line
  vestibule book diff A B             what changes from one book to another, in words; versions or TOML files
  vestibule book publish FILE --by EMAIL [--effective DAY] [--urgent REASON]
                                      announce it, as somebody of the staff
  vestibule book withdraw VERSION --by EMAIL
                                      take an announced one back before its day

A process that is serving takes over what was published within seconds, where the database lets several processes in.
"""

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vestibule.site.cli import day, plain_failures, set_up_django

if TYPE_CHECKING:
    from vestibule.accounts.models import Person
    from vestibule.rulebooks.rules import BookHasProblems


def add_arguments(parser: argparse.ArgumentParser) -> None:
    words = parser.add_subparsers(dest="deed", metavar="deed", required=True)
    words.add_parser("list", help="the books that are known")
    words.add_parser("check", help="name every mistake of a book file").add_argument("file", type=Path)
    compared = words.add_parser("diff", help="what changes from one book to another")
    compared.add_argument("old", help="version of a known book, or a TOML file")
    compared.add_argument("new", help="version of a known book, or a TOML file")
    published = words.add_parser("publish", help="announce a book file")
    published.add_argument("file", type=Path)
    published.add_argument("--effective", type=day, help="first day, as 2026-01-31; else the one in the file")
    published.add_argument("--urgent", default="", help="why people are told later than promised")
    withdrawn = words.add_parser("withdraw", help="take an announced book back before its day")
    withdrawn.add_argument("version")
    for changing in (published, withdrawn):
        changing.add_argument("--by", required=True, metavar="EMAIL", help="who of the staff does it")


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from vestibule.judging.books import refresh_books

    with plain_failures(), _plain_book_failures():
        refresh_books()
        return {"list": _list, "check": _check, "diff": _diff, "publish": _publish, "withdraw": _withdraw}[
            options.deed
        ](options)


def _list(_options: argparse.Namespace) -> int:
    from vestibule.rulebooks.queries import published

    for card in published(today=_today()):
        print(f"{card.version:<16}  from {card.effective}  {card.standing:<9}  {card.title}")
    return 0


def _check(options: argparse.Namespace) -> int:
    from vestibule.judging.books import book_named

    book = book_named(str(options.file))
    print(f"{options.file}: a good book. Version {book.version}, from {book.effective} on.")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from vestibule.judging.books import book_named
    from vestibule.rulebooks.change_words import comparison

    found = comparison(book_named(options.old), book_named(options.new))
    print(f"What changes for people from {found.old} to {found.new}:")
    print("\n".join(f"  {said}" for said in found.means) or "  nothing")
    print("In the book:")
    for one in found.differences:
        print(f"  {one.text}")
        print("".join(f"    {sign} {said}\n" for sign, said in (("-", one.was), ("+", one.now)) if said), end="")
    return 0


def _publish(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from vestibule.rulebooks.actions.announce_book import announce_book
    from vestibule.rulebooks.actions.discard_book import discard_book
    from vestibule.rulebooks.actions.draft_book import draft_book
    from vestibule.rulebooks.rules import BookHasProblems

    actor, now = _staff(options.by), timezone.now()
    draft = draft_book(actor=actor, text=options.file.read_text(encoding="utf-8"), now=now)
    try:
        book = announce_book(
            actor=actor,
            book_id=draft.id,
            revision=draft.revision,
            effective=options.effective,
            urgent=options.urgent,
            now=now,
        )
    except BaseException as error:
        discard_book(actor=actor, book_id=draft.id, now=now)
        if isinstance(error, BookHasProblems):
            raise _mistakes(options.file.name, error) from None
        raise
    print(f"Announced {book.version}. It comes into force on {book.effective}.")
    return 0


def _withdraw(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from vestibule.judging.models import Book
    from vestibule.rulebooks.actions.withdraw_book import withdraw_book

    found = Book.objects.filter(version=options.version, state=Book.State.ANNOUNCED).first()
    if found is None:
        raise SystemExit(f"vestibule: no book {options.version} was announced here")
    withdraw_book(actor=_staff(options.by), book_id=found.id, now=timezone.now())
    print(f"Withdrew {options.version}.")
    return 0


def _staff(email: str) -> "Person":
    from vestibule.accounts.models import Person

    found = Person.objects.filter(email__iexact=email, is_active=True).exclude(staff_role="").first()
    if found is None:
        raise SystemExit(f"vestibule: nobody of the staff has the address {email}")
    return found


def _mistakes(name: str, error: "BookHasProblems") -> SystemExit:
    lines = (f"{name}, line {one.line}: {f'{one.where}: ' if one.where else ''}{one.text}" for one in error.problems)
    return SystemExit("vestibule: " + "\n".join(lines))


@contextmanager
def _plain_book_failures() -> Iterator[None]:
    from vestibule.policy import BookError

    try:
        yield
    except BookError as error:
        raise SystemExit(f"vestibule: {error}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise SystemExit(f"vestibule: cannot read the file ({type(error).__name__})") from None


def _today() -> date:
    from django.utils import timezone

    return timezone.now().date()
