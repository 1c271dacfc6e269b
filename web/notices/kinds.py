"""Which notices pass quiet hours, and which a whole department is told in its group.

The kinds are those of the telling modules of each feature; a kind that is not named here waits for the end of
the quiet hours and goes to the people it is addressed to, nobody else.
"""

URGENT = frozenset(
    {
        "roster_changed",
        "calls_beyond",
        "emergency_plan",
        "answer_rate_low",
        "attendance_missing",
        "handover_returned",
        "handover_asked",
        "handover_refused",
        "handover_held",
        "handover_appointed",
    }
)
"""What cannot wait until the morning: one's own shifts have moved, callers wait, somebody is not there, or a
handover does not go on."""

TOLD_TO_GROUPS = frozenset(
    {
        "roster_published",
        "roster_due",
        "calls_beyond",
        "emergency_plan",
        "answer_rate_low",
        "wish_round_open",
        "wish_round_closing",
        "attendance_published",
    }
)
"""What concerns everybody alike and names nobody; a group is told once, however many people are."""

TYPED = ("reason", "note", "text", "answer", "question", "title", "what")
"""Payload entries that hold what somebody wrote: it may name a customer, so it stays inside."""

TEST = "channel_test"
"""A test message; somebody is waiting for it, so that it passes quiet hours."""


def is_urgent(kind: str) -> bool:
    """Tell whether a kind passes quiet hours."""
    return kind in URGENT or kind == TEST
