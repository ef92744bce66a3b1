"""What we state of the engine; CI fails below it. `figures.py` prints it beside what is measured."""

from typing import Final

FOUND: Final = {
    "email": 0.85,
    "phone": 0.85,
    "social_handle": 0.85,
    "meeting_link": 0.85,
    "scheduler_link": 0.85,
    "payment_handle": 0.85,
    "contact_request": 0.9,
    "off_platform": 0.9,
    "off_platform_payment": 0.9,
}
"""Of the details and wishes of a kind, the share that is found at least."""
LANGUAGE_FOUND: Final = 0.85
LEARNED_FOUND: Final = 0.9
"""Of the hard wishes that were kept back while the weights were learned."""
LEARNED_FLAGGED: Final = 0.03
"""Of the near misses that were kept back, the share that is stopped at most: they say the same words."""
