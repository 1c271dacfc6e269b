"""Swaps: asked for, agreed to, approved, applied to the roster, and paid back."""
