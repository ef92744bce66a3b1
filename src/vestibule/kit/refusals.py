"""Refusals: what a rule answers when a wish cannot be granted. They are values until an action raises them."""

from collections.abc import Mapping
from typing import Any, ClassVar


class Refusal(Exception):  # noqa: N818 - a refusal is the field's word; not every one is an error
    """A polite no with a stable code, an HTTP status and one sentence for the person.

    Subclasses set `code`, `status` and `sentence`; `field` names the input that it is about, when there is one.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str] = "This is not possible right now."

    def __init__(self, *, field: str | None = None, sentence: str | None = None) -> None:
        self.field = field
        self.text = sentence or self.sentence
        super().__init__(self.code)

    def details(self) -> Mapping[str, Any]:
        """What a program may want to know beyond the code, ready for JSON."""
        return {}


class NotFound(Refusal):
    """There is no such thing, or not for this person; both look the same."""

    code = "not_found"
    status = 404
    sentence = "There is nothing here, or it is not yours to see."


class NotAllowed(Refusal):
    """The person can see the thing but may not do this with it."""

    code = "not_allowed"
    status = 403
    sentence = "You cannot do this here."


class InvalidInput(Refusal):
    """An input is not of the form it must have."""

    code = "invalid_input"
    status = 422
    sentence = "Please check this field."


class WrongState(Refusal):
    """The thing has moved on: the step does not follow from where it stands."""

    code = "wrong_state"
    status = 409
    sentence = "This has changed in the meantime. Look again and decide anew."


class TryLater(Refusal):
    """Nothing is wrong with the wish; the house is full or closed for the moment. Nothing was done."""

    code = "try_later"
    status = 503
    sentence = "Not saved: the server is busy. Your text is kept, please try again."


class StorageFull(TryLater):
    """The disk that the database stands on is full. Nothing was done; reading still works."""

    code = "storage_full"
    status = 507
    sentence = "Not saved: the server has no space left. Your text is kept, please try again later."
