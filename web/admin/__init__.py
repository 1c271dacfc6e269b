"""Setting a department up: what is still missing, its settings, calendar, policy and accounts."""
