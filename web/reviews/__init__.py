"""Daily reading of handovers and duty log, signed by whom the policy names (P-45)."""
