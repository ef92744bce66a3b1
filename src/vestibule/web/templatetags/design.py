"""The parts of the design that templates are made of: icons, badges, people, money, form fields."""

import uuid
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TypedDict

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_vite.templatetags.django_vite import vite_asset_url

from vestibule.kit.money import minor_digits

register = template.Library()

_TONES = 5


class PillContext(TypedDict):
    """What parts/pill.html shows: a word with its sign and tone."""

    word: str
    icon: str
    tone: str


@register.simple_tag
def icon(name: str, *, label: str = "", large: bool = False) -> SafeString:
    """A Lucide icon from client/src/icons.svg. Without a label it is decoration and hidden from screen readers."""
    classes = "icon icon--large" if large else "icon"
    href = f"{sprite_url()}#{name}"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', classes, label, href
        )
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', classes, href)


@register.simple_tag
@cache
def sprite_url() -> str:
    """Where the built icon sprite is served."""
    return str(vite_asset_url("src/icons.svg"))


@register.simple_tag
def words_preload() -> SafeString:
    """Lets the browser fetch the script's sentences together with the script that will ask for them."""
    language = (get_language() or "en")[:2]
    return format_html('<link rel="modulepreload" href="{}">', vite_asset_url(f"src/text/{language}.ts"))


@register.simple_tag
def plan_badge(plan: str | None, *, short: bool = False) -> SafeString:
    """The light-blue building with the word, for `business` and `enterprise`; nothing for any other plan.

    It is drawn from the plan alone (requirements 1), so that no name or picture can imitate it.
    """
    words = {"business": _("Business"), "enterprise": _("Enterprise")}
    if plan not in words:
        return SafeString("")
    more = "" if short else format_html('<span class="plan-badge__long"> {}</span>', _("client"))
    return format_html('<span class="plan-badge">{}{}{}</span>', icon("building-2"), words[plan], more)


@register.simple_tag
def avatar(
    person_id: object, name: str, *, small: bool = False, mine: bool = False, picture: object = None
) -> SafeString:
    """A circle with the picture or else initials, the reader's own in the accent.

    It is decoration: the name stands beside it.
    """
    if picture:
        side = 24 if small else 36
        more = " avatar--small" if small else ""
        return format_html(_PICTURE, more, picture, side, side)
    look = f"{'mine' if mine else tone(person_id)}{' avatar--small' if small else ''}"
    return format_html('<span class="avatar avatar--{}" aria-hidden="true">{}</span>', look, initials(name))


_PICTURE = '<img class="avatar{}" src="/pictures/{}" alt="" width="{}" height="{}" loading="lazy">'


def tone(person_id: object) -> int:
    """Which of the five avatar tones is a person's, by the last digit of their id; the client computes the same."""
    try:
        return uuid.UUID(str(person_id)).int % 16 % _TONES + 1
    except ValueError:
        return _TONES


def initials(name: str) -> str:
    """The first letters of the first and the last word of a name, or `?`."""
    words = name.split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [word[0] for word in words]
    return "".join(letters).upper() or "?"


@register.inclusion_tag("parts/pill.html")
def relationship_pill(relationship: str) -> PillContext:
    """How a pair stands to each other, as a word with a sign."""
    return {
        "none": PillContext(word=_("No contract yet"), icon="hourglass", tone=""),
        "offer_pending": PillContext(word=_("Offer open"), icon="file-text", tone="accent"),
        "active": PillContext(word=_("Contract running"), icon="handshake", tone="good"),
        "prior": PillContext(word=_("Worked together before"), icon="badge-check", tone="good"),
    }.get(relationship, PillContext(word=relationship, icon="info", tone=""))


@register.inclusion_tag("parts/pill.html")
def pill(word: str, sign: str, tone: str = "") -> PillContext:
    """A state in a word, with an icon; tone is empty, `accent`, `good`, `caution` or `stop`."""
    return PillContext(word=word, icon=sign, tone=tone)


@register.filter
def money(amount_minor: int, currency: str) -> str:
    """An amount in the currency's smallest unit in words: `120000|money:"EUR"` is `1,200.00 EUR`."""
    digits = minor_digits(currency)
    amount = Decimal(amount_minor).scaleb(-digits)
    return f"{number_format(amount, decimal_pos=digits, use_l10n=True, force_grouping=True)} {currency}"


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, *, label: str = "", hint: str = "", placeholder: str = "") -> Mapping[str, object]:
    """One form field: label, hint, control and, when it was refused, what is wrong, at the field."""
    widget = bound.field.widget
    if placeholder:
        widget.attrs["placeholder"] = placeholder
    return {
        "field": bound,
        "label": label or bound.label,
        "hint": hint or bound.help_text,
        "is_choices": isinstance(widget, CheckboxSelectMultiple | RadioSelect),
        "is_check": isinstance(widget, CheckboxInput),
    }
