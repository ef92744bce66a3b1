"""What the places of a timeline say, in the reader's words. client/src/session/wording.ts says the same."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from vestibule.web.templatetags.design import money

Fact = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class People:
    """Whose names the reader may see, and who the reader is."""

    me: str
    names: Mapping[str, str]
    # By person, the id of the picture of those who have one.
    pictures: Mapping[str, str] = field(default_factory=dict)

    def name(self, person: str | None) -> str:
        """How a sentence begins that this person did: "You", their name, or that they are no longer here."""
        if person == self.me:
            return _("You")
        return self.names.get(person or "", _("A former member"))

    def did(self, person: str | None, sentence: str, **values: object) -> str:
        """A sentence that begins with `%(name)s`; some languages say it otherwise when it is the reader who did it."""
        said = pgettext("you", sentence) if person == self.me else _(sentence)
        return said % {"name": self.name(person), **values}


@dataclass(frozen=True, slots=True)
class Quiet:
    """A quiet line: its sign and its sentence."""

    icon: str
    text: str


def quiet_line(
    fact: Fact, by: str | None, people: People, *, is_plan_exempt: bool, is_between_two: bool = True
) -> Quiet | None:
    """What an event says as one quiet line; nothing for messages and kinds that this page does not know."""
    if fact["kind"] == "relationship.changed":
        line = _relationship_line(fact, is_plan_exempt=is_plan_exempt)
        return line if is_between_two else Quiet(line.icon, _line_of_pair(fact, people))
    say = _SENTENCES.get(fact["kind"])
    if say is None:
        return None
    icon, sentence = say
    return Quiet(icon, sentence(fact, by, people))


def _line_of_pair(fact: Fact, people: People) -> str:
    """Where there are others the names are said, and what it means for the rule depends on them too."""
    names = {"client": people.name(fact["client"]), "freelancer": people.name(fact["freelancer"])}
    return _("%(client)s and %(freelancer)s:") % names + " " + _relationships_said()[fact["relationship"]]


def _relationships_said() -> dict[str, str]:
    return {
        "none": _("There is no open offer any more."),
        "offer_pending": _("An offer is open."),
        "active": _("The contract has started."),
        "prior": _("The contract has ended."),
    }


def _relationship_line(fact: Fact, *, is_plan_exempt: bool) -> Quiet:
    """What a change between the two means for the contact rule."""
    said = _relationships_said()
    if is_plan_exempt:
        means = _("Contact details may be exchanged either way: the client's plan covers it.")
    else:
        means = {
            "none": _("Contact details stay out of this room."),
            "offer_pending": _("Contact details stay out of this room until it is accepted."),
            "active": _("Contact details may be exchanged here from now on."),
            "prior": _("You have worked together, so contact details may still be exchanged here."),
        }[fact["relationship"]]
    icon = "scale" if fact["relationship"] in {"none", "offer_pending"} else "handshake"
    return Quiet(icon, f"{said[fact['relationship']]} {means}")


def _opened(fact: Fact, by: str | None, people: People) -> str:
    return people.did(by, "%(name)s opened this room: %(title)s", title=fact["title"])


def _joined(fact: Fact, _by: str | None, people: People) -> str:
    return people.did(fact["person"]["id"], "%(name)s joined.")


def _left(fact: Fact, _by: str | None, people: People) -> str:
    if fact.get("removed_by"):
        return people.did(fact["removed_by"], "%(name)s removed %(other)s.", other=people.name(fact["person"]))
    return people.did(fact["person"], "%(name)s left.")


def _changed(fact: Fact, _by: str | None, _people: People) -> str:
    was, name = fact["was"], fact["person"]["name"]
    if fact.get("starts_acting"):
        words = {"name": name, "organisation": fact["person"]["organisation"]["name"]}
        return _("%(name)s acts for %(organisation)s from here on.") % words
    if was == name:
        return _("%(name)s changed their profile.") % {"name": name}
    return _("%(was)s is called %(name)s from here on.") % {"was": was, "name": name}


def _proposal(fact: Fact, by: str | None, people: People) -> str:
    bid = money(fact["bid_minor"], fact["currency"])
    return people.did(by, "%(name)s sent a proposal for “%(job)s”: %(bid)s", job=fact["job_title"], bid=bid)


def _offer(fact: Fact, by: str | None, people: People) -> str:
    return people.did(by, "%(name)s made an offer: %(amount)s", amount=money(fact["amount_minor"], fact["currency"]))


def _did(sentence: str) -> Callable[[Fact, str | None, People], str]:
    """A sentence that says no more than who did it."""
    return lambda _fact, by, people: people.did(by, sentence)


_SENTENCES: dict[str, tuple[str, Callable[[Fact, str | None, People], str]]] = {
    "room.opened": ("door-open", _opened),
    "member.joined": ("user-plus", _joined),
    "member.left": ("log-out", _left),
    "member.changed": ("user", _changed),
    "invitation.accepted": ("mail-check", _did("%(name)s accepted the invitation to talk.")),
    "proposal.shared": ("file-text", _proposal),
    "proposal.withdrawn": ("file-text", _did("%(name)s withdrew the proposal.")),
    "proposal.declined": ("file-text", _did("%(name)s declined the proposal.")),
    "offer.made": ("banknote", _offer),
    "offer.withdrawn": ("banknote", _did("%(name)s withdrew the offer.")),
    "offer.declined": ("banknote", _did("%(name)s declined the offer.")),
    "offer.expired": ("hourglass", lambda _fact, _by, _people: _("The offer has expired.")),
    "contract.left": (
        "log-out",
        _did("%(name)s left the contract without fault: no pay, no score."),
    ),
    "offer.accepted": ("handshake", _did("%(name)s accepted the offer.")),
    "message.pinned": ("pin", _did("%(name)s pinned a message.")),
    "message.unpinned": ("pin", _did("%(name)s unpinned a message.")),
    "question.opened": ("circle-help", _did("%(name)s marked an open question.")),
    "question.answered": ("circle-check", _did("%(name)s marked a question as answered.")),
    "contract.ended": ("circle-check", _did("%(name)s ended the contract.")),
}


# What two people agree on is told with the name of who took the step.
_STEPS_IN_LIST = {
    "offer.made": _did("%(name)s made an offer."),
    **{
        kind: _SENTENCES[kind][1]
        for kind in ("offer.withdrawn", "offer.declined", "offer.expired", "offer.accepted", "contract.ended")
    },
}


def excerpt_words(last: Mapping[str, Any] | None, people: People) -> str:
    """The last line of a room in the list."""
    if last is None:
        return _("Nothing said yet")
    if last["kind"] == "message.posted":
        return f"{people.name(last['by'])}: {last['excerpt']}"
    if last["kind"] in _STEPS_IN_LIST:
        return _STEPS_IN_LIST[last["kind"]](last, last["by"], people)
    short = {
        "message.deleted": _("Message deleted"),
        "room.opened": _("Room opened"),
        "member.joined": _("Somebody joined"),
        "member.left": _("Somebody left"),
        "member.changed": _("Somebody changed their profile"),
        "relationship.changed": _("There is no open offer any more."),
        "invitation.accepted": _("Invitation accepted"),
        "proposal.shared": _("Proposal sent"),
        "proposal.withdrawn": _("Proposal withdrawn"),
        "proposal.declined": _("Proposal declined"),
        "contract.left": _("Contract left without fault"),
        "message.pinned": _("Message pinned"),
        "message.unpinned": _("Message unpinned"),
        "question.opened": _("Open question"),
        "question.answered": _("Question answered"),
    }
    return short.get(last["kind"], "")


def pace_words(pace: str | None) -> str:
    """How quickly the other side usually replies; nothing where it is not known."""
    words = {
        "minutes": _("Usually replies within minutes"),
        "hour": _("Usually replies within an hour"),
        "hours": _("Usually replies within a few hours"),
        "day": _("Usually replies within a day"),
        "days": _("Usually replies within a few days"),
    }
    return words.get(pace or "", "")


def polite_answer() -> str:
    """What somebody can say who was sent contact details; receiving them is no violation (F18)."""
    return _("Thank you. I'd rather keep our conversation here until the contract starts.")


def purposes() -> list[tuple[str, str]]:
    """What a detail can be declared to be for, as value and words."""
    return [
        ("system_access", _("Access to a system")),
        ("legal_document", _("A legal document")),
        ("credential", _("A credential or licence")),
    ]
