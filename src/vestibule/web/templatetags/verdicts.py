"""A verdict of the contact rule in plain words: what was found, why it matters, what can be done."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from vestibule.web.speech import listed

register = template.Library()

Verdict = Mapping[str, Any]


@register.simple_tag
def verdict_title(verdict: Verdict) -> str:
    """The headline of a text that was not delivered: "Not sent: contains a phone number"."""
    found = found_words(verdict)
    if verdict.get("verdict") == "ask":
        return _("Not sent yet: contains %(found)s") % {"found": found}
    return _("Not sent: contains %(found)s") % {"found": found}


@register.simple_tag
def marked_text(text: str, verdict: Verdict) -> SafeString:
    """The text with the characters in question marked."""
    parts: list[SafeString] = []
    at = 0
    for start, end in spans_of(blocking_findings(verdict)):
        parts += [conditional_escape(text[at:start]), format_html(_MARK, text[start:end])]
        at = end
    parts.append(conditional_escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308  every part was escaped above


@register.simple_tag
def clause_reference(clause: str, policy: str) -> str:
    """Where it is written: the clause and the version of the book."""
    return _("Contact rule %(policy)s, clause “%(clause)s”") % {"policy": policy, "clause": clause}


@register.simple_tag
def clause_link(clause: str, policy: str) -> SafeString:
    """The same, leading to the clause in words."""
    where = f"/rule/?{urlencode({'book': policy})}#{quote(clause)}"
    return format_html('<a href="{}">{}</a>', where, clause_reference(clause, policy))


@register.simple_tag
def remedy_words(verdict: Verdict) -> list[str]:
    """The ways out of a verdict, each as a sentence, the first mentioned first."""
    words = {
        "use_call": _("Keep talking in this room: no number or address is needed for it."),
        "use_scheduler": _("Agree on a time here in the room."),
        "access_grant": _("Declare that the address is for access to a system."),
        "send_link": _("Send a link to the system instead: it needs no address."),
        "send_screenshot": _("A picture that shows the account is allowed, its name or link is not."),
        "signing_flow": _("An address inside a legal document is allowed: send the document, not the address."),
        "wait_for_contract": _("Keep it: once a contract has started, one click sends it."),
        "remove_span": _("Remove the marked part."),
    }
    remedies = dict.fromkeys(remedy for reason in blocking_reasons(verdict) for remedy in reason["remedies"])
    return [words[remedy] for remedy in remedies if remedy in words]


def found_words(verdict: Verdict) -> str:
    """What the text contains that decides the verdict, as a list in words."""
    kinds = dict.fromkeys(finding["kind"] for finding in blocking_findings(verdict))
    return kinds_in_words(kinds)


def kinds_in_words(kinds: Iterable[str]) -> str:
    """Kinds of findings as a list in words: "a phone number and an e-mail address"."""
    words = {
        "email": _("an e-mail address"),
        "phone": _("a phone number"),
        "social_handle": _("a social or messenger account"),
        "meeting_link": _("an outside meeting link"),
        "scheduler_link": _("an outside booking link"),
        "payment_handle": _("an outside way to pay"),
        "contact_request": _("a request for contact details"),
        "off_platform": _("a proposal to talk elsewhere"),
        "off_platform_payment": _("a proposal to pay elsewhere"),
    }
    return listed([words.get(kind, kind) for kind in dict.fromkeys(kinds)])


def blocking_reasons(verdict: Verdict) -> list[Mapping[str, Any]]:
    """The reasons that stand in the way: they offer a way out, an allowed finding needs none."""
    return [reason for reason in verdict.get("reasons", []) if reason["remedies"]]


def blocking_findings(verdict: Verdict) -> list[Mapping[str, Any]]:
    """The findings that stand in the way, in the order of the text."""
    numbers = {number for reason in blocking_reasons(verdict) for number in reason["findings"]}
    return [finding for number, finding in enumerate(verdict.get("findings", [])) if number in numbers]


def spans_of(findings: Sequence[Mapping[str, Any]]) -> list[tuple[int, int]]:
    """The characters of some findings as ordered spans that do not overlap; half-open, in code points."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted((finding["start"], finding["end"]) for finding in findings):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


_MARK = '<mark class="finding finding--strong">{}</mark>'
