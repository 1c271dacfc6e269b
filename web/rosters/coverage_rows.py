"""Coverage per shift kind and day: the number that stands under each date of the grid."""

from dataclasses import dataclass
from datetime import date

from roster.coverage import Coverage
from roster.problem import Problem, ShiftKind
from roster.shifts import MINUTES_PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class KindCoverage:
    """People of one shift kind on one day, beside the need that is left to it.

    Parameters
    ----------
    need
        The largest number over the kind's slots that must still be covered: people required in the
        slot, less those of other kinds who are on duty in it; at least 0. A slot after midnight
        belongs to the night that began before it.
    """

    date: date
    kind: str
    assigned: int
    need: int

    @property
    def delta(self) -> int:
        """Assigned less need: -1 means one more person of this kind is missing at the worst time."""
        return self.assigned - self.need


def coverage_by_kind(problem: Problem, found: Coverage, kind: ShiftKind) -> tuple[KindCoverage, ...]:
    """Return the coverage of one kind for every day of the month.

    Parameters
    ----------
    found
        What `roster.coverage.coverage` says of the roster.
    """
    slots = problem.breaks.on_duty[kind.code]
    per_day = MINUTES_PER_DAY // problem.demand.slot_minutes
    rows = []
    for day in range(problem.days):
        own = found.by_kind[day][kind.code]
        left = 0
        for slot in slots:
            # The last day's own row goes on past midnight, as far as the next month cannot decide.
            on, at = divmod(slot, per_day) if day + 1 < problem.days else (0, slot)
            if at < len(found.need[day + on]):
                left = max(left, found.need[day + on][at] - (found.assigned[day + on][at] - own))
        rows.append(KindCoverage(date=problem.date_of(day), kind=kind.code, assigned=own, need=left))
    return tuple(rows)


def strip_kinds(problem: Problem, found: Coverage) -> tuple[ShiftKind, ...]:
    """Return the kinds that have a row in the coverage strip: those to choose from, and those in use.

    The reserve has one, though it covers nothing: how many are held ready is asked of it.
    """
    used = {code for day in found.by_kind for code, people in day.items() if people}
    return tuple(
        kind
        for kind in problem.kinds
        if (kind.covers or kind.family == "R") and (kind.assignable or kind.code in used)
    )
