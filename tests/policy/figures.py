"""The error rates on the project's own corpora as a page: python -m tests.policy.figures > docs/policy/figures.md."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator

from tests.policy.corpus import Line, is_found, lines
from vestibule.policy import RuleBooks, Situation, judge


def page() -> str:
    """The page as Markdown, from the corpora and the newest packaged book as they are."""
    book = RuleBooks.packaged().newest
    missed = lines("known_misses")
    positive = [*lines("caught"), *(line for line in missed if not line.kind.startswith("spared:"))]
    honest = [*lines("spared"), *(line for line in missed if line.kind.startswith("spared:"))]
    found = {id(line): is_found(line, book) for line in positive}
    flagged = {id(line): bool(judge(line.text, Situation(context=line.context), book).findings) for line in honest}
    return "\n".join(
        [
            "# Error rates on our own corpora",
            "",
            f"Book {book.version}. Made by `python -m tests.policy.figures`; a test compares it with the corpora.",
            "A detail counts as found when the text is stopped and at least half of the detail is covered.",
            "",
            *_table("Found, by kind", positive, found, lambda line: line.kind),
            *_table("Found, by language", positive, found, lambda line: line.language),
            *_table("False alarms, by kind", honest, flagged, lambda line: line.kind.removeprefix("spared:")),
            *_table("False alarms, by language", honest, flagged, lambda line: line.language),
        ]
    )


def _table(title: str, texts: list[Line], hit: dict[int, bool], key: Callable[[Line], str]) -> Iterator[str]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in texts:
        for name in (key(line), "all"):
            counts[name][0] += 1
            counts[name][1] += hit[id(line)]
    yield from (f"## {title}", "", "| | texts | of them | % |", "|---|---|---|---|")
    for name, (total, hits) in sorted(counts.items()):
        yield f"| {name} | {total} | {hits} | {100 * hits / total:.1f} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
