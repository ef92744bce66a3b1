"""Addresses that narrow a list further, or less."""

from urllib.parse import parse_qsl, urlencode

from django import template

register = template.Library()


@register.simple_tag
def with_skill(query: str, skill: str) -> str:
    """The query with one more skill to narrow by."""
    return urlencode([*parse_qsl(query), ("skill", skill)])


@register.simple_tag
def without_skill(query: str, skill: str) -> str:
    """The query without this skill."""
    return urlencode([pair for pair in parse_qsl(query) if pair != ("skill", skill)])
