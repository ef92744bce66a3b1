"""What each character stands for: one table for the whole of Unicode, filled as characters are met."""

import unicodedata
from typing import Final

SMALL_CAPS: Final = dict(
    zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘǫʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnopqrstuvwyz", strict=True),
)
TURNED: Final = dict(zip("ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ", "acefghijkmrtvwy", strict=True))
LATIN: Final = {
    "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th", "ı": "i", "ɑ": "a",
    "ɡ": "g", "ɩ": "i", "ħ": "h", "ŧ": "t", "ʋ": "v", "ɴ": "n", "ʀ": "r", "ꜱ": "s", "ƙ": "k", "ɦ": "h", "ƈ": "c",
    "ɗ": "d", "ɱ": "m", "ɳ": "n", "ʂ": "s", "ʐ": "z", "ƥ": "p", "ɠ": "g", "ŀ": "l", "ƿ": "p", "ꞵ": "b", "ʏ": "y",
    "ƒ": "f",
}  # fmt: skip
SYMBOLS: Final = {
    "․": ".", "‧": ".", "∙": ".", "⋅": ".", "・": ".", "。": ".", "｡": ".", "•": ".", "●": ".", "⚫": ".", "⦁": ".",
    "·": ".", "⏺": ".", "܁": ".", "۔": ".", "٫": ".", "،": ",", "、": ",", "؟": "?", "¿": " ", "¡": "!",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "′": "'",
    "−": "-", "—": "-", "–": "-", "➖": "-", "ー": "-", "⁃": "-", "➕": "+", "⁄": "/", "∕": "/", "│": "|", "ǀ": "|",
    "⓿": "0", "🄋": "0", "🄌": "0", "×": "x", "🅰": "@", "₿": "b", "：": ":", "ـ": "", "़": "", "ँ": "ं", "॰": ".",
    "ى": "ي", "ة": "ه", "ک": "ك", "ی": "ي", "ھ": "ه", "ॉ": "ो", "ॅ": "े", "\u2028": "\n", "\u2029": "\n", "\x0b": "\n",
    "\x0c": "\n", "\r": "\n", "\u0085": "\n", "🔟": "10", "💯": "💯", "№": "№", "₽": "₽", "€": "€", "ª": "a", "º": "º",
    "〇": "〇", "〽": "", "🆔": " id ", "✉": "📧", "📩": "📧", "📨": "📧", "✆": "📞", "☎": "📞", "☏": "📞", "🤙": "📞",
    "📲": "📱", "📳": "📱", "⚀": "1", "⚁": "2", "⚂": "3", "⚃": "4", "⚄": "5", "⚅": "6",
}  # fmt: skip
REMOVED: Final = frozenset({"Cf", "Me"})
LATE_MARKS: Final = (
    (0x0300, 0x036F), (0x0483, 0x0489), (0x0591, 0x05BD), (0x0610, 0x061A), (0x064B, 0x065F), (0x0670, 0x0670),
    (0x06D6, 0x06DC), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE00, 0xFE0F), (0xFE20, 0xFE2F),
    (0xE0000, 0xE01EF), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x3164, 0x3164), (0xFFA0, 0xFFA0),
    (0x2800, 0x2800),
)  # fmt: skip
LOOK_ALIKES: Final = {
    "а": "a", "в": "b", "е": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c", "т": "t", "у": "y",
    "х": "x", "і": "i", "ј": "j", "ѕ": "s", "ԁ": "d", "ԛ": "q", "ԝ": "w", "г": "r", "п": "n", "ь": "b", "ӏ": "l",
    "һ": "h", "ѵ": "v", "ѡ": "w", "ш": "w", "и": "u", "з": "3", "б": "6", "ч": "4", "ԍ": "g", "ӕ": "ae", "ҁ": "c",
    "α": "a", "β": "b", "γ": "y", "ε": "e", "ι": "i", "κ": "k", "ν": "v", "ο": "o", "ρ": "p", "τ": "t", "υ": "u",
    "χ": "x", "ω": "w", "η": "n", "σ": "o", "μ": "u", "π": "n", "ς": "c", "ϲ": "c", "ϳ": "j", "δ": "d", "λ": "l",
    "օ": "o", "ս": "u", "հ": "h", "ո": "n", "ց": "g", "զ": "q", "ա": "w", "լ": "l", "ք": "p", "յ": "j", "ѐ": "e",
    "ꭺ": "a", "ꮯ": "c", "ꭰ": "d", "ꭼ": "e", "ꮋ": "h", "ꭵ": "i", "ꮶ": "k", "ꮇ": "m", "ꮲ": "p", "ꮪ": "s", "ꭲ": "t",
    "ꮤ": "w", "ꮓ": "z", "ꮮ": "l", "ꮐ": "g", "ꮃ": "w", "ⲟ": "o", "ⲥ": "c", "ⲣ": "p", "ⲁ": "a", "ⲉ": "e", "ⲓ": "i",
    "ⲕ": "k", "ⲙ": "m", "ⲛ": "n", "ⲧ": "t", "ס": "o", "ו": "l", "ن": "u", "ہ": "o", "၀": "o", "ഠ": "o", "๐": "o",
}  # fmt: skip
"""Letters of other scripts that pass for Latin ones; used only where a word mixes scripts."""


def is_late_mark(code: int) -> bool:
    """Whether this is a mark that only decorates: accents, keycaps, selectors, tags, blank letters."""
    return any(low <= code <= high for low, high in LATE_MARKS)


def meaning(char: str) -> str:
    """The lower-case plain text a character stands for: "" when it is invisible, else 1–4 characters."""
    code = ord(char)
    if char in SYMBOLS:
        return SYMBOLS[char]
    if is_late_mark(code):
        return ""
    category = unicodedata.category(char)
    if category in REMOVED:
        return ""
    if category == "Cc":
        return char if char in "\n\t" else " "
    if category == "Zs":
        return " "
    value = _digit(char)
    if value:
        return value
    return _letters(char, code, category)


def _digit(char: str) -> str:
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    number = unicodedata.numeric(char, None)
    if number is not None and unicodedata.category(char) == "No" and number in range(100):
        return str(int(number))
    return ""


def _letters(char: str, code: int, category: str) -> str:
    if 0x1F150 <= code <= 0x1F189:  # negative circled and squared letters
        return chr(ord("a") + (code - 0x1F150) % 32)
    if 0x249C <= code <= 0x24B5:  # letters in parentheses
        return chr(ord("a") + code - 0x249C)
    if 0x1F1E6 <= code <= 0x1F1FF:  # regional indicators
        return chr(ord("a") + code - 0x1F1E6)
    plain = SMALL_CAPS.get(char) or TURNED.get(char)
    if plain:
        return plain
    parts = unicodedata.normalize("NFKD", char).lower()
    folded = "".join(LATIN.get(part, SYMBOLS.get(part, part)) for part in parts if not is_late_mark(ord(part)))
    if not folded or len(folded) > 4:
        return char if len(folded) > 4 else ""
    if category == "Pd":
        return "-"
    return folded


class FoldTable(dict[int, str]):
    """For `str.translate`: code point to meaning, remembered once asked."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = meaning(chr(code))
        return folded


FOLD: Final = FoldTable()
