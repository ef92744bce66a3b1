"""Words that are quoted: what somebody else says, a line of a film, the text of a button."""

import re
from collections.abc import Sequence
from typing import Final

from vestibule.policy.detect.sentences import Sentence
from vestibule.policy.detect.wishes.signs import MATTERS
from vestibule.policy.lexing import Lexed

# Folding has made one sign of all double quotation marks, and one of all single ones and apostrophes.
QUOTATION: Final = re.compile(
    r"\"[^\"\n]{4,200}\""
    r"|(?<![\w'])'(?:[^'\n]|'(?=\w)){6,200}'(?!\w)"
    r"|[「『《‹][^「」『』《》‹›\n]{2,200}[」』》›]"
)
FEWEST_BESIDE: Final = 3
"""Words of a text that its quotations leave: a text that is nothing but a quotation is meant by who sends it."""


def quotations_of(lexed: Lexed) -> list[tuple[int, int]]:
    """Where a text quotes, if it says more than that."""
    quotations = [match.span() for match in QUOTATION.finditer(lexed.chars)]
    if not quotations:
        return []
    beside = sum(
        1
        for item in lexed.items
        if item.text[0].isalnum() and not any(start <= item.start < end for start, end in quotations)
    )
    return quotations if beside >= FEWEST_BESIDE else []


def is_quoted(sentence: Sentence, quotations: Sequence[tuple[int, int]]) -> bool:
    """Whether all that a sentence could wish stands within one quotation."""
    wished = [item for item in sentence.items if item.classes & MATTERS]
    return bool(wished) and any(start <= wished[0].start and wished[-1].end <= end for start, end in quotations)
