"""Measured work: one file per question, each printing a ratio against a named floor or peer of the same run."""
