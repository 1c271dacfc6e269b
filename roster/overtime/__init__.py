"""Overtime and call-in (加班): terms, life, what of a stay counts, caps, pay labels, who is fit for it."""
