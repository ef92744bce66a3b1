"""What the contact rule says about another wording of a message, in the place where it stands and as said now."""

from datetime import date

from vestibule.judging.cleared import ClearedText
from vestibule.judging.gate import clear, judge_for
from vestibule.policy import Situation, Verdict
from vestibule.policy.verdict import Finding, Reason
from vestibule.rooms.models import Message
from vestibule.rooms.standing import CONTEXT_MESSAGES, SHORT_QUOTE, Standing, recent_messages


def verdict_of_edit(
    message: Message, *, body: str, purpose: str, standing: Standing, on: date, language: str
) -> tuple[Verdict, ClearedText | None, Situation]:
    """The verdict, the text as cleared when it is `allow`, and the situation that it was judged in.

    A detail can be split over messages in any order once they can be reworded. So the text is judged after what stands
    before it, after what its author said last, and together with what stands behind it.
    """
    before, behind = _around(message)
    latest = recent_messages([(message.room_id, message.author_id)]).get((message.room_id, message.author_id), [])
    contexts = {tuple(before), tuple(text for text in latest if text != message.body)}
    situations = [one for context in contexts for one in _situations(message, purpose, standing, context)]
    verdict, cleared = clear(body, situations, on=on, language=language)
    if cleared is not None and behind and len(body) <= SHORT_QUOTE:
        told_on = judge_for(
            " ".join([body, *behind]), _situations(message, purpose, standing, tuple(before)), on=on, language=language
        )
        within = _within(told_on, body)
        if within is not None:
            return within, None, situations[0]
    return verdict, cleared, situations[0]


def _situations(message: Message, purpose: str, standing: Standing, context: tuple[str, ...]) -> list[Situation]:
    return standing.situations(
        message.room_id,
        message.author_id,
        surface="message",
        purpose=purpose or None,  # type: ignore[arg-type]
        context=context,
    )


def _around(message: Message) -> tuple[list[str], list[str]]:
    """The author's texts before the message, and the short ones that follow it, oldest first."""
    own = Message.objects.filter(room_id=message.room_id, author_id=message.author_id, deleted_at=None)
    before = own.filter(seq__lt=message.seq).order_by("-seq").values_list("body", flat=True)[:CONTEXT_MESSAGES]
    behind: list[str] = []
    for text in own.filter(seq__gt=message.seq).order_by("seq").values_list("body", flat=True)[:CONTEXT_MESSAGES]:
        if len(text) > SHORT_QUOTE:
            break
        behind.append(text)
    return list(reversed(before)), behind


def _within(verdict: Verdict, body: str) -> Verdict | None:
    """The verdict as far as it is about findings that begin in the text, or nothing where none stands in the way."""
    kept = [number for number, finding in enumerate(verdict.findings) if finding.start < len(body)]
    places = {number: place for place, number in enumerate(kept)}
    reasons = tuple(
        Reason(reason.clause, here, reason.why, reason.remedies)
        for reason in verdict.reasons
        if (here := tuple(places[number] for number in reason.findings if number in places))
    )
    if not any(reason.remedies for reason in reasons):
        return None
    findings = tuple(_clipped(verdict.findings[number], body) for number in kept)
    return Verdict(verdict.outcome, verdict.policy, findings, reasons)


def _clipped(finding: Finding, body: str) -> Finding:
    end = min(finding.end, len(body))
    return Finding(
        kind=finding.kind,
        start=finding.start,
        end=end,
        text=body[finding.start : end],
        confidence=finding.confidence,
        obfuscated=finding.obfuscated,
        read_as=finding.read_as,
        about=finding.about,
    )
