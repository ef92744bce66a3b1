"""Times of notices as the lists of rooms show theirs, and as the page's script does."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone

from vestibule.rooms.presenter import short_time as short_time_of

register = template.Library()


@register.filter
def short_time(at: datetime) -> str:
    """When it was, as short as it can be understood, in the reader's zone."""
    zone = ZoneInfo(timezone.get_current_timezone_name())
    return short_time_of(at, zone, timezone.now())
