"""Limits and weights of all rules: hard, soft or off, each by one value."""

from dataclasses import dataclass, field, fields, replace

from roster.cycle import Cycle


@dataclass(frozen=True, kw_only=True)
class Limit:
    """How one rule is applied.

    Parameters
    ----------
    value
        The rule's limit in the unit that the rule names; 0 where a rule has none.
    hard
        True: must hold. False: may be broken at a cost.
    weight
        Cost per unit of breach, at least 1 when soft.
    """

    value: int = 0
    hard: bool = True
    weight: int = 0

    def __post_init__(self) -> None:
        """Refuse a soft rule without a weight, and negative numbers (ValueError)."""
        if self.value < 0 or self.weight < 0:
            raise ValueError("value and weight must not be negative")
        if not self.hard and self.weight < 1:
            raise ValueError("a soft rule needs a weight of at least 1")

    def with_own(self, value: int | None) -> "Limit":
        """Return the limit with a person's own value, None for the one it has."""
        return self if value is None else replace(self, value=value)

    def cost(self, units: int) -> int:
        """Cost of a breach of so many units: 0 when hard, since that is no price but a refusal."""
        return 0 if self.hard else self.weight * units


def hard(value: int = 0) -> Limit:
    """Return a limit that must hold."""
    return Limit(value=value)


def soft(value: int = 0, *, weight: int) -> Limit:
    """Return a limit that costs ``weight`` per unit of breach."""
    return Limit(value=value, hard=False, weight=weight)


ALWAYS_SOFT = {
    "wish": "what must hold is a locked cell",
    "stability": "what must hold is a locked cell",
    "labour_cost": "a month without any cost has no shift",
}
BOUNDS = {
    "rest_between": (0, 1440),
    "weekly_days_off": (0, 7),
    "working_run": (1, 13),
    "night_run": (1, 13),
    "shortest_working_run": (1, 13),
    "shortest_days_off": (1, 13),
    "night_rest": (0, 13),
    "month_shape_days": (1, 31),
    "normal_day_minutes": (1, 1440),
    "money_unit": (1, 10**9),
    "night_premium": (0, 10**6),
    "holiday_premium": (0, 10**6),
    "week_start": (0, 6),
}
"""Least and most of the numbers; runs are looked at over the days before the month, which are 14."""


