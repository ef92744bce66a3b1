"""Vestibule: the room before the contract."""

__version__ = "0.1.0"
