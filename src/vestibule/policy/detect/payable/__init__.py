"""Bank accounts, wallets and names that money can be sent to."""
