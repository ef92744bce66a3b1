"""Digits that were taken apart over messages on purpose are surer than the same digits in one."""

from typing import Final

from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.numbers.callable_digits import looks_dialled
from vestibule.policy.lexing import Lexed
from vestibule.policy.word_lists import word_set

PARTS: Final = word_set("parts")


def credit_pieces(candidates: list[Candidate], lexed: Lexed, begun_before: int) -> None:
    """Digits sent piece by piece, each message nothing but digits, were taken apart on purpose."""
    bare = not any(char.isalpha() for char in lexed.original[begun_before:])
    told = any(item.text in PARTS for item in lexed.items)
    for candidate in candidates:
        if candidate.kind == "phone" and candidate.confidence >= 0.1:
            start, end = lexed.folded.place(candidate.start, candidate.end)
            if start < begun_before < end:
                met = looks_dialled(candidate.read_as) and _goes_on(lexed.original, start, begun_before)
                candidate.confidence = min(
                    candidate.confidence + (0.35 if bare or met else 0.2) + (0.3 if told else 0.0), 0.95
                )


def _goes_on(text: str, start: int, begun_before: int) -> bool:
    """Whether the newest message goes on with digits where the one before ended with them."""
    return text[begun_before : begun_before + 1].isdigit() and not any(
        char.isalpha() for char in text[start:begun_before]
    )
