"""Files that people hand in: told by content, sealed at rest, each opening on record, sent as downloads."""
