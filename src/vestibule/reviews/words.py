"""Kinds, places and answers in the words of whoever reads them."""

from django.utils.translation import gettext as _

from vestibule.reviews.models import Answer, Objection

MISSED = Objection.Kind.MISSED


def kind_words(kind: str) -> str:
    """What somebody says."""
    return str(Objection.Kind(kind).label)


def surface_words(surface: str) -> str:
    """Where the text was written."""
    words = {
        "message": _("Message"),
        "profile": _("Profile"),
        "proposal": _("Proposal"),
        "invite": _("Invitation"),
        "job_post": _("Job post"),
        "offer": _("Offer"),
        "display_name": _("Name"),
        "room_title": _("Title of a room"),
    }
    return words.get(surface, surface)


def answer_words(answer: str, kind: str) -> str:
    """What staff found, as it is said to the person who asked; empty while they have not looked."""
    if not answer:
        return ""
    if answer == Answer.UNCLEAR:
        return _("We looked and cannot say for sure. Nothing changes for now.")
    if kind == MISSED:
        if answer == Answer.ENGINE_WRONG:
            return _("You are right: the rule should have caught this. We will teach it.")
        return _("This is allowed by the rule as it stands.")
    if answer == Answer.ENGINE_WRONG:
        return _("You are right: this is no contact information. We will teach the rule.")
    return _("The rule was applied rightly. The way it is written, this counts as contact information.")
