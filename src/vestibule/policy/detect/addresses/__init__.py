"""E-mail addresses, written, spelt, told."""
