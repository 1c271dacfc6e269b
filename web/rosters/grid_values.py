"""The values of which the grid page is made: all frozen, all made by `web.rosters.grid`."""

import datetime as dt
from dataclasses import dataclass

from roster.calendar import DayType
from roster.violation import Violation
from web.rosters.coverage_rows import KindCoverage
from web.rosters.tables import VersionState


@dataclass(frozen=True, slots=True, kw_only=True)
class GridKind:
    """A shift kind with what the legend says of it."""

    id: int
    code: str
    family: str
    name: str
    start_minute: int
    end_minute: int
    can_be_chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridDay:
    """One date of the header.

    `hard` and `soft` are violations of the day itself, such as a missing leader; `short` is the deepest
    shortage in people.
    """

    date: dt.date
    day_type: DayType
    is_closed: bool
    is_today: bool
    short: int
    hard: tuple[Violation, ...]
    soft: tuple[Violation, ...]

    @property
    def weekday(self) -> int:
        """Monday is 0."""
        return self.date.weekday()


@dataclass(frozen=True, slots=True, kw_only=True)
class GridCell:
    """One person on one date.

    Parameters
    ----------
    kind
        Code, None for rest.
    is_leave
        On leave that day (shown as L where there is no shift).
    is_employed
        False before the first and after the last day of employment.
    is_changed, published
        Differs from the published version, and what that has.
    broken
        Codes of the hard violations that this cell is part of.
    wish, is_wish_met
        The person's wish for the date ("off" or a code), and whether the roster meets it.
    """

    date: dt.date
    kind: str | None
    locked: bool
    is_leave: bool
    is_employed: bool
    is_changed: bool
    published: str | None
    broken: tuple[str, ...]
    wish: str | None
    is_wish_met: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """One person of the grid; minutes are paid minutes of the month."""

    person_id: int
    number: str
    name: str
    is_leader: bool
    minutes: int
    contract_minutes: int
    hard_count: int
    soft_count: int
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GridTeam:
    """One team: what its closed row shows, and its people where they are asked for.

    `working` is the number of people with a shift per day; `rows` is empty for a team not asked for.
    """

    id: int
    name: str
    people: int
    hard_count: int
    soft_count: int
    working: tuple[int, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Everything of the page in one value.

    Parameters
    ----------
    published_id, published_number
        The version in force that cells are compared with, None when there is none or it is this one.
    strip
        Per shift kind in use: coverage of every day.
    short_shifts
        Missing people summed over kinds and days, as far as the strip shows them.
    has_need
        False before a requirement exists: then coverage is only a count.
    has_enough_hours
        Whether the hours on duty add up to the need: what is short at some times is to spare at others.
    changed_cells, changed_people
        Against the published version.
    """

    version_id: int
    version_number: int
    state: VersionState
    lock_version: int
    changed_at: dt.datetime
    month: dt.date
    published_id: int | None
    published_number: int | None
    kinds: tuple[GridKind, ...]
    days: tuple[GridDay, ...]
    strip: tuple[tuple[KindCoverage, ...], ...]
    teams: tuple[GridTeam, ...]
    people: int
    hard_count: int
    soft_count: int
    cost: int
    short_shifts: int
    has_need: bool
    has_enough_hours: bool
    changed_cells: int
    changed_people: int

    @property
    def is_editable(self) -> bool:
        """Whether cells may be changed in this state."""
        return self.state in (VersionState.DRAFT, VersionState.RETURNED)
