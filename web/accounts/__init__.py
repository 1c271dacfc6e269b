"""Accounts, log-in, lockout, password resets."""
