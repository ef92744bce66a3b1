"""Words of a folded text, cut where no letter, mark or digit stands."""

from typing import Final


class Splitter(dict[int, str]):
    """For `str.translate`: everything that is no letter, mark or digit becomes a blank."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kept = char.isalnum() or 0x0900 <= code < 0x0F00
        self[code] = value = char if kept else " "
        return value


SPLIT: Final = Splitter()
_SPLIT_ASCII: Final = bytes(code if chr(code).isalnum() and code < 0x80 else 0x20 for code in range(256))


def words_of(chars: str) -> list[str]:
    """The words of folded characters."""
    if chars.isascii():
        # The same in half the time.
        return chars.encode().translate(_SPLIT_ASCII).decode("ascii").split()
    return chars.translate(SPLIT).split()
