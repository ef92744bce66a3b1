"""Addresses that narrow a list further, or less."""

import uuid
from collections.abc import Mapping
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


@register.simple_tag
def at_stage(query: str, stage: str) -> str:
    """The query narrowed to proposals of one stage; to those of every stage for the empty one."""
    others = [pair for pair in parse_qsl(query) if pair[0] != "stage"]
    return urlencode([*others, ("stage", stage)] if stage else others)


@register.filter
def of_room(counts: Mapping[uuid.UUID, int], room: uuid.UUID | None) -> int:
    """How many this room has."""
    return counts.get(room, 0) if room is not None else 0
