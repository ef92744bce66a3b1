"""Judge stored messages anew under another book, in the circumstances they were judged in, and count what flips.

Nothing is changed. Counts are by direction and by the clause that makes the stricter verdict; no text is printed.
"""

import argparse
from datetime import UTC, datetime, time

from vestibule.site.cli import day, plain_failures, set_up_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--book", required=True, help="version of a known book, or a TOML file with a draft")
    parser.add_argument("--since", required=True, type=day, help="first day (UTC), as 2026-01-31")
    parser.add_argument("--list", action="store_true", help="also print which messages flip: direction, clause, id")


def run(options: argparse.Namespace) -> int:
    set_up_django()
    from collections import Counter

    from vestibule.judging.books import book_named, refresh_books
    from vestibule.judging.replay import flips
    from vestibule.policy import BookError
    from vestibule.rooms.stored_texts import stored_texts

    try:
        with plain_failures():
            refresh_books()
        book = book_named(options.book)
    except BookError as error:
        raise SystemExit(f"vestibule: {error}") from None
    except OSError as error:
        raise SystemExit(f"vestibule: cannot read {options.book}: {error.strerror}") from None
    judged = 0
    counts: Counter[tuple[str, str]] = Counter()
    with plain_failures():
        for flip in flips(stored_texts(since=datetime.combine(options.since, time.min, UTC)), book):
            judged += 1
            if flip is None:
                continue
            direction = f"{flip.was} -> {flip.now}"
            counts[direction, flip.clause] += 1
            if options.list:
                print(f"{direction}\t{flip.clause}\t{flip.id}")
    print(f"{judged} messages judged under {book.version}, {sum(counts.values())} flips")
    for (direction, clause), count in sorted(counts.items()):
        print(f"{count:8}  {direction:<20}  {clause}")
    return 0
