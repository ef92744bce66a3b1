"""Who may do what with objections and replays."""

from datetime import datetime, timedelta

from vestibule.accounts.models import Person
from vestibule.kit.refusals import InvalidInput, NotFound, Refusal, WrongState
from vestibule.reviews.models import Objection

A_DAY = timedelta(days=1)
MOST_IN_A_DAY = 20


class TooManyObjections(Refusal):
    code = "too_many_objections"
    status = 429
    sentence = "You have told us of %(most)s texts today. We look at them first; please come back tomorrow."


class RuleAllowsIt(WrongState):
    code = "rule_allows_it"
    sentence = "The rule lets this text through as it is now."


class YourOwnMessage(WrongState):
    code = "your_own_message"
    sentence = "You can tell us of messages that somebody else wrote to you."


class AlreadyAnswered(WrongState):
    code = "already_answered"
    sentence = "This has been answered already."


class LineNotFit(InvalidInput):
    code = "line_not_fit"
    sentence = "With these words the engine answers otherwise than with the original. Change them less."


class LineTellsDetail(InvalidInput):
    code = "line_tells_detail"
    sentence = "This still holds a part of the original detail: %(part)s. Put something invented there."


def require_staff(actor: Person) -> None:
    """For everybody but staff there is nothing here. Raises `NotFound`."""
    if not (actor.is_active and actor.staff_role):
        raise NotFound


def refuse_more(actor: Person, *, now: datetime) -> Refusal | None:
    """Nobody fills the list of staff by themselves."""
    lately = Objection.objects.filter(person=actor, made_at__gt=now - A_DAY).count()
    return TooManyObjections(most=MOST_IN_A_DAY) if lately >= MOST_IN_A_DAY else None
