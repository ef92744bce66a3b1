"""The beginning of a message as it is seen, for lists. client/src/session/excerpt.ts cuts it the same way."""

from vestibule.kit.markdown import shown_text

EXCERPT = 120
# No more of a long text is parsed for an excerpt.
LOOKED_AT = 1000


def excerpt_of(body: str) -> str:
    """The first code points of a message without its markup, in one line; with it where there is nothing else."""
    beginning = body[:LOOKED_AT]
    return " ".join(shown_text(beginning).split() or beginning.split())[:EXCERPT]
