"""Refusals: what a rule answers when a wish cannot be granted. They are values until an action raises them."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

Say = Callable[[str, Mapping[str, object]], str]


def plainly(sentence: str, values: Mapping[str, object]) -> str:
    """The sentence as it is written, with its values in place."""
    words = {name: f"{value:,}" if isinstance(value, int) else value for name, value in values.items()}
    return sentence % words if values else sentence


class _Voice:
    """How refusals are said: as written, until the floor that knows the reader's language says otherwise."""

    say: ClassVar[Say] = staticmethod(plainly)


def speak_with(say: Say) -> None:
    """Have the sentences of all refusals said by this."""
    _Voice.say = staticmethod(say)


class Refusal(Exception):  # noqa: N818 - a refusal is the field's word; not every one is an error
    """A polite no with a stable code, an HTTP status and one sentence for the person.

    Subclasses set `code`, `status` and `sentence`; `field` names the input that it is about, when there is one.
    A sentence is written in English, its values as `%(name)s`; `text` says it in the language of the moment.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    sentence: ClassVar[str] = "This is not possible right now."
    values: ClassVar[Mapping[str, object]] = {}

    def __init__(self, *, field: str | None = None, sentence: str | None = None, **values: object) -> None:
        self.field = field
        self._said = (sentence or self.sentence, {**self.values, **values})
        super().__init__(self.code)

    @property
    def text(self) -> str:
        """The sentence for the person who reads it now."""
        return _Voice.say(*self._said)

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
