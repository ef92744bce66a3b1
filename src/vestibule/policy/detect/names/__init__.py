"""Names of accounts beside or apart from their service."""
