"""Shift kinds: what a person can be given on a date."""

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

Family = Literal["E", "M", "N", "D", "R", "T", "O", "L"]
FAMILIES: Final[tuple[str, ...]] = get_args(Family)
"""Early, middle, night, day, reserve, training, overtime, leave: gives colour and letter."""

MINUTES_PER_DAY: Final = 1440


@dataclass(frozen=True, kw_only=True)
class ShiftKind:
    """One kind of shift; it belongs to the date on which it starts.

    Parameters
    ----------
    code
        Unique in the department, for example ``E`` or ``E2``.
    family
        Letter of the family; ``N`` is what the rules on nights count; ``R`` and ``T`` cover no demand.
    start_minute, end_minute
        Minutes after midnight of the start date; the end may exceed 1440 (next day).
    paid_minutes, break_minutes
        Working time that counts, and the unpaid break in whole minutes.
    break_earliest, break_latest
        Minutes after the start between which the break begins (R-3.4); None: nobody says when it is, and
        who works the kind counts for all of it.
    skills
        All of these are needed to work it.
    assignable
        False: only placed by hand (a locked cell), never chosen by the solver.
    """

    code: str
    family: Family
    start_minute: int
    end_minute: int
    paid_minutes: int
    break_minutes: int = 0
    break_earliest: int | None = None
    break_latest: int | None = None
    skills: frozenset[str] = field(default=frozenset())
    assignable: bool = True

    def __post_init__(self) -> None:
        """Refuse a kind that cannot exist.

        Raises
        ------
        ValueError
            Naming the field and its bound.
        """
        if not self.code:
            raise ValueError("code must not be empty")
        if self.family not in FAMILIES:
            raise ValueError(f"family must be one of {FAMILIES}, not {self.family!r}")
        if not 0 <= self.start_minute < MINUTES_PER_DAY:
            raise ValueError(f"start_minute must be in 0..1439, not {self.start_minute}")
        if not 0 < self.end_minute - self.start_minute <= MINUTES_PER_DAY:
            raise ValueError(f"a shift lasts 1..1440 minutes, not {self.end_minute - self.start_minute}")
        if not 0 <= self.break_minutes < self.end_minute - self.start_minute:
            raise ValueError(f"break_minutes must be shorter than the shift, not {self.break_minutes}")
        if not 0 <= self.paid_minutes <= self.end_minute - self.start_minute:
            raise ValueError(f"paid_minutes must be within the shift, not {self.paid_minutes}")
        self._check_break()

    def _check_break(self) -> None:
        earliest, latest = self.break_earliest, self.break_latest
        if (earliest is None) != (latest is None):
            raise ValueError("break_earliest and break_latest must both be given, or neither")
        if earliest is None or latest is None:
            return
        most = self.end_minute - self.start_minute - self.break_minutes
        if not 0 <= earliest <= latest <= most or not self.break_minutes:
            raise ValueError(f"a break must begin in 0..{most} and last, not {earliest}..{latest}")

    @property
    def is_night(self) -> bool:
        """Whether the rules on nights count it."""
        return self.family == "N"

    @property
    def covers(self) -> bool:
        """Whether who works it answers customers: neither training nor the reserve, held ready, does."""
        return self.family not in ("R", "T")

    def minutes_between(self, from_minute: int, to_minute: int) -> int:
        """Minutes of the shift inside a daily window; the window may pass midnight (1320..1800)."""
        shifted = ((from_minute + day, to_minute + day) for day in (-MINUTES_PER_DAY, 0, MINUTES_PER_DAY))
        return sum(max(0, min(self.end_minute, to) - max(self.start_minute, start)) for start, to in shifted)

    def slots(self, slot_minutes: int) -> range:
        """Slots that lie wholly inside the shift, counted from midnight of the start date."""
        return range(-(-self.start_minute // slot_minutes), self.end_minute // slot_minutes)

    def break_slots(self, slot_minutes: int) -> int:
        """Slots that a break takes from its start on, the last one maybe in part."""
        return -(-self.break_minutes // slot_minutes)

    def break_starts(self, slot_minutes: int) -> range:
        """Slots in which a break can begin: at their start, inside the window, over whole slots of the shift.

        Empty without a window, and where no slot begins inside it.
        """
        if self.break_earliest is None or self.break_latest is None:
            return range(0)
        slots = self.slots(slot_minutes)
        first = max(slots.start, -(-(self.start_minute + self.break_earliest) // slot_minutes))
        last = (self.start_minute + self.break_latest) // slot_minutes
        return range(first, max(first, min(last + 1, slots.stop - self.break_slots(slot_minutes) + 1)))
