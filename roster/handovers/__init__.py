"""Handing a shift over: what a record holds, what is missing from it, its life and its gates."""
