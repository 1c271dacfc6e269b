"""The five tables (五表, R-1.4): frames of numbers per slot in, one row per day out."""
