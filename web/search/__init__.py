"""Search over handovers and the duty log: an index derived from the records, beside them."""
