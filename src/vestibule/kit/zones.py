"""Time zones by the names that people have chosen."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def zone_named(name: str) -> ZoneInfo:
    """The zone of that name; UTC where there is none."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def parse_day(raw: str | None) -> date | None:
    """The day written as 2026-01-31, or nothing."""
    try:
        return date.fromisoformat(raw or "")
    except ValueError:
        return None


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The moment at which a day begins there."""
    return datetime.combine(day, time.min, tzinfo=zone)
