"""The ways in which expected calls become people."""

from enum import StrEnum


class StaffingMethod(StrEnum):
    """By waiting times, or by what was measured in the busy hour."""

    ERLANG = "erlang"
    """Erlang A with a patience, Erlang C without."""
    BUSY_HOUR = "busy_hour"
    """By the calls that one agent connects in the busy hour (R-1.2)."""
