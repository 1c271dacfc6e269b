"""Who receives a handover: the leader of the next shift, pure."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One shift in force, as addressing sees it; instants are aware UTC.

    `receives` is False for shifts that take no customers over, such as training.
    """

    assignment_id: int
    person_id: int
    number: str
    team_id: int
    kind_id: int
    policy_version_id: int
    date: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    is_leader: bool
    receives: bool = True


class NextLeader:
    """Finds the leader of the next shift.

    The next shift is the one that begins last before or at the end of the outgoing one, and goes on
    beyond it; where nobody is on duty then, the first that begins afterwards. Among its leaders one of
    the outgoing person's team comes first, then the lowest employee number.

    Parameters
    ----------
    shifts
        All shifts in force of the department around the time that is asked about.
    """

    def __init__(self, shifts: Iterable[Shift]) -> None:
        self._by_start: dict[dt.datetime, list[Shift]] = {}
        for shift in shifts:
            if shift.receives:
                self._by_start.setdefault(shift.starts_at, []).append(shift)
        self._starts = sorted(self._by_start)
        self._last_end = {start: max(s.ends_at for s in found) for start, found in self._by_start.items()}

    def of(self, outgoing: Shift) -> int | None:
        """Return the person who receives, or None where the next shift has no leader (or there is none)."""
        start = self._next_start(outgoing)
        if start is None:
            return None
        leaders = [
            shift
            for shift in self._by_start[start]
            if shift.is_leader and shift.person_id != outgoing.person_id and shift.ends_at > outgoing.ends_at
        ]
        leaders.sort(key=lambda shift: (shift.team_id != outgoing.team_id, shift.number))
        return leaders[0].person_id if leaders else None

    def _next_start(self, outgoing: Shift) -> dt.datetime | None:
        after = bisect_right(self._starts, outgoing.ends_at)
        for index in range(after - 1, -1, -1):
            start = self._starts[index]
            if start <= outgoing.starts_at:
                break
            if self._last_end[start] > outgoing.ends_at:
                return start
        return self._starts[after] if after < len(self._starts) else None
