"""What people had said in a room at one of its numbers, worded as it was then."""

import uuid
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from vestibule.rooms.models import Message, Reply, Revision
from vestibule.rooms.standing import CONTEXT_MESSAGES, CONTEXT_REACH, SHORT_QUOTE


class Row(NamedTuple):
    """A message that stands."""

    room: uuid.UUID
    seq: int
    author: uuid.UUID
    body: str
    purpose: str
    judged_as: str
    revision: int
    changed_seq: int | None


@dataclass(slots=True)
class _Said:
    """A message with all its wordings: each from the number that brought it on."""

    seq: int
    wordings: list[tuple[int, str]]
    gone_at: int | None = None

    def at(self, number: int) -> str | None:
        """How it was worded just before that number. Nothing where its words are erased and stood then."""
        if self.gone_at is not None:
            return None if self.gone_at >= number else ""
        return next((body for since, body in reversed(self.wordings) if since < number), "")


@dataclass(slots=True)
class RoomThen:
    """The messages of a stretch of one room, by author and in order, with what was reworded and what was quoted."""

    by_author: dict[uuid.UUID, list[_Said]] = field(default_factory=lambda: defaultdict(list))
    quotes: dict[int, str] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, room: uuid.UUID, *, first: int, last: int) -> "RoomThen":
        """All that messages from number `first` to `last` could have been judged with."""
        then = cls()
        # As far back as the judgement looks, by numbers of messages: others may stand between them.
        reach = Message.objects.filter(room_id=room, seq__lt=first).order_by("-seq").values_list("seq", flat=True)[:1]
        start = (next(iter(reach), 0)) - CONTEXT_REACH
        rows = Message.objects.filter(room_id=room, seq__gt=start, seq__lte=last).order_by("seq")
        columns = ("seq", "author_id", "body", "revision", "changed_seq", "deleted_at")
        reworded: list[_Said] = []
        for seq, author, body, revision, changed, deleted in rows.values_list(*columns):
            said = _Said(seq, [((changed or seq) if revision > 1 else seq, str(body))], changed if deleted else None)
            then.by_author[author].append(said)
            then.numbers.append(seq)
            if revision > 1 and not deleted:
                reworded.append(said)
        if reworded:
            _reword(room, reworded)
        quoted = Reply.objects.filter(room_id=room, seq__gt=start, seq__lte=last).exclude(quote="")
        # Plain texts: what is judged in another process travels there.
        then.quotes = {seq: str(quote) for seq, quote in quoted.values_list("seq", "quote")}
        return then

    def said_before(self, author: uuid.UUID, number: int) -> tuple[tuple[str, ...], bool]:
        """What a message at that number was judged after, oldest first, and whether all of that is still there."""
        place = bisect_left(self.numbers, number)
        start = self.numbers[place - 1] - CONTEXT_REACH if place else 0
        said = [one for one in self._before(author, number) if one.seq > start]
        texts, is_whole = self._worded(said, number, with_quotes=True)
        quote = self.quotes.get(number, "")
        return (*texts, *([quote] if 0 < len(quote) <= SHORT_QUOTE else [])), is_whole

    def before_edit(self, author: uuid.UUID, seq: int, *, at: int) -> tuple[tuple[str, ...], bool]:
        """What stood before message `seq` when number `at` reworded it."""
        return self._worded(self._before(author, seq), at, with_quotes=False)

    def says_more(self, author: uuid.UUID, seq: int) -> bool:
        """Whether the author has said more after that message."""
        return any(one.seq > seq for one in self.by_author.get(author, []))

    def wording(self, seq: int, *, at: int) -> str:
        """How the message was worded then."""
        found = (one for said in self.by_author.values() for one in said if one.seq == seq)
        return next((one.at(at) or "" for one in found), "")

    def _before(self, author: uuid.UUID, number: int) -> list[_Said]:
        said = self.by_author.get(author, [])
        end = bisect_left(said, number, key=lambda one: one.seq)
        return said[max(0, end - CONTEXT_MESSAGES) : end]

    def _worded(self, said: Iterable[_Said], number: int, *, with_quotes: bool) -> tuple[tuple[str, ...], bool]:
        texts: list[str] = []
        is_whole = True
        for one in said:
            body = one.at(number)
            if body is None:
                # What came before the erased words was not next to what came after them.
                texts, is_whole = [], False
                continue
            quote = self.quotes.get(one.seq, "") if with_quotes else ""
            texts += [text for text in (quote if len(quote) <= SHORT_QUOTE else "", body) if text]
        return tuple(texts), is_whole


def rooms_then(rows: Sequence[tuple[Any, ...]]) -> dict[uuid.UUID, RoomThen]:
    """For messages in order of room and number: each room as far as they need it."""
    spans: dict[uuid.UUID, tuple[int, int]] = {}
    for room, seq, *_ in rows:
        first, _last = spans.get(room, (seq, seq))
        spans[room] = (first, seq)
    return {room: RoomThen.of(room, first=first, last=last) for room, (first, last) in spans.items()}


def _reword(room: uuid.UUID, reworded: Sequence[_Said]) -> None:
    """Put the earlier wordings before the latest."""
    by_seq = {one.seq: one for one in reworded}
    earlier = Revision.objects.filter(room_id=room, seq__in=list(by_seq)).order_by("-number")
    for seq, since, body in earlier.values_list("seq", "event_seq", "body"):
        by_seq[seq].wordings.insert(0, (since, str(body)))
