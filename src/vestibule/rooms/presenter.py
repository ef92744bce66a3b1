"""What the room pages show, made of what the API would answer: complete without script, and the start for scripts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vestibule.accounts.models import Person
from vestibule.judging.retelling import clauses_in
from vestibule.kit.markdown import shown_text
from vestibule.kit.money import COMMON_CURRENCIES
from vestibule.kit.zones import zone_named
from vestibule.rooms.message_lines import Became
from vestibule.rooms.people.lines import member_lines, strict_names
from vestibule.rooms.read_lines import put_reads, reads_shown
from vestibule.rooms.timeline_lines import Reading, timeline_lines
from vestibule.rooms.wording import People, excerpt_words, pace_words, polite_answer, purposes

Json = Mapping[str, Any]
_EXEMPT_PLANS = {"business", "enterprise"}


def room_page_context(
    *,
    room: Json,
    timeline: Json,
    rooms: Sequence[Json],
    me: Person,
    offers: Sequence[Json],
    form: Json,
    now: datetime,
    pace: str | None = None,
) -> dict[str, Any]:
    """Everything that rooms/room.html shows.

    Args:
        room: a RoomDetail, read before the timeline.
        timeline: `items` (events in ascending order), `before` and `after` (the numbers that ask for older and for
            newer ones, or None), `changes` and `reactions` of the messages among them.
        rooms: the reader's RoomSummaries.
        me: the reader.
        offers: the room's Offers, newest first.
        form: the composer as it was refused, or empty: `body`, `purpose`, `key`, `error` ({`field`, `text`} or None),
            and `reply`, the line of the message that is answered, if any.
        now: the moment of reading.
        pace: how quickly the other side usually replies (rooms/order/pace.py), where that is known.
    """
    own_id = str(me.id)
    people = People(own_id, _names([room, *rooms], timeline["items"]), _pictures([room, *rooms]))
    reading = Reading(
        people=people,
        now=now,
        zone=zone_of(me),
        read_seq=room["read_seq"],
        is_exempt=room["exempt"],
        is_plan_exempt=room["client_plan"] in _EXEMPT_PLANS,
        open_offers=frozenset(
            offer["id"] for offer in offers if offer["state"] == "made" and offer["freelancer"] == own_id
        ),
        room=room,
    )
    events = [event for event in timeline["items"] if event["seq"] <= room["head"]]
    lines = timeline_lines(events=events, withheld=room["withheld"], reading=reading, became=Became.of(timeline))
    put_reads(lines, reads_shown(room["reads"], timeline), reading, is_pair=len(room["members"]) == 2)
    own = next((member for member in room["members"] if member["id"] == own_id), None)
    freelancers = [member for member in room["members"] if member["side"] == "freelancer"]
    return {
        "section": "rooms",
        "room": room,
        "who": who(room, own_id),
        "rule_words": _first_sentence(room["rule"]["text"]),
        "others": [member for member in room["members"] if member["id"] != own_id],
        "members": member_lines(room, own_id),
        "strict_names": strict_names(room, own_id),
        "pace": pace_words(pace),
        "lines": lines,
        "pinned_seqs": {mark["message"] for mark in room["pins"]},
        "question_seqs": {mark["message"] for mark in room["questions"]},
        "is_quiet": not any(event["event"]["kind"] == "message.posted" for event in events),
        "older": timeline["before"],
        "newer": timeline["after"],
        **_listed(room_rows(rooms=rooms, me=me, now=now, current=room["id"])),
        "pins": mark_lines(room["pins"], timeline, reading, room["id"]),
        "questions": mark_lines(room["questions"], timeline, reading, room["id"]),
        "offers": [
            {**offer_line(offer, own_id), "for_whom": _for_whom(offer, freelancers, people)} for offer in offers
        ],
        "freelancers": freelancers,
        "can_offer": own is not None and own["side"] == "client" and bool(freelancers),
        "has_open_offer": any(offer["state"] == "made" for offer in offers),
        "currencies": COMMON_CURRENCIES,
        "offer_days": ("3", "7", "14", "30"),
        "form": form,
        "purposes": purposes(),
        "polite_answer": polite_answer(),
        "is_plan_exempt": reading.is_plan_exempt,
        "page_data": {
            **page_data(rooms=rooms, me=me),
            "room": room,
            "timeline": timeline,
            "offers": list(offers),
            "currencies": COMMON_CURRENCIES,
            "pace": pace,
        },
    }


def rooms_page_context(*, rooms: Sequence[Json], me: Person, person_head: int, now: datetime) -> dict[str, Any]:
    """Everything that rooms/list.html shows. `person_head` is where the reader's own stream stood before reading."""
    return {
        "section": "rooms",
        **_listed(room_rows(rooms=rooms, me=me, now=now)),
        "page_data": {**page_data(rooms=rooms, me=me), "person_head": person_head},
    }


