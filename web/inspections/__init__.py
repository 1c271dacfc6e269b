"""Inspections by leaders, their findings, and what became of them (P-46, P-47, P-111)."""
