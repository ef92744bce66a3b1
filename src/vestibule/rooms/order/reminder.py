"""Looks every few minutes whether somebody has been waiting for an answer for a day. A question is reminded of once."""

from django.utils import timezone

from vestibule.feed.chores import Chore
from vestibule.rooms.actions.remind_of_questions import MOST_AT_ONCE, remind_of_questions


def remind() -> bool:
    """Remind of some of the questions that are due; whether there may be more."""
    return remind_of_questions(now=timezone.now()) >= MOST_AT_ONCE


reminder = Chore("reminder", remind, every_s=300.0)
