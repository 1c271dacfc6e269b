"""What a person did in earlier months: what is shared out evens out over months, not within one."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """What is carried over into the month (R-2.3, R-2.6, R-3.6, R-3.8).

    Only differences between like people matter. Who was not there for a month carries what like people
    did in it on average (`roster.carrying`), so that nobody begins with a debt.

    Parameters
    ----------
    nights, weekend_days
        Nights and worked weekend days of the earlier months.
    holidays
        Shifts that started on statutory holidays.
    turns
        Shifts of the kinds that are taken in turn.
    """

    nights: int = 0
    weekend_days: int = 0
    holidays: int = 0
    turns: int = 0

    def __post_init__(self) -> None:
        """Refuse negative numbers (ValueError)."""
        if min(self.nights, self.weekend_days, self.holidays, self.turns) < 0:
            raise ValueError("nights, weekend_days, holidays and turns must not be negative")
