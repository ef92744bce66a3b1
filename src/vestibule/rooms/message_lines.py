"""A message as its line on the page shows it: its latest wording, what it answers, what stands under it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vestibule.judging.retelling import why_in
from vestibule.rooms.events import REACTIONS
from vestibule.rooms.wording import People, purposes
from vestibule.web.speech import listed
from vestibule.web.templatetags.verdicts import kinds_in_words

# Between people with a contract the details are theirs to exchange: no polite refusal is offered.
_SETTLED = {"contract_started", "prior_client"}
SIGNS = {"thumbs_up": "👍", "heart": "❤️", "party": "🎉", "smile": "😄", "eyes": "👀", "done": "✅"}

Line = dict[str, Any]
Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Became:
    """What became of the messages on the page: the latest change, the reactions and the pages linked to, of each."""

    changes: Mapping[int, Json] = field(default_factory=dict)
    reactions: Mapping[int, Sequence[Json]] = field(default_factory=dict)
    cards: Mapping[int, Sequence[Json]] = field(default_factory=dict)
    # The first number on the page: what is older has to be asked for.
    first: int = 0

    @classmethod
    def of(cls, timeline: Json) -> "Became":
        """From the API's timeline."""
        reactions: dict[int, list[Json]] = {}
        for one in timeline["reactions"]:
            reactions.setdefault(one["message"], []).append(one)
        first = timeline["items"][0]["seq"] if timeline["items"] else 0
        return cls(
            changes={change["event"]["message"]: change for change in timeline["changes"]},
            reactions=reactions,
            cards={one["message"]: one["cards"] for one in timeline["unfurled"]},
            first=first,
        )


def message_line(event: Json, placed: Line, *, became: Became, people: People, zone: tzinfo, is_first: bool) -> Line:
    """The line of a message that was posted; of a deleted one only who wrote it and when."""
    seq, by = event["seq"], event["by"]
    change = became.changes.get(seq)
    line = {
        "type": "message",
        **placed,
        "by": by,
        "name": people.name(by),
        "picture": people.pictures.get(by, ""),
        "plain_name": people.names.get(by, ""),
        "is_mine": by == people.me,
        "is_first": is_first,
        "is_deleted": change is not None and change["event"]["kind"] == "message.deleted",
    }
    if line["is_deleted"]:
        return line
    return (
        line
        | _said(event["event"], change, zone)
        | {
            "reply": _reply(event["event"].get("reply_to"), became, people),
            "cards": became.cards.get(seq, ()),
            "reactions": [_reaction(one, people) for one in became.reactions.get(seq, ())],
            "offered": _offered(became.reactions.get(seq, ()), people.me),
        }
    )


def _said(posted: Json, change: Json | None, zone: tzinfo) -> Line:
    fact = change["event"] if change else posted
    return {
        "body": fact["body"],
        "purpose": dict(purposes()).get(fact["purpose"], "") if fact["purpose"] else "",
        "was_withheld": posted["was_withheld"],
        "remarks": [_remark(remark) for remark in fact["remarks"]],
        "revision": fact["revision"] if change else 1,
        "edited": _moment(change["at"], zone) if change else "",
    }


def _moment(at: str, zone: tzinfo) -> str:
    local = datetime.fromisoformat(at).astimezone(zone)
    return date_format(local, "DATETIME_FORMAT")


def _reply(reply: Json | None, became: Became, people: People) -> Line | None:
    if reply is None:
        return None
    change = became.changes.get(reply["seq"])
    is_outdated = change is not None and change["event"].get("revision") not in {None, reply["revision"]}
    missing = {
        "deleted": _("The message was deleted."),
        "rule": _("Its words are not repeated: not everybody here could read them at their place."),
    }
    return {
        "href": f"{'' if reply['seq'] >= became.first else '?around=' + str(reply['seq'])}#m{reply['seq']}",
        "name": people.name(reply["by"]),
        "quote": f"… {reply['quote']} …" if reply["is_part"] else reply["quote"],
        "missing": missing.get(reply["left_out"], ""),
        # Said where it was not the only one: the words may read differently at their place.
        "revision": reply["revision"] if is_outdated or reply["revision"] > 1 else None,
    }


def _reaction(given: Json, people: People) -> Line:
    names = listed([people.name(person) for person in given["people"]])
    return {
        "reaction": given["reaction"],
        "sign": SIGNS[given["reaction"]],
        "count": len(given["people"]),
        "is_mine": people.me in given["people"],
        "label": f"{reaction_words()[given['reaction']]}: {names}",
    }


def _offered(given: Sequence[Json], me: str) -> list[Line]:
    mine = {one["reaction"] for one in given if me in one["people"]}
    words = reaction_words()
    return [{"reaction": one, "sign": SIGNS[one], "words": words[one], "is_mine": one in mine} for one in REACTIONS]


def reaction_words() -> dict[str, str]:
    """What each sign is called."""
    return {
        "thumbs_up": _("Thumbs up"),
        "heart": _("Heart"),
        "party": _("Party"),
        "smile": _("Smile"),
        "eyes": _("Looking at it"),
        "done": _("Done"),
    }


def _remark(remark: Json) -> Line:
    return {
        "found": _("Contains %(found)s.") % {"found": kinds_in_words(remark["kinds"])},
        "why": why_in(
            remark["why"], policy=remark["policy"], kinds=tuple(remark["kinds"]), language=get_language() or "en"
        ),
        "clause": remark["clause"],
        "policy": remark["policy"],
        "offers_answer": remark["clause"] not in _SETTLED,
    }
