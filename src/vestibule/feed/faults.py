"""What a failing database means to the person who waits."""

from django.db import DatabaseError

from vestibule.kit.refusals import Refusal, StorageFull, TryLater


def refusal_for(error: DatabaseError) -> Refusal:
    """`StorageFull` when the disk is full, else `TryLater`. In both cases nothing of the transaction was kept."""
    said = str(error).lower()
    # SQLite says "database or disk is full", PostgreSQL "No space left on device" (SQLSTATE 53100).
    if "disk is full" in said or "no space left" in said or getattr(error.__cause__, "sqlstate", "") == "53100":
        return StorageFull()
    return TryLater()
