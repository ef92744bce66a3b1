"""The words of messages in mails, for whoever has asked for them: what they may read, and no way to anybody."""

from datetime import date

from vestibule.judging.gate import judge_for
from vestibule.kit.markdown import shown_text
from vestibule.kit.text import one_line
from vestibule.notices.models import Notice
from vestibule.policy import Situation
from vestibule.rooms.models import Message
from vestibule.rooms.quoting import readable_message

MOST_QUOTED = 3
LONGEST_QUOTE = 300


def quotes_of(notice: Notice, *, on: date) -> list[str]:
    """The latest messages that a notice tells of, oldest first, each in one line; none of them where it tells of none.

    A mail travels further than a room: what two strangers could not say to each other is left out of it, whatever
    contract or plan allows it in the room. So is what was deleted since.
    """
    if notice.event != "message.posted" or notice.room_id is None:
        return []
    told = Message.objects.filter(room_id=notice.room_id, seq__range=(notice.seq, notice.last_seq), deleted_at=None)
    latest = told.exclude(author_id=notice.person_id).order_by("-seq").values_list("seq", flat=True)[:MOST_QUOTED]
    found = [readable_message(room=notice.room_id, person=notice.person_id, seq=seq) for seq in reversed(latest)]
    said: list[str] = []
    for message in found:
        # Together with what stands before it: a detail may be spread over several.
        strangers = Situation("message", context=tuple(said))
        if message is not None and judge_for(message.body, [strangers], on=on).outcome == "allow":
            said.append(message.body)
    return [_short(text) for text in said]


def _short(text: str) -> str:
    words = one_line(shown_text(text))
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rstrip() + "…"
