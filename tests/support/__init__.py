"""What many tests need: a PostgreSQL server, migrated databases, a running site, a browser."""
