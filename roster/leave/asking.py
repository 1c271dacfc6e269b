"""What somebody asks for who cannot come."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from roster.problem import Cell


class LeaveKind(StrEnum):
    """Kinds of leave (R-5.16, and S0h's emergency treatment 急诊)."""

    SICK = "sick"
    PERSONAL = "personal"
    EMERGENCY = "emergency"
    OFFICIAL = "official"
    WORK_INJURY = "work_injury"
    MARRIAGE = "marriage"
    BEREAVEMENT = "bereavement"
    HOME_VISIT = "home_visit"
    MATERNITY = "maternity"
    ANNUAL = "annual"
    """Listed by no regulation of the rulebook; a department that has it adds it (P-68)."""


UNFORESEEN: Final = frozenset(
    {LeaveKind.SICK, LeaveKind.WORK_INJURY, LeaveKind.BEREAVEMENT, LeaveKind.MATERNITY}
)
"""Kinds that nobody plans: their notice is the one of sickness and special circumstances (R-5.3)."""
ENTITLED: Final = (LeaveKind.ANNUAL, LeaveKind.PERSONAL, LeaveKind.HOME_VISIT)
"""Kinds of which a person may have so many days a year; the others follow from what happened."""


class Channel(StrEnum):
    """How it was asked for."""

    IN_PERSON = "in_person"
    """By the person, on the site."""
    PHONE = "phone"
    """The person called, somebody else wrote it down."""
    PROXY = "proxy"
    """Another person asks or calls for them (委托他人)."""


@dataclass(frozen=True, kw_only=True)
class LeaveAsk:
    """One request.

    Parameters
    ----------
    person
        Employee number.
    first, last
        Dates, both included; below a day counts as a day (A-16).
    is_special
        Special circumstances are claimed (特殊情况, R-5.3): the short notice is enough.
    """

    person: str
    kind: LeaveKind
    first: date
    last: date
    channel: Channel = Channel.IN_PERSON
    is_special: bool = False

    def __post_init__(self) -> None:
        """Refuse a last day before the first (ValueError)."""
        if self.last < self.first:
            raise ValueError("the last day must not lie before the first")

    @property
    def days(self) -> int:
        """Calendar days."""
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> tuple[date, ...]:
        """All dates, ascending."""
        return tuple(self.first + timedelta(days=day) for day in range(self.days))

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The person's days in a roster."""
        return tuple((self.person, day) for day in self.dates)

    @property
    def is_emergency(self) -> bool:
        """Whether it is emergency treatment."""
        return self.kind is LeaveKind.EMERGENCY

    @property
    def has_short_notice(self) -> bool:
        """Whether the notice of sickness and special circumstances is enough."""
        return self.is_special or self.kind in UNFORESEEN
