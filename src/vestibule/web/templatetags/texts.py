"""What people wrote, as HTML: everything escaped, web addresses as links."""

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from vestibule.kit.links import ADDRESS

register = template.Library()


@register.simple_tag
def linked(text: str) -> SafeString:
    """The text escaped, with its http and https addresses as links that tell the other side nothing about the room."""
    parts: list[SafeString] = []
    at = 0
    for found in ADDRESS.finditer(text):
        parts += [conditional_escape(text[at : found.start()]), format_html(_LINK, found[0], found[0])]
        at = found.end()
    parts.append(conditional_escape(text[at:]))
    return mark_safe("".join(parts))  # noqa: S308  every part was escaped above


_LINK = '<a href="{}" target="_blank" rel="noopener noreferrer nofollow ugc">{}</a>'
