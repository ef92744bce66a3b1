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


_t = gettext_lazy
WORDS: Mapping[str, Words] = {
    "message.posted": _words("message-square", _t("%(who)s wrote to you."), _t("New message")),
    "question.reminded": _words(
        "circle-help", _t("%(who)s still waits for your answer."), _t("A question waits for your answer")
    ),
    "room.joined": _words("door-open", _t("%(who)s opened a room with you."), _t("A room was opened with you")),
    "relationship.changed": _words(
        "circle-check",
        _t("The contract has begun: what was kept back can be sent now."),
        _t("What was kept back can be sent now"),
    ),
    "invitation.received": _words("mail", _t("%(who)s invites you to a job."), _t("You are invited to a job")),
    "proposal.received": _words(
        "file-text", _t("%(who)s sent a proposal for your job."), _t("A proposal for your job")
    ),
    "proposal.withdrawn": _words("file-text", _t("%(who)s withdrew the proposal."), _t("A proposal was withdrawn")),
    "proposal.declined": _words("file-text", _t("%(who)s declined your proposal."), _t("Your proposal was declined")),
    "offer.made": _words("banknote", _t("%(who)s made you an offer."), _t("You have an offer")),
    "offer.expiring": _words("clock", _t("An offer to you ends soon."), _t("An offer to you ends within a day")),
    "offer.withdrawn": _words("banknote", _t("%(who)s withdrew the offer."), _t("An offer was withdrawn")),
    "offer.declined": _words("banknote", _t("%(who)s declined your offer."), _t("Your offer was declined")),
    "offer.expired": _words("hourglass", _t("The offer was not answered in time."), _t("An offer has expired")),
    "offer.accepted": _words(
        "handshake", _t("%(who)s accepted your offer: the contract has begun."), _t("Your contract has begun")
    ),
    "contract.ended": _words("circle-check", _t("%(who)s ended the contract."), _t("Your contract has ended")),
    "contract.left": _words(
        "log-out", _t("%(who)s left the contract without fault."), _t("Your contract was left without fault")
    ),
    "password_changed": _words("key-round", _t("Your password was changed."), _t("Your password was changed")),
    "password_set": _words("key-round", _t("A password was set."), _t("A password was set for your account")),
    "password_reset": _words("key-round", _t("Your password was reset."), _t("Your password was reset")),
    "email_changed": _words("mail", _t("Your e-mail address was changed."), _t("Your e-mail address was changed")),
    "email_deleted": _words("mail", _t("An e-mail address was removed."), _t("An e-mail address was removed")),
    "totp_activated": _words(
        "shield-check", _t("An authenticator app was added."), _t("An authenticator app was added")
    ),
    "totp_deactivated": _words(
        "triangle-alert", _t("The authenticator app was removed."), _t("The authenticator app was removed")
    ),
    "recovery_codes_generated": _words(
        "shield-check", _t("New recovery codes were made."), _t("New recovery codes were made")
    ),
    "webauthn_added": _words("shield-check", _t("A passkey was added."), _t("A passkey was added to your account")),
    "webauthn_removed": _words(
        "triangle-alert", _t("A passkey was removed."), _t("A passkey was removed from your account")
    ),
    "new_device": _words("log-in", _t("A new device signed in to your account."), _t("A new device signed in")),
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
    if notice.event == "invitation.received":
        return "/invitations/"
    if notice.room_id is not None:
        part = "#about" if notice.kind in {Kind.OFFER, Kind.CONTRACT} else ""
        return f"/rooms/{notice.room_id}/{part}"
    return f"/jobs/{notice.thing}/" if notice.thing else "/waiting/"
