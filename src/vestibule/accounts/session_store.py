"""Django's sessions in its database, whose ids change under people who are about.

A new id comes at sign-in and with a new password, as Django has it, and with new rights, see `renewing.py`. Whoever
holds the old one has nothing from then on; the person whose browser it is goes on.
"""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.core.cache import cache
from django.db import transaction

from vestibule.accounts.sessions import hand_over, lock_signed_in
from vestibule.kit.ids import digest_of

# Requests that were on their way with the old id have arrived by then.
REMEMBERED_S = 60


class SessionStore(db.SessionStore):
    """The engine that `SESSION_ENGINE` names."""

    def cycle_key(self) -> None:
        old = self.session_key
        is_somebodys = SESSION_KEY in self
        with transaction.atomic():
            super().cycle_key()
            new = self.session_key
            if is_somebodys and old is not None and new is not None:
                cache.set(_name(old), 1, timeout=REMEMBERED_S)
                hand_over(old_key=old, new_key=new)

    def renew(self) -> bool:
        """Take a new id. False where another request has just done so, or the sign-in has ended meanwhile."""
        with transaction.atomic():
            # Of several at once, one finds the line under the old id; the others wait here and do not.
            if not lock_signed_in(session_key=self.session_key):
                return False
            self.cycle_key()
        return True


def has_moved_on(session_key: str) -> bool:
    """Whether this was, a moment ago, the id of a session that has a new one."""
    return cache.get(_name(session_key)) is not None


def _name(session_key: str) -> str:
    return f"session-moved:{digest_of(session_key)}"
