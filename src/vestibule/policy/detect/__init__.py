"""Finding contact details, and the wish for them, in a text."""

from vestibule.policy.books import RuleBook
from vestibule.policy.detect.find import detect

__all__ = ["RuleBook", "detect"]
