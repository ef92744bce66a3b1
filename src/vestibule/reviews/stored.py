"""All that was written, for replays: what stands in rooms, what is kept there, then what was written elsewhere."""

import uuid
from collections.abc import Iterator
from datetime import datetime

from vestibule.judging.replay import StoredText
from vestibule.judging.written import count_written, written_behind, written_text
from vestibule.rooms import stored_texts as rooms
from vestibule.rooms.models import Message, WithheldMessage
from vestibule.rooms.stored_texts import Place

WRITTEN = "written"
_WRITTEN_AT = "text:"


def count_texts(*, since: datetime, until: datetime) -> int:
    """How many texts `texts_behind` goes through in all."""
    return rooms.count_texts(since=since, until=until) + count_written(since=since, until=until)


def texts_behind(
    place: Place, *, since: datetime, until: datetime, limit: int
) -> tuple[list[StoredText], Place | None]:
    """The next texts, about `limit` of them, and where to go on; no place at the end."""
    if place.part != WRITTEN:
        found, following = rooms.texts_behind(place, since=since, until=until, limit=limit)
        return found, following or Place(part=WRITTEN)
    found, last = written_behind(place.seq, since=since, until=until, limit=limit)
    return found, None if last is None else Place(part=WRITTEN, seq=last)


def all_texts(*, since: datetime, until: datetime, limit: int = 2000) -> Iterator[StoredText]:
    """Every text of that span, as a replay goes through them."""
    place: Place | None = Place()
    while place is not None:
        found, place = texts_behind(place, since=since, until=until, limit=limit)
        yield from found


def text_at(place: str) -> StoredText | None:
    """The text that a flip names, if it still stands as it was judged."""
    if place.startswith(_WRITTEN_AT):
        return written_text(int(place.removeprefix(_WRITTEN_AT)))
    room, _, seq = place.partition("#")
    if seq:
        message = Message.objects.filter(room_id=room, seq=int(seq), deleted_at=None).first()
        return None if message is None else rooms.text_of_message(message)
    kept = WithheldMessage.objects.filter(id=uuid.UUID(place), state=WithheldMessage.State.KEPT).first()
    return None if kept is None else rooms.text_of_kept(kept)
