"""Wishes: asking for a detail, proposing to talk or to pay elsewhere."""
