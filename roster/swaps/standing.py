"""What earlier swaps mean for a new one: how many, on which shifts, and what is still owed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from roster.swaps.moves import Swap


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The swaps in effect, or on their way, that count beside a new one.

    Parameters
    ----------
    swaps
        Those neither declined, rejected, expired nor withdrawn, in any order. Swaps that the company asked
        for are left out by who makes the list.
    owed
        Shifts still to be paid back, by who owes them.
    """

    swaps: tuple[Swap, ...] = ()
    owed: Mapping[str, int] = field(default_factory=dict)

    def touched(self, person: str) -> frozenset[date]:
        """Dates of the person's shifts that were swapped, paybacks left out (A-21)."""
        return frozenset(day for swap in self.swaps for day in swap.touched(person))

    def count(self, person: str, month: date) -> int:
        """Return the person's swaps of a calendar month, by the first shift's date in it.

        Requester and counterpart are counted once each per swap, a pay-back is none (A-22).
        """
        return sum(_in_month(swap.touched(person), month) for swap in self.swaps)


def _in_month(dates: Iterable[date], month: date) -> bool:
    return any((day.year, day.month) == (month.year, month.month) for day in dates)
