"""Ordinary chat for measurements: about work, with the digits that work has, and never the same line twice in a row."""

from itertools import count

_LINES = (
    "Thanks for the quick answer, that helps a lot.",
    "I had a look at the wireframes and the second one fits our brand much better.",
    "Could you split the payment page into two steps, so that people on phones see the total first?",
    "The export takes about 40 seconds with the sample file, which is fine for us.",
    "I would start with the import and leave the reports for the second week.",
    "Our designer is away until Thursday, so comments on the colours will come a little later.",
    "Let me know if the budget of 1,200 for the first part still works for you.",
    "There are three open questions in the document, all of them on the last page.",
    "The tests pass on my side, apart from the two that need your sample data.",
    "Good morning! I have pushed a first version of the table, sorting works, filters follow.",
    "Could we move the review to Friday at 15:30, our team has a release before that?",
    "I like the shorter headline, it leaves room for the picture on small screens.",
    "We translated the texts into German and French, the Spanish ones are still missing.",
    "What do you think about keeping the old address as a redirect for a year?",
    "The second invoice covers milestone 2 and the extra hours of last week.",
    "Please use the logo with the dark background, the light one is out of date.",
    "I estimated 14 hours for this, mostly because of the old browser we have to support.",
    "Sure, no problem, take your time and send the feedback whenever you are ready.",
)


def line(number: int) -> str:
    """About 180 characters, different for every number of a few hundred."""
    parts: list[str] = []
    length = 0
    for step in count():
        part = _LINES[(number * 7 + step * 5 + number // 18) % len(_LINES)]
        if length + len(part) > 190 and parts:
            break
        parts.append(part)
        length += len(part) + 1
        if length >= 165:
            break
    return " ".join(parts)
