"""Who has read how far, under the reader's own messages. client/src/session/read-lines.ts says the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from vestibule.rooms.timeline_lines import Reading
from vestibule.web.speech import listed

Line = dict[str, Any]
Json = Mapping[str, Any]


def reads_shown(reads: Sequence[Json], timeline: Json) -> list[Json]:
    """The marks whose place can be told from this page: beyond its end there may be a later message."""
    if timeline["after"] is None:
        return list(reads)
    last = timeline["items"][-1]["seq"] if timeline["items"] else 0
    return [read for read in reads if read["seq"] <= last]


def put_reads(lines: Sequence[Line], reads: Sequence[Json], reading: Reading, *, is_pair: bool) -> None:
    """Put each mark under the last message of the reader's own that it has reached, as `read` {`words`, `title`}."""
    own = [line for line in lines if line["type"] == "message" and line["is_mine"] and not line["is_deleted"]]
    under: dict[int, list[Json]] = {}
    for read in reads:
        reached = [line["seq"] for line in own if line["seq"] <= read["seq"]]
        if reached:
            under.setdefault(reached[-1], []).append(read)
    for line in own:
        if line["seq"] in under:
            line["read"] = _words(under[line["seq"]], reading, is_pair=is_pair)


def _words(reads: Sequence[Json], reading: Reading, *, is_pair: bool) -> dict[str, str]:
    names = listed([reading.people.name(read["person"]) for read in reads])
    if not is_pair:
        return {"words": _("Read by %(names)s") % {"names": names}, "title": ""}
    if reads[0]["at"] is None:
        return {"words": _("Read"), "title": ""}
    at = datetime.fromisoformat(reads[0]["at"]).astimezone(reading.zone)
    time, moment = f"{at:%H:%M}", date_format(at, "DATETIME_FORMAT")
    is_today = at.date() == reading.now.astimezone(reading.zone).date()
    return {"words": _("Read %(when)s") % {"when": time if is_today else moment}, "title": moment}