def page_data(*, rooms: Sequence[Json], me: Person) -> dict[str, Any]:
    """What the page's script starts from (client/src/session/snapshot.ts, PageData)."""
    return {
        "me": {
            "id": str(me.id),
            "name": me.display_name,
            "language": me.language,
            "time_zone": zone_of(me).key,
            "picture": str(me.picture) if me.picture else None,
        },
        "rooms": list(rooms),
        "room": None,
        "timeline": None,
        "offers": [],
        "clauses": _clauses(),
    }


def _clauses() -> Json | None:
    """What the rule's allowing clauses say, for readers of another language than that of the events."""
    language = get_language() or "en"
    return None if language.startswith("en") else clauses_in(language)


def who(room: Json, own_id: str) -> str:
    """The room's title for its reader: the names of the others."""
    return ", ".join(member["name"] for member in room["members"] if member["id"] != own_id) or _("Only you")


def room_rows(*, rooms: Sequence[Json], me: Person, now: datetime, current: str = "") -> list[dict[str, Any]]:
    """The list of rooms: unread ones first, then by their last line."""
    own_id = str(me.id)
    ordered = sorted(rooms, key=lambda room: room["last"]["at"] if room["last"] else "", reverse=True)
    ordered.sort(key=lambda room: room["unread"] == 0 or room["is_muted"])
    return [_row(room, own_id, zone_of(me), now, current) for room in ordered]


def _listed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """All rows, and the same in sections: pinned in the order of pinning, the others, the archive."""
    pinned = sorted((row for row in rows if row["pinned_at"]), key=lambda row: str(row["pinned_at"]))
    active = [row for row in rows if not row["pinned_at"] and not row["is_away"]]
    sections = [
        {"name": "pinned", "title": _("Pinned"), "rows": pinned},
        {"name": "active", "title": _("Others") if pinned else "", "rows": active},
        {"name": "archived", "title": _("Archived"), "rows": [row for row in rows if row["is_away"]]},
    ]
    return {"rows": rows, "sections": sections}


def mark_lines(marks: Sequence[Json], timeline: Json, reading: Reading, room: str) -> list[dict[str, Any]]:
    """Pinned messages or open questions with the way to each and its words as they read now.

    Of one that is not on the page these are its beginning.
    """
    said = {event["seq"]: event["event"].get("body", "") for event in timeline["items"]}
    said |= {change["event"]["message"]: change["event"].get("body", "") for change in timeline["changes"]}
    lines: list[dict[str, Any]] = []
    for mark in marks:
        at = datetime.fromisoformat(mark["said_at"]).astimezone(reading.zone)
        seq = mark["message"]
        lines.append(
            {
                "seq": seq,
                "address": f"#m{seq}" if seq in said else f"/rooms/{room}/?around={seq}#m{seq}",
                "name": reading.people.name(mark["author"]),
                "moment": date_format(at, "DATETIME_FORMAT"),
                "words": shown_text(said[seq]) or said[seq] if seq in said else mark["excerpt"],
            }
        )
    return lines


