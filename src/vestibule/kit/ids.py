"""Identifiers: public ones are random enough not to be guessed, secrets are longer still."""

import hashlib
import secrets
import uuid


def new_id() -> uuid.UUID:
    """A public identifier with 122 random bits, so that a stranger cannot enumerate things."""
    return uuid.uuid4()


def new_secret() -> str:
    """A URL-safe secret with 256 random bits; shown once, stored only as its digest."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """The SHA-256 of a high-entropy secret in hex: enough to find it again, useless to a thief of the table."""
    return hashlib.sha256(secret.encode()).hexdigest()
