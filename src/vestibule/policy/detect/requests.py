"""Wishes: asking for contact details, proposing to talk or to pay elsewhere. Judged sentence by sentence."""

from collections.abc import Iterator
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.asking import asking
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.leaving import THERE, asked_service, leaving, outside, searched_for, there
from vestibule.policy.detect.paying import paying
from vestibule.policy.detect.sentences import ANY_SERVICE, DETAIL, sentences
from vestibule.policy.lexing import Item, Lexed

WISHED: Final = DETAIL | ANY_SERVICE | f.OUTSIDE | f.DIRECT | f.PAY | f.MONEY | f.REACH
"""Classes of which every wish has one."""
ASKED: Final = DETAIL | ANY_SERVICE | f.ASK
"""Classes of which every question for a detail has one."""


def requests(lexed: Lexed) -> Iterator[Candidate]:
    """Candidates of kinds `contact_request`, `off_platform` and `off_platform_payment`."""
    if not lexed.seen & WISHED:
        return
    named: Item | None = None
    for sentence in sentences(lexed.items, lexed.chars):
        if named is not None and there(sentence):
            end = next(item.end for item in sentence.items if item.text in THERE)
            yield Candidate("off_platform", named.start, end, named.text, 0.75)
        named = asked_service(sentence)
        if not sentence.classes & WISHED:
            continue
        for candidate in (
            searched_for(sentence),
            paying(sentence),
            asking(sentence) if sentence.classes & ASKED else None,
            leaving(sentence),
            outside(sentence),
        ):
            if candidate is not None:
                yield candidate
