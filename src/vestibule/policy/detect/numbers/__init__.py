"""Telephone numbers, in digits and in words."""
