"""Who is told of what: one line for each kind of event. A new kind of event gets its line here.

The sentence that belongs to each line stands in `wording.py`, under the same name.
"""

from collections.abc import Mapping

from vestibule.feed.append import Fact
from vestibule.market import events as market
from vestibule.notices import events as notices
from vestibule.notices.audience import (
    Told,
    before_the_end,
    others,
    owner,
    the_freelancer,
    whose_words_are_free,
)
from vestibule.notices.models import How, Kind
from vestibule.reviews import events as reviews
from vestibule.rooms import events as rooms

_OWN_STEP = "the person's own step, on all their devices"
_SEEN_THERE = "seen in the room, and no reason to come for it"

# Who is told, or why nobody is.
TABLE: Mapping[type[Fact], tuple[Told, ...] | str] = {
    rooms.MessagePosted: (Told(Kind.MESSAGE, others),),
    rooms.QuestionReminded: (Told(Kind.QUESTION, owner),),
    rooms.RoomJoined: (Told(Kind.INVITATION, owner),),
    rooms.RelationshipChanged: (Told(Kind.KEPT, whose_words_are_free),),
    market.InvitationReceived: (Told(Kind.INVITATION, owner),),
    market.ProposalReceived: (Told(Kind.PROPOSAL, owner),),
    market.ProposalTurnedDown: (Told(Kind.PROPOSAL, owner),),
    market.ProposalWithdrawn: (Told(Kind.PROPOSAL, others),),
    market.ProposalDeclined: (Told(Kind.PROPOSAL, others),),
    market.OfferMade: (
        Told(Kind.OFFER, others),
        Told(Kind.OFFER, the_freelancer, event="offer.expiring", when=before_the_end),
    ),
    market.OfferWithdrawn: (Told(Kind.OFFER, others),),
    market.OfferDeclined: (Told(Kind.OFFER, others),),
    market.OfferExpired: (Told(Kind.OFFER, others),),
    market.OfferAccepted: (Told(Kind.CONTRACT, others),),
    market.ContractEnded: (Told(Kind.CONTRACT, others),),
    market.ContractLeft: (Told(Kind.CONTRACT, others),),
    reviews.ObjectionAnswered: (Told(Kind.REVIEW, owner),),
    # Nobody is told of these:
    rooms.RoomOpened: "its members are told by room.joined",
    rooms.MemberJoined: "who joins is told by room.joined; for the others it is " + _SEEN_THERE,
    rooms.MemberChanged: _SEEN_THERE,
    rooms.MemberLeft: _SEEN_THERE,
    rooms.MessageEdited: _SEEN_THERE,
    rooms.MessageDeleted: _SEEN_THERE,
    rooms.MessageReacted: _SEEN_THERE,
    rooms.MessageUnfurled: _SEEN_THERE,
    rooms.MessagePinned: _SEEN_THERE,
    rooms.MessageUnpinned: _SEEN_THERE,
    rooms.QuestionOpened: "told of by question.reminded, once it has waited",
    rooms.QuestionAnswered: "the answer itself is a message",
    rooms.ReadMoved: "what was read need not be told: gathering.py",
    rooms.RoomLeft: "what was about the room goes with it: gathering.py",
    rooms.RoomPlaced: _OWN_STEP,
    rooms.DraftSaved: _OWN_STEP,
    rooms.MessageWithheld: "told where it was written, with the verdict",
    rooms.WithheldGone: _OWN_STEP,
    market.InvitationAccepted: "the client is told by room.joined",
    market.ProposalShared: "the freelancer is told by room.joined, the client by proposal.received",
    notices.NoticePosted: "is a notice",
    notices.NoticesRead: _OWN_STEP,
}

# What was changed about an account: told at once, by mail too, whatever was chosen.
ACCOUNT_CHANGES = (
    "password_changed",
    "password_set",
    "password_reset",
    "email_changed",
    "email_deleted",
    "totp_activated",
    "totp_deactivated",
    "recovery_codes_generated",
    "webauthn_added",
    "webauthn_removed",
    "new_device",
)

# How mails go out for somebody who has chosen nothing.
DEFAULTS: Mapping[str, How] = {
    Kind.MESSAGE: How.NOW,
    Kind.ANSWER: How.NOW,
    Kind.QUESTION: How.NOW,
    Kind.INVITATION: How.NOW,
    Kind.PROPOSAL: How.DIGEST,
    Kind.OFFER: How.NOW,
    Kind.CONTRACT: How.NOW,
    Kind.KEPT: How.NOW,
    Kind.REVIEW: How.DIGEST,
}

LINES: Mapping[str, tuple[Told, ...]] = {fact.kind(): row for fact, row in TABLE.items() if not isinstance(row, str)}
