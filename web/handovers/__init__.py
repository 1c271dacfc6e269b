"""Handovers: a container per team's shift, a handover per person."""
