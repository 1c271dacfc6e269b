"""Repairs of a published month: who is absent, and the smallest changes that close the hole."""
