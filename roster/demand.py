"""People needed per slot, from the staffing of the forecast."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import gcd

from roster.shifts import MINUTES_PER_DAY, ShiftKind

SHORTEST_PART = 5
"""Minutes; a shift that begins at 8:01 does not make slots of one minute."""


@dataclass(frozen=True, kw_only=True)
class Demand:
    """People needed in every slot of consecutive days.

    Parameters
    ----------
    first_day
        Date of ``required[0]``.
    slot_minutes
        Length of a slot; divides 60.
    required
        People, shape (days, 1440 / slot_minutes), whole and not negative.
    after
        People needed in the first slots of the day after, as far as only shifts of the last day can
        fill them (`slots_after`); shorter than a day. Without it the last night would count for the
        hours before midnight alone.
    """

    first_day: date
    slot_minutes: int
    required: tuple[tuple[int, ...], ...]
    after: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a ragged or negative table.

        Raises
        ------
        ValueError
            Naming the field and its bound.
        """
        if self.slot_minutes < 1 or 60 % self.slot_minutes:
            raise ValueError(f"slot_minutes must divide 60, not {self.slot_minutes}")
        if any(len(day) != self.slots_per_day for day in self.required):
            raise ValueError(f"every day needs {self.slots_per_day} slots")
        if len(self.after) >= self.slots_per_day or (self.after and not self.required):
            raise ValueError("after must be shorter than a day, and follow one")
        if any(need < 0 for day in (*self.required, self.after) for need in day):
            raise ValueError("required must not be negative")

    @classmethod
    def of(
        cls, first_day: date, slot_minutes: int, required: Sequence[Sequence[int]], after: Sequence[int] = ()
    ) -> "Demand":
        """Build from any nested sequence of whole numbers."""
        table = tuple(tuple(int(need) for need in day) for day in required)
        return cls(
            first_day=first_day,
            slot_minutes=slot_minutes,
            required=table,
            after=tuple(int(need) for need in after),
        )

    @classmethod
    def for_kinds(
        cls,
        first_day: date,
        slot_minutes: int,
        required: Sequence[Sequence[int]],
        next_day: Sequence[int],
        kinds: Iterable[ShiftKind],
    ) -> "Demand":
        """Build what shifts of these kinds are to fill, from the need of the days and of the day after.

        The engine counts whole slots. Where shifts begin or end inside a slot, all slots are split so that
        they do not: an hour in which one shift hands over to the next would else be nobody's.

        Parameters
        ----------
        first_day, slot_minutes, required
            As above.
        next_day
            Need of the day after the last, all its slots; what only the last night can fill is kept.
        kinds
            The shift kinds of the department.
        """
        kinds = tuple(kinds)
        ends = [minute for kind in kinds for minute in (kind.start_minute, kind.end_minute)]
        minutes = max(gcd(slot_minutes, *ends), SHORTEST_PART)
        if slot_minutes % minutes:
            minutes = slot_minutes
        parts = slot_minutes // minutes
        *days, after = [[need for need in day for _ in range(parts)] for day in (*required, next_day)]
        return cls.of(first_day, minutes, days, after[: slots_after(kinds, minutes)])

    @classmethod
    def none(cls, first_day: date, days: int, slot_minutes: int = 30) -> "Demand":
        """Nobody is needed at any time."""
        return cls.of(first_day, slot_minutes, [[0] * (MINUTES_PER_DAY // slot_minutes)] * days)

    @property
    def slots_per_day(self) -> int:
        """Number of slots in a day."""
        return MINUTES_PER_DAY // self.slot_minutes

    @property
    def days(self) -> int:
        """Number of days."""
        return len(self.required)

    @property
    def last_day(self) -> date:
        """Date of the last row."""
        return self.first_day + timedelta(days=self.days - 1)

    def of_day(self, day: int) -> tuple[int, ...]:
        """Return the need that day number `day` answers for: its slots, the last day's with `after`."""
        return self.required[day] + (self.after if day == self.days - 1 else ())


@dataclass(frozen=True, kw_only=True)
class ShiftNeed:
    """People wanted on one kind of shift on one date, beside or instead of the need per slot.

    Parameters
    ----------
    date, kind
        Which shifts.
    people
        How many, not negative.
    under, over
        What one person too few or too many costs, as a multiple of the rules' weights
        (`shift_shortage`, `shift_surplus`).
    """

    date: date
    kind: str
    people: int
    under: int = 1
    over: int = 1

    def __post_init__(self) -> None:
        """Refuse negative numbers (ValueError)."""
        if min(self.people, self.under, self.over) < 0:
            raise ValueError("people, under and over must not be negative")


def slots_after(kinds: Iterable[ShiftKind], slot_minutes: int) -> int:
    """Return how many slots after a midnight only the shifts of the day before can fill.

    They end with the latest shift, or where the first shift of the new day begins: from there on the
    next month decides.
    """
    covering = [kind.slots(slot_minutes) for kind in kinds if kind.covers and kind.assignable]
    if not covering:
        return 0
    last_end = max(slots.stop for slots in covering) - MINUTES_PER_DAY // slot_minutes
    first_start = min(slots.start for slots in covering)
    return max(0, min(last_end, first_start))
