"""The error rates on the project's own corpora as a page: python -m tests.policy.figures > docs/policy/figures.md."""

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from tests.policy.corpus import Line, is_found, lines
from tests.policy.stated import FOUND, LEARNED_FLAGGED, LEARNED_FOUND
from vestibule.policy import RuleBook, RuleBooks, Situation, judge


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
            *_table("Found, by kind", positive, found, lambda line: line.kind, FOUND),
            *_table("Found, by language", positive, found, lambda line: line.language),
            *_table("False alarms, by kind", honest, flagged, lambda line: line.kind.removeprefix("spared:")),
            *_table("False alarms, by language", honest, flagged, lambda line: line.language),
            *_learned(book),
        ]
    )


def _learned(book: RuleBook) -> Iterator[str]:
    """The hard texts for and against wishes of which a part was kept back while the weights were learned."""
    held = [line for line in lines("wishes") if line.part == "held"]
    wishes = [line for line in held if not line.kind.startswith("spared:")]
    near = [line for line in held if line.kind.startswith("spared:")]
    found = {id(line): is_found(line, book) for line in wishes}
    stopped = {id(line): judge(line.text, Situation(context=line.context), book).outcome != "allow" for line in near}
    yield from (
        "# Wishes kept back from learning",
        "",
        "Allusions, paraphrases and slang on one side, the same words without a wish on the other: harder than talk.",
        f"CI fails below {100 * LEARNED_FOUND:.0f} % found or above {100 * LEARNED_FLAGGED:.0f} % stopped.",
        "",
    )
    yield from _table("Hard wishes found, by kind", wishes, found, lambda line: line.kind)
    yield from _table("Hard wishes found, by language", wishes, found, lambda line: line.language)
    yield from _table("Near misses stopped, by language", near, stopped, lambda line: line.language)


def _table(
    title: str,
    texts: list[Line],
    hit: dict[int, bool],
    key: Callable[[Line], str],
    stated: Mapping[str, float] | None = None,
) -> Iterator[str]:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for line in texts:
        for name in (key(line), "all"):
            counts[name][0] += 1
            counts[name][1] += hit[id(line)]
    yield from (f"## {title}", "")
    yield from (
        ("| | texts | of them | % | at least |", "|---|---|---|---|---|")
        if stated
        else (
            "| | texts | of them | % |",
            "|---|---|---|---|",
        )
    )
    for name, (total, hits) in sorted(counts.items()):
        least = (f" {100 * stated[name]:.0f} |" if name in stated else " |") if stated else ""
        yield f"| {name} | {total} | {hits} | {100 * hits / total:.1f} |{least}"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(page())
