"""Swaps of shifts between people: what they are, whether they may be, who could take one, and their life."""
