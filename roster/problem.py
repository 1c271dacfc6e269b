"""One month to be rostered, checked when it is built. Whole minutes throughout."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property

from roster.assignments import Cell, Roster
from roster.calendar import Calendar, DayType
from roster.demand import Demand, ShiftNeed
from roster.meal_breaks import MealBreaks
from roster.person import DateRange, Person, PersonalLimits, Role
from roster.posts import SkillNeed, check_posts
from roster.settings import Limit, RuleSettings, hard, soft
from roster.shifts import FAMILIES, Family, ShiftKind

__all__ = [
    "FAMILIES",
    "HISTORY_DAYS",
    "Calendar",
    "Cell",
    "DateRange",
    "DayType",
    "Demand",
    "Family",
    "Limit",
    "Person",
    "PersonalLimits",
    "Problem",
    "Role",
    "Roster",
    "RuleSettings",
    "ShiftKind",
    "ShiftNeed",
    "SkillNeed",
    "Wish",
    "hard",
    "soft",
]

HISTORY_DAYS = 14
"""Days before the month that the rules look at; runs are limited to 13, so this is enough."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A person's wish for a date: a shift kind, or ``kind`` None for a day off.

    With ``avoid`` the wish is to have anything but that. ``weight`` is what refusing it costs, at least 1.
    """

    person: str
    date: date
    kind: str | None = None
    weight: int = 1
    avoid: bool = False

    def __post_init__(self) -> None:
        """Refuse a wish without weight (ValueError)."""
        if self.weight < 1:
            raise ValueError(f"weight must be at least 1, not {self.weight}")

    def is_granted_by(self, kind: str | None) -> bool:
        """Whether having this kind (None: a day off) on the date is what was wished for."""
        return (kind == self.kind) != self.avoid


@dataclass(frozen=True, kw_only=True)
class Problem:
    """Everything that decides a month's roster.

    Parameters
    ----------
    people, kinds
        Who can work, and what.
    first_day, days
        The month (any period of at least one day).
    demand
        People needed per slot, for exactly these days and what the last shifts reach beyond them.
    history
        Shifts before ``first_day``; the last ``HISTORY_DAYS`` days are seen. No entry means off; without
        any entry nothing is known, and no run is called too short for what came before the month.
    locked
        Cells that must stay as given; None means off.
    shift_needs
        People wanted per date and kind, at most one entry each.
    skill_needs
        Posts that ask for people with a skill; several may ask for the same.
    wishes, calendar, rules
        See the classes.
    published
        The month's roster that is in force already; None before there is one. Cells of people who are not
        in the problem say nothing.
    soon
        The dates on which changing the published roster costs more, since they come first.
    """

    people: tuple[Person, ...]
    kinds: tuple[ShiftKind, ...]
    first_day: date
    days: int
    demand: Demand
    history: Roster = field(default_factory=Roster)
    locked: Mapping[Cell, str | None] = field(default_factory=dict)
    shift_needs: tuple[ShiftNeed, ...] = ()
    skill_needs: tuple[SkillNeed, ...] = ()
    wishes: tuple[Wish, ...] = ()
    calendar: Calendar = field(default_factory=Calendar)
    rules: RuleSettings = field(default_factory=RuleSettings)
    published: Roster | None = None
    soon: DateRange | None = None

    def __post_init__(self) -> None:
        """Refuse what does not fit together.

        Raises
        ------
        ValueError
            Naming what is wrong.
        """
        if self.days < 1:
            raise ValueError(f"days must be at least 1, not {self.days}")
        if len(self.person_by_id) != len(self.people):
            raise ValueError("people must have different ids")
        if len(self.kind_by_code) != len(self.kinds):
            raise ValueError("kinds must have different codes")
        if any(kind.family == "L" for kind in self.kinds):
            raise ValueError("leave is no shift kind: it belongs to Person.leave")
        if (self.demand.first_day, self.demand.days) != (self.first_day, self.days):
            raise ValueError("demand must cover exactly the days of the problem")
        for name, shifts in (("history", self.history), ("published", self.published or Roster())):
            unknown = {code for code in shifts.values() if code not in self.kind_by_code}
            if unknown:
                raise ValueError(f"{name} has unknown kinds: {sorted(unknown)}")
        trainings = {code for person in self.people for _, code in person.training}
        wrong = {
            code for code in trainings if code not in self.kind_by_code or self.kind_by_code[code].covers
        }
        if wrong:
            raise ValueError(f"training must be of a kind that covers no demand, not {sorted(wrong)}")
        self._check_shift_needs()
        self._check_skill_needs()
        for cell, code in self.locked.items():
            self._check_cell(cell, code, "locked")
        for wish in self.wishes:
            self._check_cell((wish.person, wish.date), wish.kind, "wish")
        _ = self.breaks.periods

    def _check_shift_needs(self) -> None:
        cells = {(need.date, need.kind) for need in self.shift_needs}
        if len(cells) != len(self.shift_needs):
            raise ValueError("shift_needs must name each date and kind at most once")
        for when, kind in cells:
            if kind not in self.kind_by_code or not self.first_day <= when <= self.last_day:
                raise ValueError(f"shift_needs: unknown kind {kind!r}, or {when} is outside the month")

    def _check_skill_needs(self) -> None:
        check_posts(self.skill_needs, self.demand.slot_minutes)
        for need in self.skill_needs:
            if not self.first_day <= need.date <= self.last_day:
                raise ValueError(f"skill_needs: {need.date} is outside the month")
            if need.kind is not None and need.kind not in self.kind_by_code:
                raise ValueError(f"skill_needs: unknown kind {need.kind!r}")

    def _check_cell(self, cell: Cell, code: str | None, what: str) -> None:
        if cell[0] not in self.person_by_id:
            raise ValueError(f"{what}: unknown person {cell[0]!r}")
        if not self.first_day <= cell[1] <= self.last_day:
            raise ValueError(f"{what}: {cell[1]} is outside the month")
        if code is not None and code not in self.kind_by_code:
            raise ValueError(f"{what}: unknown kind {code!r}")

    def check_roster(self, roster: Roster) -> None:
        """Refuse a roster with people, dates or kinds that the problem does not know (ValueError)."""
        for cell, code in roster.items():
            self._check_cell(cell, code, "roster")

    @property
    def last_day(self) -> date:
        """Last date of the month."""
        return self.first_day + timedelta(days=self.days - 1)

    @property
    def knows_past(self) -> bool:
        """Whether anything is known of the days before the month."""
        return len(self.history) > 0

    @cached_property
    def breaks(self) -> MealBreaks:
        """When breaks can be, and which are placed together."""
        return MealBreaks(self.kinds, self.demand, self.calendar, self.rules)

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by employee number."""
        return {person.id: person for person in self.people}

    @cached_property
    def kind_by_code(self) -> dict[str, ShiftKind]:
        """Shift kinds by code."""
        return {kind.code: kind for kind in self.kinds}

    @cached_property
    def dates(self) -> tuple[date, ...]:
        """All dates from ``HISTORY_DAYS`` before the month to its end; see ``date_of``."""
        return tuple(
            self.first_day + timedelta(days=day - HISTORY_DAYS) for day in range(self.days + HISTORY_DAYS)
        )

    @cached_property
    def wishes_by_person(self) -> dict[str, tuple[Wish, ...]]:
        """Wishes by employee number, in the order given."""
        found: dict[str, list[Wish]] = {}
        for wish in self.wishes:
            found.setdefault(wish.person, []).append(wish)
        return {person: tuple(wishes) for person, wishes in found.items()}

    @cached_property
    def locked_by_person(self) -> dict[str, tuple[tuple[date, str | None], ...]]:
        """Locked cells by employee number, by date."""
        found: dict[str, list[tuple[date, str | None]]] = {}
        for (person, day), code in sorted(self.locked.items(), key=lambda item: item[0]):
            found.setdefault(person, []).append((day, code))
        return {person: tuple(cells) for person, cells in found.items()}

    @cached_property
    def skill_needs_by_day(self) -> dict[int, tuple[SkillNeed, ...]]:
        """Posts by day number; days without one are left out."""
        found: dict[int, list[SkillNeed]] = {}
        for need in self.skill_needs:
            found.setdefault(self.day_of(need.date), []).append(need)
        return {day: tuple(needs) for day, needs in found.items()}

    def date_of(self, day: int) -> date:
        """Date of the day number; 0 is ``first_day``, -1 the day before."""
        return self.dates[day + HISTORY_DAYS]

    def day_of(self, when: date) -> int:
        """Day number of the date."""
        return (when - self.first_day).days

    def without_prices(self) -> "Problem":
        """Return the month under its hard rules alone.

        A soft rule on meal breaks is hard there, for it says who is on duty in a slot, too: only kinds
        whose break does not fit have none, which was what it priced.
        """
        kept = self.rules.without_soft()
        if self.rules.meal_break is None or self.rules.meal_break.hard:
            return replace(self, rules=kept, wishes=())
        kinds = tuple(
            replace(kind, break_earliest=None, break_latest=None)
            if kind.code in self.breaks.unplaced
            else kind
            for kind in self.kinds
        )
        return replace(self, rules=replace(kept, meal_break=hard()), kinds=kinds, wishes=())
