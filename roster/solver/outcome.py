"""What a solve reports on its way and hands back at its end."""

from dataclasses import dataclass
from typing import Literal

from roster.problem import Roster
from roster.violation import Violation

Status = Literal["optimal", "feasible", "infeasible", "unknown", "stopped"]
Phase = Literal["start", "bound", "dive", "search"]


@dataclass(frozen=True, kw_only=True)
class Progress:
    """News: a better roster or a better bound.

    Parameters
    ----------
    seconds
        Wall-clock time since the start.
    phase
        What found it.
    cost, roster
        The best so far, None while there is none.
    bound
        No roster costs less.
    """

    seconds: float
    phase: Phase
    cost: int | None
    bound: int
    roster: Roster | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The end of a solve.

    Parameters
    ----------
    status
        ``optimal`` and ``infeasible`` are proved; ``feasible`` has a roster, ``unknown`` has none;
        ``stopped`` was asked to stop and may have a roster.
    roster, cost
        The best found; None when there is none. The cost is the one of ``roster.rules.judge``.
    bound
        No roster costs less; 0 when nothing is known.
    seconds
        Wall-clock time taken.
    reasons
        For an infeasible month: violations that every roster has, as far as they show without
        searching the whole month; may be empty.
    """

    status: Status
    roster: Roster | None = None
    cost: int | None = None
    bound: int = 0
    seconds: float = 0.0
    reasons: tuple[Violation, ...] = ()

    @property
    def gap(self) -> float | None:
        """(cost - bound) / cost; 0 when the cost is 0, None without a roster."""
        if self.cost is None:
            return None
        return (self.cost - self.bound) / self.cost if self.cost else 0.0
