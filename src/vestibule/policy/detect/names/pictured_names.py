"""Names of accounts behind the picture of a service: "✈️ lena_frames", "👻: waad_lens"."""

import re
from collections.abc import Iterator
from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.lexing import Lexed
from vestibule.policy.word_lists import word_set

PICTURES: Final = "✈👻📸🐦📘"
"""What people draw for Telegram, Snapchat, Instagram, Twitter and Facebook."""
PICTURED: Final = re.compile(
    rf"[{PICTURES}][^\w\n]{{0,6}}(?P<name>[a-z][a-z0-9]*(?:_[a-z0-9]+)+|[a-z]+\.[a-z]+[0-9]+|[a-z]{{3,}}[0-9]{{2,4}})(?![\w./-])"
)
FILES: Final = word_set("file_endings")
CONFIDENCE: Final = 0.65


def pictured_names(lexed: Lexed, taken: Mask) -> Iterator[Candidate]:
    """Candidates of kind `social_handle`."""
    for match in PICTURED.finditer(lexed.chars):
        start, end = match.span("name")
        if not taken.covers(start, end) and match["name"].rsplit(".", 1)[-1] not in FILES:
            yield Candidate("social_handle", start, end, match["name"], CONFIDENCE, hidden=True)
