"""The codes of books in the words of people."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from vestibule.web.speech import listed


def outcome_words(outcome: str) -> str:
    """What happens to a text."""
    words = {"allow": _("Allowed"), "ask": _("Asked first"), "withhold": _("Kept back")}
    return words.get(outcome, outcome)


def kind_words(kind: str) -> str:
    """A kind of detail, as one names it in a list."""
    words = {
        "email": _("e-mail addresses"),
        "phone": _("phone numbers"),
        "social_handle": _("social or messenger accounts"),
        "meeting_link": _("outside meeting links"),
        "scheduler_link": _("outside booking links"),
        "payment_handle": _("outside ways to pay"),
        "contact_request": _("requests for contact details"),
        "contact_request:email": _("requests for an e-mail address"),
        "contact_request:phone": _("requests for a phone number"),
        "contact_request:handle": _("requests for an account elsewhere"),
        "contact_request:any": _("requests for contact details of any kind"),
        "off_platform": _("proposals to talk elsewhere"),
        "off_platform_payment": _("proposals to pay elsewhere"),
        "phone:unnamed": _("numbers that are not named as phone numbers"),
    }
    return words.get(kind, kind)


def surface_words(surface: str) -> str:
    """Where a text stands."""
    words = {
        "message": _("messages"),
        "call_chat": _("the chat of calls"),
        "room_title": _("titles of rooms"),
        "display_name": _("names"),
        "meeting": _("appointments"),
        "file": _("files"),
        "file_name": _("names of files"),
        "image": _("pictures"),
        "profile": _("profiles"),
        "proposal": _("proposals"),
        "invite": _("invitations"),
        "job_post": _("job posts"),
        "offer": _("offers"),
        "community_post": _("posts of the community"),
        "report": _("reports"),
    }
    return words.get(surface, surface)


def relationship_words(relationship: str) -> str:
    """How the two stand to each other."""
    words = {
        "none": _("no contract yet"),
        "offer_pending": _("an open offer"),
        "active": _("a running contract"),
        "prior": _("having worked together before"),
    }
    return words.get(relationship, relationship)


def plan_words(plan: str) -> str:
    """The client's plan."""
    words = {"basic": _("Basic"), "business": _("Business"), "enterprise": _("Enterprise")}
    return words.get(plan, plan)


def purpose_words(purpose: str) -> str:
    """What the sender has said that the details are for."""
    words = {
        "none": _("nothing declared"),
        "system_access": _("access to a system"),
        "legal_document": _("a legal document"),
        "credential": _("a credential"),
    }
    return words.get(purpose, purpose)


def reading_words(reading: str) -> str:
    """What the text is like."""
    words = {
        "access": _("the text is about access to a system"),
        "talking": _("the text invites to write or call there"),
        "legal": _("the text reads like a legal document"),
        "credential": _("the text is about credentials"),
    }
    return words.get(reading, reading)


def remedy_words(remedy: str) -> str:
    """A way out."""
    words = {
        "use_call": _("keep talking in the room"),
        "use_scheduler": _("agree on a time in the room"),
        "access_grant": _("declare that it is for access to a system"),
        "send_link": _("send a link to the system"),
        "send_screenshot": _("send a picture of the account"),
        "signing_flow": _("send the legal document"),
        "wait_for_contract": _("keep it until a contract has started"),
        "remove_span": _("take the detail out"),
    }
    return words.get(remedy, remedy)


def service_words(kind: str) -> str:
    """A kind of service."""
    words = {
        "mail": _("mail providers"),
        "messenger": _("messengers"),
        "social": _("social networks"),
        "meeting": _("video meetings"),
        "scheduler": _("booking calendars"),
        "payment": _("ways to pay"),
        "portfolio": _("portfolios"),
        "code": _("code hosting"),
        "cloud_file": _("cloud files"),
        "shortener": _("link shorteners"),
    }
    return words.get(kind, kind)


def part_words(key: str) -> str:
    """A part of a service's entry."""
    words = {
        "names": _("names"),
        "words": _("words that can mean it"),
        "short": _("abbreviations"),
        "phrases": _("descriptions"),
        "hosts": _("hosts"),
        "schemes": _("kinds of links"),
        "accounts": _("pages that lead to an account"),
        "pages": _("pages that lead to none"),
    }
    return words.get(key, key)


def condition_words(name: str) -> str:
    """What a rule depends on, or answers."""
    words = {
        "outcome": _("what happens"),
        "why": _("the sentence"),
        "remedies": _("the ways out"),
        "surfaces": _("where it holds"),
        "not_surfaces": _("where it does not hold"),
        "kinds": _("the details"),
        "plans": _("the plans"),
        "relationships": _("the relationships"),
        "purposes": _("the purposes"),
        "reads_like": _("what the text is like"),
        "not_like": _("what the text is not like"),
        "single": _("whether it must be a single detail"),
    }
    return words.get(name, name)


def in_words(codes: Iterable[str], words: Callable[[str], str]) -> str:
    """Several codes as a list."""
    return listed([words(code) for code in codes])


def clause_words(clause: str) -> str:
    """A clause by its title; one that an operator has invented by its name."""
    words = {
        "reports": _("Reports"),
        "circumvention": _("Paying elsewhere"),
        "public_surfaces": _("E-mail addresses where many can read them"),
        "enterprise": _("Clients with a business or enterprise plan"),
        "contract_started": _("Once a contract has started"),
        "prior_client": _("People who have worked together before"),
        "legal_documents": _("Legal documents"),
        "system_access": _("Access to systems"),
        "credentials": _("Credentials and licences"),
        "names": _("Names of people and companies"),
        "portfolio": _("Portfolios and code"),
        "social_accounts": _("Social and messenger accounts"),
        "files": _("Files and pictures"),
        "scheduling": _("Appointments"),
        "base": _("Before a contract"),
        "announced": _("Until the rule changes"),
    }
    return words.get(clause, clause.replace("_", " ").capitalize())
