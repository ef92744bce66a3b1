"""Names and links in ROT13, where the text says so: "gryrtenz (rot13): uneobeyvtug_rqvgf"."""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.at_names import at_names
from vestibule.policy.detect.names.handles import handles
from vestibule.policy.detect.names.hints import told_services
from vestibule.policy.detect.names.stray_names import stray_names
from vestibule.policy.detect.pages.links import Links, links
from vestibule.policy.lexicon import Lexicon
from vestibule.policy.lexing import Lexed, lex
from vestibule.policy.normalise import Folded

TOLD: Final = re.compile(r"\brot[ -]?(?:13|thirteen)|caesar|цезар")
MOST: Final = 600
"""Characters of a text that is read so."""
SURE: Final = 0.6


def turned_letters(lexed: Lexed, lexicon: Lexicon, table: Links) -> Iterator[Candidate]:
    """Candidates found in the text with every letter moved by thirteen."""
    if len(lexed.chars) > MOST or not TOLD.search(lexed.chars):
        return
    read = codecs.encode(lexed.chars, "rot13")
    plain = lex(Folded(read), lexicon, read)
    if len(plain.chars) != len(lexed.chars):
        return
    services = told_services(plain, lexicon)
    found, taken = links(plain, table)
    mask = Mask(taken)
    for candidate in (
        *found,
        *at_names(plain, mask, services),
        *handles(plain, mask),
        *stray_names(plain, services, mask),
    ):
        if candidate.confidence >= SURE:
            candidate.hidden = True
            yield candidate
