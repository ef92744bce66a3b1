"""Names and codes that stand apart from the service they belong to: "signal only, for privacy: oakandash.42"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from vestibule.policy import flags as f
from vestibule.policy.detect.candidate import Candidate
from vestibule.policy.detect.masks import Mask
from vestibule.policy.detect.names.hints import Told
from vestibule.policy.detect.sentences import Sentence, denies, sentences
from vestibule.policy.lexing import Item, Lexed, union
from vestibule.policy.verdict import Kind
from vestibule.policy.word_lists import word_set

NAME: Final = re.compile(
    r"(?<![\w@./:#$-])(?:@ ?|\.(?=[a-z]+_))?(?P<name>(?=[a-z0-9._-]*[a-z])"
    r"(?:[a-z0-9]{1,30}[._][a-z0-9._-]{1,30}|[a-z]{3,20}-[a-z]{2,20}|[a-z]{2,20}(?:-[a-z]{2,20}){1,4}-[0-9]{2,5}"
    r"|[a-z][a-z0-9._]{2,30}#[0-9]{4}|[a-z]{2,20}[0-9]{1,6}(?:[a-z]{1,10})?))(?![\w@/(=-]|[.][a-z])"
)
MARKED: Final = re.compile(
    r"(?<![\w./:@-])[a-z][a-z0-9]{1,20}(?P<sign>[|*~^+=\\!•]{1,2}|<>)[a-z0-9]{2,20}(?:(?P=sign)[a-z0-9]{2,20}){0,4}(?![\w*|=+(\[])"
)
NEAR_MARKED: Final = 40
ACCOUNTS: Final = frozenset({"messenger", "social"})
I_AM: Final = frozenset({"sou", "estou", "tou", "to", "tô", "meu", "minha", "me chamo", "apareço", "apareco"})
SIGNS: Final = word_set("sign_nouns")
LEFT_OUT: Final = word_set("left_out")
SKYPE_ID: Final = re.compile(r"(?<![\w])live: ?[.\w][\w.]{3,40}")
MEETING_CODE: Final = re.compile(r"(?<![a-z0-9-])[a-z]{3}-[a-z]{4}-[a-z]{3}(?![a-z0-9-])")
SIGNAL_NAME: Final = re.compile(r"[a-z_][a-z0-9_]{2,31}\.[0-9]{2,4}")
TWO_MARKS: Final = re.compile(r"[a-z0-9]+[._-][a-z0-9]+[._-][a-z0-9]|[a-z]+[._][a-z]*[0-9]")
THERE: Final = word_set("there")
FILES: Final = word_set("file_endings")
SELF: Final = word_set("self_words")
CODE_PIECES: Final = word_set("code_pieces")
CODE_CONTEXT: Final = word_set("code_context")
OWN_HOSTS: Final = word_set("own_hosts")
OPENERS: Final = frozenset({":", "-", ">", "→", "➡", "=", '"', "'", "(", "—", "–"})
LINKS: Final = OPENERS | frozenset({",", ")", "[", "]", "“", "”", "/", "@", "•", "|"})
MOST: Final = 90
"""Items of a text that is read so: a short message, not a page."""
PRONOUNS: Final = word_set("verb_pronouns")
FILE_WORDS: Final = frozenset(
    {"file", "files", "archivo", "arquivo", "fichier", "datei", "plik", "файл", "文件", "dataset", "palette"}
)
PLACES: Final = word_set("owned_places")
OWNED: Final = 16
SHORT: Final = 6
FEWEST_LETTERS: Final = 2
LATE: Final = 4
"""Items behind a service in which a denial still means it."""
BESIDE: Final = 5
"""Items around a name that say what it is about."""
KINDS: Final[dict[str, Kind]] = {
    "messenger": "social_handle",
    "social": "social_handle",
    "payment": "payment_handle",
    "meeting": "meeting_link",
    "scheduler": "scheduler_link",
}
PERSONAL: Final = f.MY | f.ME | f.REACH | f.HANDLE_NOUN


@dataclass(frozen=True, slots=True)
class Place:
    """A possible name in a text, with its first and last item."""

    name: str
    start: int
    end: int
    first: int
    last: int


def stray_names(lexed: Lexed, services: list[Told], taken: Mask) -> Iterator[Candidate]:
    """Candidates that look like names of accounts, in a short text that names a service somewhere else."""
    for match in SKYPE_ID.finditer(lexed.chars) if "live:" in lexed.chars else ():
        yield Candidate("social_handle", *match.span(), match.group(), 0.85)
    if len(lexed.items) > MOST:
        return
    yield from _marked(lexed, services, taken)
    if any(_refused(lexed, services)):
        return
    yield from _codes(lexed, services, taken)
    yield from _formed(lexed, services, taken)


def _formed(lexed: Lexed, services: list[Told], taken: Mask) -> Iterator[Candidate]:
    """Words with the signs or digits of a name."""
    for match in NAME.finditer(lexed.chars):
        start, end = match.span()
        end -= len(match.group()) - len(match.group().rstrip("._-"))
        name = match["name"].rstrip("._-")
        if taken.covers(start, end) or _is_file(name) or _is_word(lexed, name, start) or f"//{name}" in lexed.chars:
            continue  # … or the site that a link beside it leads to
        place = _place(lexed, name, start, end)
        service = min(services, key=lambda told: told.away(start, end), default=None)
        if service is None:
            yield Candidate("social_handle", start, end, lexed.chars[start:end], _own(lexed, place, told=False))
        elif service.service.kind != "meeting" and not (service.start < end and start < service.end):
            kind = KINDS[service.service.kind]
            score = max(_confidence(lexed, services, service, place), _own(lexed, place, told=True))
            yield Candidate(kind, start, end, lexed.chars[start:end], score)


def _marked(lexed: Lexed, services: list[Told], taken: Mask) -> Iterator[Candidate]:
    """Names with signs between their pieces that are to be left out: "pine|cone on ig, no bars"."""
    for match in MARKED.finditer(lexed.chars) if services else ():
        start, end = match.span()
        service = min(services, key=lambda told: told.away(start, end))
        if taken.covers(start, end) or service.away(start, end) > NEAR_MARKED or service.service.kind not in ACCOUNTS:
            continue
        around = [item for item in lexed.items if start - NEAR_MARKED <= item.start <= end + NEAR_MARKED]
        told = any(item.text in LEFT_OUT for item in around)
        reached = bool(union(around) & (f.REACH | f.MY | f.HANDLE_NOUN))
        if (told or reached) and not union(around) & (f.WORK | f.RULE):
            score = 0.6 + 0.15 * (told and reached)
            yield Candidate(KINDS[service.service.kind], start, end, match.group(), score, hidden=True)


def _place(lexed: Lexed, name: str, start: int, end: int) -> Place:
    items = lexed.items
    last = next((n for n, item in enumerate(items) if item.end >= end), len(items) - 1)
    first = next((n for n, item in enumerate(items) if item.start >= start), last)
    return Place(name, start, end, first, last)


def _refused(lexed: Lexed, services: list[Told]) -> Iterator[bool]:
    if not services:
        return
    for sentence in sentences(lexed.items, lexed.chars):
        begin, end = sentence.items[0].start, sentence.items[-1].end
        if any(begin <= told.start < end for told in services):
            last = max(
                n for n, item in enumerate(sentence.items) if any(t.start <= item.start < t.end for t in services)
            )
            yield any(
                denies(sentence, place) and not _leaves_out(sentence, place) and not _in_the(sentence, place)
                for place in range(min(last + LATE, len(sentence.items)))
            )


def _in_the(sentence: Sentence, place: int) -> bool:
    """Whether "no" is the Portuguese "in the": "no roxinho sou kai.b", "no insta tô como kai.b"."""
    return sentence.items[place].text == "no" and any(item.text in I_AM for item in sentence.items[place + 1 :])


def _leaves_out(sentence: Sentence, place: int) -> bool:
    """Whether a denial is about signs within a name: "without the dots"."""
    item = sentence.items[place]
    return item.text in LEFT_OUT and any(near.text in SIGNS for near in sentence.items[place + 1 : place + 3])


def _is_file(name: str) -> bool:
    return "." in name and name.rsplit(".", 1)[1] in FILES


def _is_word(lexed: Lexed, name: str, start: int) -> bool:
    """Whether it is a French verb with its pronoun, or the short name of a norm or a format: "méfie-toi", "PSD2"."""
    if sum(map(str.isalpha, name)) < FEWEST_LETTERS:
        return True
    if "-" in name and name.rsplit("-", 1)[1] in PRONOUNS:
        return True
    begin = lexed.folded.place(start, start + 1)[0]
    written = lexed.original[begin : begin + len(name)]
    return len(name) < SHORT and written.isupper() and written.isalnum()


def _strong(lexed: Lexed, place: Place) -> bool:
    name = place.name
    marked = "_" in name or "#" in name or lexed.chars[place.start] == "@"
    return marked or (any(map(str.isdigit, name)) and len(name) >= 5)


def _confidence(lexed: Lexed, services: list[Told], service: Told, place: Place) -> float:
    items, name = lexed.items, place.name
    before = items[place.first - 1] if place.first else None
    after = items[place.last + 1] if place.last + 1 < len(items) else None
    near = service.away(place.start, place.end)
    between = [
        item
        for item in items
        if min(service.end, place.end) <= item.start and item.end <= max(service.start, place.start)
    ]
    linked = near <= 40 and all(_links(item) for item in between)
    possessive = before is not None and before.text == "s" and items[place.first - 2].text in "'’"
    introduced = possessive or (
        before is not None and (before.text in OPENERS or before.classes & (f.CONN | f.MY | f.ME | f.REACH))
    )
    around = [*items[max(0, place.first - BESIDE) : place.first], *items[place.last + 1 : place.last + 3], *between]
    around = [item for item in around if not any(told.start <= item.start < told.end for told in services)]
    follower = [item for item in items if service.end <= item.start < service.end + 16][:2]
    said = lexed.seen if service.sure and _strong(lexed, place) else union(around)
    personal = bool(said & PERSONAL) or any(item.text in SELF for item in around)
    evidence = (
        (_strong(lexed, place), 0.1),
        (TWO_MARKS.search(name) is not None, 0.1),
        ("#" in name, 0.1),
        (service.sure, 0.15),
        (introduced, 0.15),
        (linked, 0.15),
        (after is None or not after.text[0].isalnum(), 0.1),
        (personal, 0.1),
        (near <= 30, 0.1),
        (service.service.id == "signal" and SIGNAL_NAME.fullmatch(name) is not None, 0.15),
        (sum(1 for told in services if not told.alluded) > 1, 0.05),
        (_of_work(lexed, service, [*around, *follower]), -0.35),
        (any(item.text in OWN_HOSTS for item in around) and not service.sure, -0.3),
        (_in_code(lexed, place), -0.4),
        (any(item.text in FILE_WORDS for item in items[max(0, place.first - 2) : place.first]), -0.4),
        (_of_program(name) and not introduced and not linked, -0.2),
        (_of_program(name) and not union(around) & (f.MY | f.HANDLE_NOUN | f.REACH), -0.2),
        (after is not None and after.text in THERE, 0.1),
        ("-" in name and not _strong(lexed, place), -0.15),
        (not service.sure and not personal and "_" in name and not introduced, -0.1),
        (sum(1 for told in services if not told.alluded) > 2, 0.05),
    )
    return max(0.0, min(round(0.2 + sum(weight for holds, weight in evidence if holds), 2), 0.9))


def _of_work(lexed: Lexed, service: Told, around: list[Item]) -> bool:
    """Whether words around speak of work; somebody's own channel or page there is none."""
    before = [item for item in lexed.items if service.start - OWNED <= item.end <= service.start]
    owned = bool(union(before[-2:]) & f.MY)
    return any(item.classes & f.WORK and not (owned and item.text in PLACES) for item in around)


