"""What notices say: on the page with the names of those who did it, in mails without any word that somebody wrote.

The one exception in mails is the title of a room that the reader is in, made plain: an address in it is no link there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from vestibule.notices.models import Kind, Notice

LONGEST_TITLE = 60
# What a mail program would make a link, an address or a number to call of.
_REACHABLE = re.compile(r"\S*(?:@|://|www\.|\w\.\w)\S*|\+?\d[\d\s()./-]{5,}\d", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Words:
    """The sign and the sentences of one happening: `line` with `who` for the page, `subject` for a mail."""

    sign: str
    line: Any
    subject: Any


def _words(sign: str, line: Any, subject: Any) -> Words:  # noqa: ANN401 - lazy translations
    return Words(sign, line, subject)


WORDS: Mapping[str, Words] = {
    "message.posted": _words("message-square", gettext_lazy("%(who)s wrote to you."), gettext_lazy("New message")),
    "question.reminded": _words(
        "circle-help",
        gettext_lazy("%(who)s still waits for your answer."),
        gettext_lazy("A question waits for your answer"),
    ),
    "room.joined": _words(
        "door-open", gettext_lazy("%(who)s opened a room with you."), gettext_lazy("A room was opened with you")
    ),
    "relationship.changed": _words(
        "circle-check",
        gettext_lazy("The contract has begun: what was kept back can be sent now."),
        gettext_lazy("What was kept back can be sent now"),
    ),
    "invitation.received": _words(
        "mail", gettext_lazy("%(who)s invites you to a job."), gettext_lazy("You are invited to a job")
    ),
    "proposal.received": _words(
        "file-text", gettext_lazy("%(who)s sent a proposal for your job."), gettext_lazy("A proposal for your job")
    ),
    "proposal.withdrawn": _words(
        "file-text", gettext_lazy("%(who)s withdrew the proposal."), gettext_lazy("A proposal was withdrawn")
    ),
    "proposal.declined": _words(
        "file-text", gettext_lazy("%(who)s declined your proposal."), gettext_lazy("Your proposal was declined")
    ),
    "proposal.turned_down": _words(
        "file-text", gettext_lazy("%(who)s declined your proposal."), gettext_lazy("Your proposal was declined")
    ),
    "offer.made": _words("banknote", gettext_lazy("%(who)s made you an offer."), gettext_lazy("You have an offer")),
    "offer.expiring": _words(
        "clock", gettext_lazy("An offer to you ends soon."), gettext_lazy("An offer to you ends within a day")
    ),
    "offer.withdrawn": _words(
        "banknote", gettext_lazy("%(who)s withdrew the offer."), gettext_lazy("An offer was withdrawn")
    ),
    "offer.declined": _words(
        "banknote", gettext_lazy("%(who)s declined your offer."), gettext_lazy("Your offer was declined")
    ),
    "offer.expired": _words(
        "hourglass", gettext_lazy("The offer was not answered in time."), gettext_lazy("An offer has expired")
    ),
    "offer.accepted": _words(
        "handshake",
        gettext_lazy("%(who)s accepted your offer: the contract has begun."),
        gettext_lazy("Your contract has begun"),
    ),
    "contract.ended": _words(
        "circle-check", gettext_lazy("%(who)s ended the contract."), gettext_lazy("Your contract has ended")
    ),
    "contract.left": _words(
        "log-out",
        gettext_lazy("%(who)s left the contract without fault."),
        gettext_lazy("Your contract was left without fault"),
    ),
    "objection.answered": _words(
        "flag",
        gettext_lazy("We have looked at what you told us about the contact rule."),
        gettext_lazy("An answer to what you told us"),
    ),
    "password_changed": _words(
        "key-round", gettext_lazy("Your password was changed."), gettext_lazy("Your password was changed")
    ),
    "password_set": _words(
        "key-round", gettext_lazy("A password was set."), gettext_lazy("A password was set for your account")
    ),
    "password_reset": _words(
        "key-round", gettext_lazy("Your password was reset."), gettext_lazy("Your password was reset")
    ),
    "email_changed": _words(
        "mail", gettext_lazy("Your e-mail address was changed."), gettext_lazy("Your e-mail address was changed")
    ),
    "email_deleted": _words(
        "mail", gettext_lazy("An e-mail address was removed."), gettext_lazy("An e-mail address was removed")
    ),
    "totp_activated": _words(
        "shield-check", gettext_lazy("An authenticator app was added."), gettext_lazy("An authenticator app was added")
    ),
    "totp_deactivated": _words(
        "triangle-alert",
        gettext_lazy("The authenticator app was removed."),
        gettext_lazy("The authenticator app was removed"),
    ),
    "recovery_codes_generated": _words(
        "shield-check", gettext_lazy("New recovery codes were made."), gettext_lazy("New recovery codes were made")
    ),
    "webauthn_added": _words(
        "shield-check", gettext_lazy("A passkey was added."), gettext_lazy("A passkey was added to your account")
    ),
    "webauthn_removed": _words(
        "triangle-alert",
        gettext_lazy("A passkey was removed."),
        gettext_lazy("A passkey was removed from your account"),
    ),
    "new_device": _words(
        "log-in", gettext_lazy("A new device signed in to your account."), gettext_lazy("A new device signed in")
    ),
}


def line_of(notice: Notice) -> str:
    """The notice in one sentence, for its receiver's page. `by` must be loaded."""
    who = str(notice.by.display_name) if notice.by is not None else _("Somebody")
    if notice.kind == Kind.ANSWER:
        return _("%(who)s answered you.") % {"who": who}
    if notice.event == "message.posted" and notice.count > 1:
        many = ngettext(
            "%(count)d new message, the last by %(who)s.", "%(count)d new messages, the last by %(who)s.", notice.count
        )
        return many % {"count": notice.count, "who": who}
    return str(WORDS[notice.event].line) % {"who": who}


def subject_of(notice: Notice) -> str:
    """The notice without names, for mails. `room` must be loaded."""
    subject = _("An answer to you") if notice.kind == Kind.ANSWER else str(WORDS[notice.event].subject)
    title = plain_title(str(notice.room.title)) if notice.room is not None else ""
    return _("%(what)s in “%(room)s”") % {"what": subject, "room": title} if title else subject


def plain_title(title: str) -> str:
    """A room's title as mails show it: in one line, short, and nothing in it that leads out of the mail."""
    plain = " ".join(_REACHABLE.sub("…", " ".join(title.split())).split())
    return plain if len(plain) <= LONGEST_TITLE else plain[: LONGEST_TITLE - 1].rstrip() + "…"


def address_of(notice: Notice) -> str:
    """The path of the page that the notice is about."""
    if notice.kind == Kind.SAFETY:
        return "/account/sessions/" if notice.event == "new_device" else "/account/2fa/"
    if notice.kind == Kind.REVIEW:
        return "/objections/"
    if notice.event == "invitation.received":
        return "/invitations/"
    if notice.room_id is not None:
        part = "#about" if notice.kind in {Kind.OFFER, Kind.CONTRACT} else ""
        return f"/rooms/{notice.room_id}/{part}"
    return f"/jobs/{notice.thing}/" if notice.thing else "/waiting/"
