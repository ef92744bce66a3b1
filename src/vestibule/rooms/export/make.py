"""A room as its member may take it away: a page to read offline, and the same as data, in one archive."""

import tempfile
import uuid
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import IO, Any

import msgspec
from django.template.loader import render_to_string

from vestibule.accounts.models import Person
from vestibule.feed.models import Event
from vestibule.feed.read import read_since
from vestibule.kit.encoding import encode_json, to_plain
from vestibule.kit.zones import zone_named
from vestibule.rooms.details import RoomDetail, room_detail
from vestibule.rooms.message_lines import Became
from vestibule.rooms.models import Message
from vestibule.rooms.presenter import who
from vestibule.rooms.timeline import reactions_between, unfurled_between
from vestibule.rooms.timeline_lines import Reading, timeline_lines
from vestibule.rooms.wording import People

PAGE = 500
# Larger archives go to a file, smaller ones stay in memory.
IN_MEMORY_BYTES = 4 * 1024 * 1024


def export_room(actor: Person, room_id: uuid.UUID, *, now: datetime) -> IO[bytes]:
    """The archive, open at its beginning: `room.html` (no scripts, nothing loaded from anywhere) and `room.json`.

    It holds what the actor may see and nothing else: the events of their span, their own kept messages. Read page by
    page, so that a long talk does not fill the memory. Raises `NotFound`.
    """
    detail = room_detail(actor, room_id, now=now)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115 - handed to the caller
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("room.json", "w", force_zip64=True) as out:
            _write_data(out, actor, detail, now)
        with archive.open("room.html", "w", force_zip64=True) as out:
            _write_page(out, actor, detail, now)
    file.seek(0)
    return file


def _pages(actor: Person, detail: RoomDetail) -> Iterator[list[bytes]]:
    """The events that the actor may read, up to where the room stood at first."""
    after = 0
    while after < detail.head:
        found = read_since(actor.id, {detail.id: after}, limit=PAGE)
        page = [one.body for one in found if one.seq <= detail.head]
        if not page:
            return
        yield page
        after = found[-1].seq


def _write_data(out: IO[bytes], actor: Person, detail: RoomDetail, now: datetime) -> None:
    out.write(
        b'{"format":"vestibule-room/1","exported_at":%b,"for":%b,"room":%b,"events":['
        % (encode_json(now), encode_json(actor.id), encode_json(detail))
    )
    is_first = True
    for page in _pages(actor, detail):
        out.write((b"" if is_first else b",\n") + b",\n".join(page))
        is_first = False
    out.write(b"]}\n")


def _write_page(out: IO[bytes], actor: Person, detail: RoomDetail, now: datetime) -> None:
    room = to_plain(detail)
    context = {
        "room": room,
        "who": who(room, str(actor.id)),
        "me": actor,
        "now": now.astimezone(zone_named(actor.time_zone)),
        "zone": actor.time_zone,
    }
    before, after = render_to_string("rooms/export.html", context).split("<!--lines-->")
    out.write(before.encode())
    names = {member["id"]: member["name"] for member in room["members"]}
    # Kept messages stand at their places in the data; the page has them at its end.
    day = ""
    for page in _pages(actor, detail):
        events = _as_they_read_now(detail.id, [msgspec.json.decode(one) for one in page])
        names = {**_joined(events), **names}
        reading = _reading(actor, names, detail, now)
        lines = timeline_lines(events=events, withheld=[], reading=reading, became=_became(detail.id, events))
        if lines and lines[0].get("label") == day:
            lines = lines[1:]
        day = next((line["label"] for line in reversed(lines) if line["type"] == "day"), day)
        out.write(render_to_string("rooms/export_lines.html", {"lines": lines}).encode())
    out.write(after.encode())


def _reading(actor: Person, names: dict[str, str], detail: RoomDetail, now: datetime) -> Reading:
    return Reading(
        people=People(str(actor.id), names),
        # Read years later, a day must not be called "today".
        now=now + timedelta(days=800),
        zone=zone_named(actor.time_zone),
        # In an archive nothing is new.
        read_seq=detail.head,
        is_exempt=detail.exempt,
        is_plan_exempt=detail.client_plan in {"business", "enterprise"},
        open_offers=frozenset(),
    )


def _became(room: uuid.UUID, events: Sequence[dict[str, Any]]) -> Became:
    """What stands under the messages: reactions, and the pages that they link to."""
    numbers = [event["seq"] for event in events] or [0]
    first, last = numbers[0], numbers[-1]
    under = {
        "items": events,
        "changes": (),
        "reactions": to_plain(reactions_between(room, first, last)),
        "unfurled": to_plain(unfurled_between(room, first, last)),
    }
    return Became.of(under)


def _joined(events: Sequence[dict[str, Any]]) -> dict[str, str]:
    people = [event["event"]["person"] for event in events if event["event"]["kind"] == "member.joined"]
    return {person["id"]: person["name"] for person in people}


def _as_they_read_now(room: uuid.UUID, events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The places on the timeline, each message in its latest wording."""
    numbers = [event["seq"] for event in events]
    rows = Message.objects.filter(room=room, seq__range=(numbers[0], numbers[-1])).values_list("seq", "body")
    latest = dict(rows)
    shown = Event.objects.filter(stream_id=room, seq__range=(numbers[0], numbers[-1]), on_timeline=True)
    places = set(shown.values_list("seq", flat=True))
    for event in events:
        if event["event"]["kind"] == "message.posted":
            event["event"]["body"] = latest.get(event["seq"], "")
    return [event for event in events if event["seq"] in places]
