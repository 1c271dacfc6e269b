"""Leaving the post (离岗): who allows it, for how long, and the life of asking for it (R-7.9 to R-7.11)."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

LADDER: Final = ("leader", "supervisor", "head")
"""Nobody allows their own leaving: who would, asks the next one up."""
MOST_MINUTES: Final = 120
"""Our number: who is away for longer asks for leave, where the regulation names no limit (P-74)."""


class AwayState(StrEnum):
    """Where it stands."""

    ASKED = "asked"
    """Waits for who allows it; the person is still at the post, unless it could not wait."""
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    """The shift ended first."""
    USED = "used"
    """The person has left the post on it, or it was allowed afterwards."""


class AwayAct(StrEnum):
    """What somebody, or the clock, does."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    USE = "use"


FROM: Final[Mapping[AwayAct, frozenset[AwayState]]] = {
    AwayAct.APPROVE: frozenset({AwayState.ASKED}),
    AwayAct.REFUSE: frozenset({AwayState.ASKED}),
    AwayAct.WITHDRAW: frozenset({AwayState.ASKED, AwayState.APPROVED}),
    AwayAct.EXPIRE: frozenset({AwayState.ASKED, AwayState.APPROVED}),
    AwayAct.USE: frozenset({AwayState.APPROVED}),
}
"""In which states each act is possible."""

OPEN: Final = frozenset({AwayState.ASKED, AwayState.APPROVED})
"""One at a time: nobody asks twice for the same way out."""


def approver_of(ordinary: str, on_duty: str | None, *, is_duty: bool, own_roles: Collection[str]) -> str:
    """Return the role that allows one person to leave the post.

    Parameters
    ----------
    ordinary, on_duty
        Roles of P-75; who allows it on duty is the same one where the regulation names nobody else (A-50).
    own_roles
        Roles of the person who wants to leave.

    Examples
    --------
    >>> approver_of("supervisor", "head", is_duty=True, own_roles=["agent"])
    'head'
    >>> approver_of("leader", None, is_duty=True, own_roles=["agent", "leader"])
    'supervisor'
    """
    role = on_duty if is_duty and on_duty is not None else ordinary
    if role in own_roles and role in LADDER:
        return LADDER[min(LADDER.index(role) + 1, len(LADDER) - 1)]
    return role


def longest(away_most: int | None) -> int:
    """Return the minutes that somebody may ask for at a time (P-74)."""
    return MOST_MINUTES if away_most is None else away_most