@dataclass(frozen=True, kw_only=True)
class RuleSettings:
    """The rules of a department; each field bears the name of its rule, None switches the rule off.

    The rules that make a roster possible at all (employment, kind_allowed, day_off, locked,
    overlap, training_day) are always on and hard, so they have no field. Defaults are common practice in
    Chinese call centres; a regulation overrides them.

    Parameters
    ----------
    no_night
        Nobody protected works between ``night_from`` and ``night_to``; cost per shift.
    closed_day
        No work on closed days (P-03, R-2.5); cost per shift.
    rest_between
        Least minutes between two shifts; cost per pair.
    succession
        Pairs of ``forbidden_successions`` on consecutive days; cost per pair.
    working_run, shortest_working_run
        Most (R-2.3, R-3.3) and least working days in a row; cost per day beyond or missing.
    shortest_days_off
        Least days off in a row (R-3.10); cost per day missing.
    weekly_days_off
        Least days off in every full week from ``week_start`` on (P-04); cost per day missing.
    night_run
        Most nights in a row; cost per night beyond.
    night_rest
        Days after a night before anything but a night may follow; cost per shift too early.
    nights_in_month, weekends_in_month
        Most nights, most weekends with work, in the month; cost per unit beyond.
    kinds_in_month
        Most shifts of a kind in the month, by ``most_of_kind`` and the persons' own limits; cost per
        shift beyond.
    average_week
        Most minutes a week on average over the ``average_cycle`` (P-05, R-3.1, A-47); cost per started
        hour.
    overtime_day
        Most paid minutes of a day above ``normal_day_minutes`` (the law: 180); cost per started hour.
    overtime_month
        Most minutes of overtime in the month, those booked before included (the law: 2160); cost per
        started hour.
    no_overtime
        Nobody protected works longer than the normal day or the month's contract; cost per started hour.
    contract_max, contract_min
        Minutes above, below the contract that the month may bring; cost per started hour.
    leader_present
        Leaders on each kind of ``leader_kinds`` (None: all) on each day on which it is needed;
        cost per leader missing.
    shortage, surplus
        People missing, people too many tolerated in a slot; cost per person and slot.
    shift_shortage, shift_surplus
        The same on a kind of shift on a date (`ShiftNeed`); cost per person, times the need's own weight.
    seats
        Physical seats (R-1.16), at most so many people on duty in a slot; cost per person and slot.
    skills_per_post
        Posts of `SkillNeed` that may stay empty (R-1.18, R-2.9, R-2.22); cost per post and shift or slot.
    probation_pairing
        People on probation per experienced person on the same shift, within the team with
        ``probation_in_team``; cost per probationer beyond.
    reserve, reserve_most
        Emergency seats on statutory and special days, at least and at most (P-13, R-1.14); cost per seat.
    reserve_surplus
        People beyond the need in every needed slot of those days (R-1.14); cost per person and slot.
    reserve_ordinary
        People in reserve on other days per kind of shift that is needed (P-12, R-1.10); cost per person.
    labour_cost
        What the shifts cost in money (R-1.17); always soft; cost per ``money_unit``.
    meal_break
        Breaks of the kinds that have a window are placed in it, so that coverage holds, and who is on break
        does not count for coverage (P-06, R-3.4); cost per break for which the window has no room.
    longest_break
        Most minutes of the break of a shift (P-06, R-3.5); cost per shift.
    wish
        Multiplier of the wishes' own weights; always soft.
    night_fairness, weekend_fairness, holiday_fairness
        Tolerated spread of nights, of weekend days, of shifts on statutory holidays (R-3.6), between like
        people, with what earlier months carry over (`Person.carried`); cost per unit beyond.
    turn_fairness
        The same of shifts of ``turn_kinds``, which all who may work them take in turn, whatever their role
        and contract (R-2.10, R-3.8); cost per shift beyond.
    month_shape
        Working days that people with `Person.busy_start` have more in the first `month_shape_days` days of
        the month than in the last, at least (P-15, R-1.11, R-3.7); cost per day missing.
    stability
        Changes of the published roster (`Problem.published`); always soft, cost per cell, and ``value``
        times more on the dates of `Problem.soon`.
    night_from, night_to
        The window of night work, minutes after midnight; 22:00-06:00.
    most_of_kind
        Shifts of a kind in the month, by code; a person's own limit goes first.
    week_start
        First weekday of the week, Monday = 0.
    month_shape_days
        Days of the start and of the end that `month_shape` compares; half the month at most.
    normal_day_minutes
        Paid minutes of a normal working day; what a shift holds beyond them is overtime of that day.
    average_cycle
        Over what the week is averaged; None: over the days that are rostered, the calendar month (A-47).
    money_unit
        Fen that one unit of `labour_cost` stands for: 1000 are ten yuan.
    night_premium, holiday_premium
        Per cent paid on top for hours in the window of night work, on statutory holidays.
    """

    no_night: Limit | None = Limit()
    closed_day: Limit | None = Limit()
    rest_between: Limit | None = Limit(value=660)
    succession: Limit | None = Limit()
    working_run: Limit | None = Limit(value=6)
    shortest_working_run: Limit | None = None
    shortest_days_off: Limit | None = Limit(value=2, hard=False, weight=3)
    weekly_days_off: Limit | None = Limit(value=1)
    night_run: Limit | None = Limit(value=3)
    night_rest: Limit | None = Limit(value=1)
    nights_in_month: Limit | None = None
    weekends_in_month: Limit | None = None
    kinds_in_month: Limit | None = None
    average_week: Limit | None = Limit(value=2400)
    overtime_day: Limit | None = None
    overtime_month: Limit | None = None
    no_overtime: Limit | None = None
    contract_max: Limit | None = Limit(value=0)
    contract_min: Limit | None = Limit(value=480, hard=False, weight=4)
    leader_present: Limit | None = Limit(value=1)
    meal_break: Limit | None = None
    longest_break: Limit | None = None
    shortage: Limit | None = Limit(hard=False, weight=20)
    surplus: Limit | None = Limit(hard=False, weight=1)
    shift_shortage: Limit | None = Limit(hard=False, weight=20)
    shift_surplus: Limit | None = Limit(hard=False, weight=1)
    seats: Limit | None = None
    skills_per_post: Limit | None = None
    probation_pairing: Limit | None = None
    reserve: Limit | None = None
    reserve_most: Limit | None = None
    reserve_surplus: Limit | None = None
    reserve_ordinary: Limit | None = None
    labour_cost: Limit | None = None
    wish: Limit | None = Limit(hard=False, weight=1)
    night_fairness: Limit | None = Limit(value=1, hard=False, weight=10)
    weekend_fairness: Limit | None = Limit(value=1, hard=False, weight=5)
    holiday_fairness: Limit | None = None
    turn_fairness: Limit | None = None
    month_shape: Limit | None = None
    stability: Limit | None = None
    forbidden_successions: frozenset[tuple[str, str]] = field(default=frozenset())
    leader_kinds: frozenset[str] | None = None
    turn_kinds: frozenset[str] = field(default=frozenset())
    most_of_kind: tuple[tuple[str, int], ...] = ()
    probation_in_team: bool = False
    night_from: int = 1320
    night_to: int = 1800
    week_start: int = 0
    month_shape_days: int = 7
    normal_day_minutes: int = 480
    average_cycle: Cycle | None = None
    money_unit: int = 1000
    night_premium: int = 0
    holiday_premium: int = 0

    def __post_init__(self) -> None:
        """Refuse settings outside their bounds.

        Raises
        ------
        ValueError
            Naming the field and its bound.
        """
        for name, why in ALWAYS_SOFT.items():
            limit = getattr(self, name)
            if limit is not None and limit.hard:
                raise ValueError(f"{name} must be soft: {why}")
        for name, (least, most) in BOUNDS.items():
            value = getattr(self, name)
            number = value.value if isinstance(value, Limit) else value
            if number is not None and not least <= number <= most:
                raise ValueError(f"{name} must be in {least}..{most}, not {number}")
        if not 0 <= self.night_from < self.night_to <= self.night_from + 1440:
            raise ValueError("night_from must be before night_to, by at most a day")

    def limits(self) -> dict[str, Limit]:
        """Return the limits of all rules that are on, by name."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return {name: value for name, value in values.items() if isinstance(value, Limit)}

    def without_soft(self) -> "RuleSettings":
        """Return the settings with every soft rule off."""
        off = {name: None for name, limit in self.limits().items() if not limit.hard}
        return replace(self, **off)  # type: ignore[arg-type]  # the names are those of limits, which may be off
