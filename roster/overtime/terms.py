"""What a regulation and the law say of overtime, as plain values: P-08, P-19, P-70, labour law art. 41."""

from dataclasses import dataclass, field
from typing import Final

DAY_CAP: Final = 180
"""Minutes that a working day may be made longer by (Labour Law art. 41)."""
MONTH_CAP: Final = 2160
"""Minutes of overtime in a month (Labour Law art. 41)."""
LONG_EXTENSION: Final = 60
"""Minutes after which an extension by itself is named to the supervisor: our number (A-12)."""
UNNOTICED: Final = 10
"""Minutes past the end of a shift that nobody asks about: our number, so that the list of what was worked
without approval holds more than people who walked slowly to the door."""


@dataclass(frozen=True, kw_only=True)
class OvertimeTerms:
    """The terms of one department.

    Parameters
    ----------
    approver
        Role that approves what people ask for (P-70).
    may_order
        Whether the supervisor may ask people to work overtime (S0f for promotions, S4f in a surge); a
        regulation that states only the form (S0e) knows none but what people ask for themselves.
    extending
        Codes of the shift kinds that go on by themselves while customers ask (P-08); empty: none does.
    stay_after
        Minutes that everybody stays after the shift; they are no overtime (P-19, A-49).
    day_cap, month_cap
        Minutes.
    normal_day
        Minutes of a day above which the work of a day off makes that day too long.
    """

    approver: str = "supervisor"
    may_order: bool = True
    extending: frozenset[str] = field(default=frozenset())
    stay_after: int = 0
    day_cap: int = DAY_CAP
    month_cap: int = MONTH_CAP
    normal_day: int = 480

    def __post_init__(self) -> None:
        """Refuse what cannot be (ValueError)."""
        if min(self.stay_after, self.day_cap, self.month_cap, self.normal_day) < 0:
            raise ValueError("minutes must not be negative")
