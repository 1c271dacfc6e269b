"""Files that people bring: read, shown with every error, taken only when told to."""
