"""“Did you mean”: from words that the searcher has been able to read, never from those of other rooms."""

import uuid
from collections import Counter
from difflib import get_close_matches

from django.db.models import OuterRef, Q, Subquery

from vestibule.accounts.models import Person
from vestibule.feed.models import Stream
from vestibule.rooms.models import Member, Message
from vestibule.rooms.search.words import folded_words, words_of

# How many of the latest messages in how many rooms a better word is looked for in.
MOST_ROOMS = 40
MOST_MESSAGES = 1000
LEAST_ALIKE = 0.74
SHORTEST = 3


def did_you_mean(actor: Person, query: str, room: uuid.UUID | None) -> str | None:
    """The query with each unknown word as the most alike known one; nothing when there is none."""
    known = _known_words(actor, room)
    made, at = "", 0
    has_changed = False
    for word in words_of(query):
        other = _better(word.folded, known)
        made += query[at : word.start] + (other or query[word.start : word.end])
        at = word.end
        has_changed = has_changed or other is not None
    return made + query[at:] if has_changed else None


def _better(word: str, known: Counter[str]) -> str | None:
    """A known word that is nearly this one; the more usual of two that are as near."""
    if len(word) < SHORTEST or word in known:
        return None
    # A slip leaves the first letter or the last two alone; comparing with every known word would take too long.
    near = [one for one in known if abs(len(one) - len(word)) <= 2 and (one[0] == word[0] or one[-2:] == word[-2:])]
    close = get_close_matches(word, near, n=3, cutoff=LEAST_ALIKE)
    return max(close[:2], key=lambda one: (close.index(one) == 0, known[one])) if close else None


def _known_words(actor: Person, room: uuid.UUID | None) -> Counter[str]:
    """The words of the latest messages that the actor can read."""
    head = Stream.objects.filter(id=OuterRef("room_id")).values("head")[:1]
    seats = Member.objects.filter(person=actor, left_seq=None).annotate(head=Subquery(head)).order_by("-id")
    if room is not None:
        seats = seats.filter(room=room)
    places = list(seats.values_list("room_id", "joined_seq", "head")[:MOST_ROOMS])
    latest = Q(pk__in=[])
    for room_id, joined, reached in places:
        latest |= Q(room=room_id, seq__gt=max(joined, reached - MOST_MESSAGES // len(places)))
    known: Counter[str] = Counter()
    for body in Message.objects.filter(latest).values_list("body", flat=True):
        known.update(folded_words(body))
    return known
