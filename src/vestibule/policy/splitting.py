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
