"""Need against coverage: where people are missing, slot by slot."""
