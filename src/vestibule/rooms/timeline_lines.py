"""A timeline as the lines that the page shows: days, authors grouped, quiet lines, what was kept at its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vestibule.rooms.message_lines import Became, message_line
from vestibule.rooms.people.lines import because_words
from vestibule.rooms.wording import People, quiet_line
from vestibule.web.speech import day_words
from vestibule.web.templatetags.verdicts import blocking_findings, spans_of

GROUPED_WITHIN = timedelta(minutes=5)

Line = dict[str, Any]
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Who reads, when and where on Earth, and which places they have read."""

    people: People
    now: datetime
    zone: tzinfo
    read_seq: int
    is_exempt: bool
    is_plan_exempt: bool
    # Open offers that wait for the reader's answer.
    open_offers: frozenset[str]
    # The room as the API gives it, for what depends on who is here.
    room: Json | None = None

    @property
    def is_between_two(self) -> bool:
        """Whether what two people agree on here is about the reader and the only other one."""
        return self.room is None or len(self.room["members"]) < 3


def timeline_lines(
    *, events: Sequence[Json], withheld: Sequence[Json], reading: Reading, became: Became | None = None
) -> list[Line]:
    """The lines of a timeline, each a dict with `type`: day, unread, message, quiet or withheld.

    `events` are envelopes in ascending order, `withheld` the reader's own kept messages. Kept messages older than the
    first event shown come first, so that none is ever out of sight.
    """
    waiting = list(withheld)
    became = became or Became()
    lines: list[Line] = []
    is_marked = False
    day, date_words = date.min, ""
    for event in events:
        lines += [withheld_line(item, reading) for item in _take_before(waiting, event["seq"])]
        at = datetime.fromisoformat(event["at"]).astimezone(reading.zone)
        if at.date() != day:
            day, date_words = at.date(), date_format(at, "DATE_FORMAT")
            lines.append({"type": "day", "label": day_label(at, reading)})
        if not is_marked and _is_unread(event, reading):
            is_marked = True
            lines.append({"type": "unread"})
        time = at.strftime("%H:%M")
        placed = {"seq": event["seq"], "at": event["at"], "time": time, "title": f"{date_words}, {time}", "moment": at}
        lines += _event_lines(event, placed, lines, reading, became)
    return lines + [withheld_line(item, reading) for item in waiting]


def _take_before(waiting: list[Json], seq: int) -> Iterator[Json]:
    while waiting and waiting[0]["after_seq"] < seq:
        yield waiting.pop(0)


def _is_unread(event: Json, reading: Reading) -> bool:
    is_message = event["event"]["kind"] == "message.posted"
    return bool(is_message and event["seq"] > reading.read_seq and event["by"] != reading.people.me)


def _event_lines(event: Json, placed: Line, lines: Sequence[Line], reading: Reading, became: Became) -> list[Line]:
    fact = event["event"]
    if fact["kind"] == "message.posted":
        is_first = not _continues(lines[-1] if lines else {}, event, placed)
        return [message_line(event, placed, became=became, people=reading.people, zone=reading.zone, is_first=is_first)]
    quiet = quiet_line(
        fact,
        event["by"],
        reading.people,
        is_plan_exempt=reading.is_plan_exempt,
        is_between_two=reading.is_between_two,
    )
    if quiet is None:
        return []
    words = fact.get("cover_text") or fact.get("terms") or fact.get("words") or ""
    answerable = fact["kind"] == "offer.made" and fact["offer"] in reading.open_offers
    parts = [{**part, "currency": fact["currency"]} for part in fact.get("milestones", ())]
    words_and_way = {"words": words, "is_answerable": answerable, "milestones": parts}
    return [{"type": "quiet", **placed, "icon": quiet.icon, "text": quiet.text, **words_and_way}]


def _continues(before: Line, event: Json, placed: Line) -> bool:
    """Whether it stands with the message before: the same author, within minutes."""
    is_same = before.get("type") == "message" and before["by"] == event["by"]
    return bool(is_same and placed["moment"] - before["moment"] <= GROUPED_WITHIN)


def withheld_line(item: Json, reading: Reading) -> Line:
    """A kept message with everything that its author can do about it."""
    verdict = item["verdict"]
    remedies = {remedy for reason in verdict["reasons"] for remedy in reason["remedies"]}
    cut = text_without(item["body"], spans_of(blocking_findings(verdict)))
    return {
        "type": "withheld",
        "id": item["id"],
        "body": item["body"],
        "verdict": verdict,
        "purpose": item["purpose"] or "",
        "edits": item.get("edits"),
        "because": because_words(reading.room, reading.people.me, item.get("because", ())) if reading.room else "",
        "asks_purpose": verdict["verdict"] == "ask" and "access_grant" in remedies and not item["purpose"],
        "without": cut if "remove_span" in remedies else "",
        "is_releasable": item["releasable"] or reading.is_exempt,
    }


def text_without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these spans, and without the double space that would remain; client spans.ts does the same."""
    left, at = "", 0
    for start, end in [*spans, (len(text), len(text))]:
        right = text[at:start]
        if at and left.endswith((" ", "\t")):
            right = right.lstrip(" \t")
        if at and right.startswith(tuple(".,;:!?")):
            left = left.rstrip(" \t")
        left += right
        at = end
    return left.strip()


def day_label(at: datetime, reading: Reading) -> str:
    """The heading of a day, seen from the reader's now."""
    today = reading.now.astimezone(reading.zone).date()
    if at.date() == today:
        return _("Today")
    if at.date() == today - timedelta(days=1):
        return _("Yesterday")
    return day_words(at, with_year=at.year != today.year)
