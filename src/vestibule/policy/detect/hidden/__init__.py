"""Texts that must be turned, shifted or decoded before they can be read."""