def _of_program(name: str) -> bool:
    """Whether the pieces of a name are those of programs and files: "receipt_id", "chapter_07"."""
    pieces = name.split("_")
    return len(pieces) > 1 and (pieces[-1] in CODE_PIECES or pieces[0] in CODE_PIECES)


def _in_code(lexed: Lexed, place: Place) -> bool:
    """Whether words around a name say that it belongs to a program or a story, and nobody says that it is theirs."""
    near = lexed.items[max(0, place.first - 3) : place.first]
    if any(item.classes & f.MY and item.text in SELF for item in near) and union(near) & f.HANDLE_NOUN:
        return False
    around = [*lexed.items[max(0, place.first - 10) : place.first], *lexed.items[place.last + 1 : place.last + 7]]
    return any(word in CODE_CONTEXT for item in around for word in item.text.split(" "))


def _links(item: Item) -> bool:
    """Whether an item between a service and a name only leads from one to the other."""
    return item.text in LINKS or bool(item.classes & (f.CONN | f.HANDLE_NOUN | f.PREP | f.AT_STRONG | f.AT_WEAK))


def _own(lexed: Lexed, place: Place, *, told: bool) -> float:
    """How sure a name is somebody's own that is introduced as one, whatever the service: "my nick there is kai_b"."""
    items = lexed.items
    before = items[max(0, place.first - 7) : place.first]
    near = before[-4:]
    noun = any(item.classes & f.HANDLE_NOUN and item.text not in {"id", "page", "@"} for item in near)
    mine = any(item.classes & f.MY and any(word in SELF for word in item.text.split(" ")) for item in before)
    around = [*items[max(0, place.first - 12) : place.first], *items[place.last + 1 : place.last + 6]]
    strong = _strong(lexed, place) or (told and "." in place.name)
    if not (noun and mine and strong) or union(around) & (f.WORK | f.NEG | f.RULE) or union(before) & f.HERE:
        return 0.0
    if any(item.text in OWN_HOSTS for item in around) or _in_code(lexed, place):
        return 0.0
    return 0.65


def _codes(lexed: Lexed, services: list[Told], taken: Mask) -> Iterator[Candidate]:
    """Codes of outside meetings as they are written."""
    rooms = [told for told in services if told.service.kind == "meeting"]
    for match in MEETING_CODE.finditer(lexed.chars) if rooms else ():
        near = any(-20 <= match.start() - told.end <= 60 for told in rooms)
        if near and not taken.covers(*match.span()):
            yield Candidate("meeting_link", *match.span(), match.group(), 0.8)