def _row(room: Json, own_id: str, zone: ZoneInfo, now: datetime, current: str) -> dict[str, Any]:
    others = [member for member in room["members"] if member["id"] != own_id]
    last = room["last"]
    return {
        "id": room["id"],
        "who": who(room, own_id),
        "avatar": others[0] if others else {"id": own_id, "name": "?"},
        "title": room["title"],
        "last": excerpt_words(last, People(own_id, _names([room], []))),
        "at": last["at"] if last else "",
        "time": short_time(datetime.fromisoformat(last["at"]), zone, now) if last else "",
        "unread": room["unread"],
        "pinned_at": room["pinned_at"],
        "is_muted": room["is_muted"],
        # What is new brings a room back into sight, unless it is to keep silent.
        "is_away": room["is_archived"] and (room["is_muted"] or room["unread"] == 0),
        "open_questions": room["open_questions"],
        "plan": room["client_plan"],
        "is_current": room["id"] == current,
    }


def short_time(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """When the last line was said, as short as it can be understood."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    if local.date() == today - timedelta(days=1):
        return _("Yesterday")
    if today - local.date() < timedelta(days=7):
        return date_format(local, "D")
    return date_format(local, "j M" if local.year == today.year else "j M Y")


def offer_line(offer: Json, own_id: str) -> dict[str, Any]:
    """An offer with what its reader can do about it."""
    is_open = offer["state"] == "made"
    contract = offer["contract"]
    is_running = contract is not None and contract["state"] == "active"
    state = _state_of(offer)
    icon, tone, word = {
        "made": ("hourglass", "accent", _("Open")),
        "withdrawn": ("circle-x", "", _("Withdrawn")),
        "declined": ("circle-x", "", _("Declined")),
        "expired": ("hourglass", "", _("Expired")),
        "contract_left": ("log-out", "", _("Left without fault")),
        "contract_active": ("handshake", "good", _("Contract running")),
        "contract_ended": ("circle-check", "", _("Contract ended")),
    }[state]
    return {
        **offer,
        "expires_at": datetime.fromisoformat(offer["expires_at"]) if offer["expires_at"] else None,
        "milestones": [
            {**one, "due_on": date.fromisoformat(one["due_on"]) if one["due_on"] else None}
            for one in offer["milestones"]
        ],
        "can_leave": is_running and offer["freelancer"] == own_id,
        "word": word,
        "icon": icon,
        "tone": tone,
        "can_answer": is_open and offer["freelancer"] == own_id,
        "can_withdraw": is_open and offer["client"] == own_id,
        "can_end": is_running,
    }


def _for_whom(offer: Json, freelancers: Sequence[Json], people: People) -> str:
    """To whom an offer was made, where that is not plain."""
    whom = offer["freelancer"]
    if [one["id"] for one in freelancers] == [whom]:
        return ""
    return _("For you") if whom == people.me else _("For %(name)s") % {"name": people.name(whom)}


def _state_of(offer: Json) -> str:
    contract = offer["contract"]
    if not contract:
        return str(offer["state"])
    return "contract_left" if contract["is_without_fault"] else f"contract_{contract['state']}"


def _first_sentence(text: str) -> tuple[str, str]:
    """The first sentence and the rest: a phone shows the first, and all of it under "About"."""
    first, stop, rest = text.partition(". ")
    return (first + stop.strip(), rest)


def _names(rooms: Sequence[Json], events: Sequence[Json]) -> dict[str, str]:
    """Names by id: who is here, and who joined on the page and has left since."""
    joined = [event["event"]["person"] for event in events if event["event"]["kind"] == "member.joined"]
    members = [member for room in rooms for member in room["members"]]
    return {person["id"]: person["name"] for person in [*joined, *members]}


def _pictures(rooms: Sequence[Json]) -> dict[str, str]:
    members = [member for room in rooms for member in room["members"]]
    return {member["id"]: member["picture"] for member in members if member.get("picture")}


def zone_of(me: Person) -> ZoneInfo:
    """The time zone that the person chose, or UTC where there is no such zone."""
    return zone_named(me.time_zone)
