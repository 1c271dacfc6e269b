"""The handover book between customer service and another department's desk (P-39)."""
