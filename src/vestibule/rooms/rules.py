"""What may be said: pure questions about a message, answered by a refusal or nothing."""

from vestibule.kit.refusals import InvalidInput, NotAllowed, Refusal, WrongState
from vestibule.kit.text import is_key, is_storable

LONGEST_MESSAGE = 20_000
PURPOSES = ("", "system_access", "legal_document", "credential")


class MessageEmpty(InvalidInput):
    code = "message_empty"
    sentence = "Write something first."


class MessageTooLong(InvalidInput):
    code = "message_too_long"
    sentence = "A message has at most %(most)s characters. Shorten it or send it in parts."
    values = {"most": LONGEST_MESSAGE}


class TextUnreadable(InvalidInput):
    code = "text_unreadable"
    sentence = "This text holds control characters that cannot be stored. Remove them and send it again."


class KeyInvalid(InvalidInput):
    code = "key_invalid"
    sentence = "The key of a message has 1 to 64 letters, digits, - or _."


class PurposeUnknown(InvalidInput):
    code = "purpose_unknown"
    sentence = "There is no such purpose."


class AlreadyDiscarded(WrongState):
    code = "already_discarded"
    sentence = "You discarded this message. Send it under a new key."


class NotYourMessage(NotAllowed):
    code = "not_your_message"
    sentence = "Only its author can change or delete a message."


class ReactionUnknown(InvalidInput):
    code = "reaction_unknown"
    sentence = "There is no such reaction."


def refuse_message(*, key: str, body: str, purpose: str) -> Refusal | None:
    """Why a message of this form cannot be taken, or nothing."""
    if not is_key(key):
        return KeyInvalid(field="key")
    if purpose not in PURPOSES:
        return PurposeUnknown(field="purpose")
    if not body.strip():
        return MessageEmpty(field="body")
    if len(body) > LONGEST_MESSAGE:
        return MessageTooLong(field="body")
    if not is_storable(body):
        return TextUnreadable(field="body")
    return None
