"""What is wrong in a book, said so that whoever wrote it finds the line and knows what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

Place = tuple[str | int, ...]
"""Where something stands in a book file: keys and numbers from the top, numbers from 0."""

NAMED: Final = frozenset({"clause", "service"})


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend. `sentence` is English with its values as `%(name)s`; `where` names clause, rule and key.

    `line` counts from 1 and is where the entry stands, or the entry that lacks it; 0 where there is no file.
    """

    sentence: str
    place: Place = ()
    values: Mapping[str, object] = field(default_factory=dict)
    where: str = ""
    line: int = 0

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.sentence % self.values if self.values else self.sentence


class BookError(ValueError):
    """A book cannot be used. The message names file, line and key of each of its `problems`."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)

    @classmethod
    def of(cls, name: str, problems: Sequence[Problem]) -> "BookError":
        """All the problems of one file, a line each."""
        lines = [f"{name}, line {one.line}: {f'{one.where}: ' if one.where else ''}{one.text}" for one in problems]
        return cls("\n".join(lines), problems)


def where_words(place: Place, data: Mapping[str, object]) -> str:
    """A place by the names that its author gave: `clause scheduling, rule 1, kinds`."""
    words: list[str] = []
    node: object = data
    for step in place:
        if isinstance(step, int):
            node = node[step] if isinstance(node, list) and step < len(node) else None
            given = node.get("id") if isinstance(node, dict) and words[-1] in NAMED else None
            words[-1] += f" {given}" if isinstance(given, str) else f" {step + 1}"
        else:
            node = node.get(step) if isinstance(node, dict) else None
            words.append(step)
    return ", ".join(words)
