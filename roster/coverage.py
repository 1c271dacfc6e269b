"""People on duty per slot and per shift kind, beside the need."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from roster.meal_breaks import BreakPeriod, Group
from roster.problem import Person, Problem, Roster


@dataclass(frozen=True)
class Tally:
    """Who is on each shift kind: how many people, how many leaders, and who they are.

    Parameters
    ----------
    days
        Day numbers whose coverage is known; the day before each is counted too, since its
        shifts may pass midnight, and so are those on whose people its breaks depend.
    people, leaders
        ``people[day][code]``, kinds with nobody left out.
    staff
        The people themselves, likewise.
    """

    days: tuple[int, ...]
    people: dict[int, dict[str, int]]
    leaders: dict[int, dict[str, int]]
    staff: dict[int, dict[str, list[Person]]]

    @classmethod
    def of(cls, problem: Problem, roster: Roster, days: Iterable[int] | None = None) -> "Tally":
        """Count the given day numbers, all by default; those outside the month are left out."""
        wanted = range(problem.days) if days is None else days
        inside = tuple(sorted({day for day in wanted if 0 <= day < problem.days}))
        people: dict[int, dict[str, int]] = {}
        leaders: dict[int, dict[str, int]] = {}
        staff: dict[int, dict[str, list[Person]]] = {}
        for day in {behind for inside_day in inside for behind in problem.breaks.days_behind(inside_day)}:
            source, when = (roster if day >= 0 else problem.history), problem.date_of(day)
            people[day], leaders[day], staff[day] = {}, {}, {}
            for person in problem.people:
                code = source.kind(person.id, when)
                if code is not None:
                    people[day][code] = people[day].get(code, 0) + 1
                    staff[day].setdefault(code, []).append(person)
                    if person.role == "leader":
                        leaders[day][code] = leaders[day].get(code, 0) + 1
        return cls(inside, people, leaders, staff)

    def moved(self, problem: Problem, before: Roster, after: Roster, people: Iterable[str]) -> "Tally":
        """Return the tally of a roster that differs from this tally's own in these people's shifts only.

        Parameters
        ----------
        before
            The roster that was counted here.
        """
        staff = dict(self.staff)
        for name in people:
            person = problem.person_by_id[name]
            for day in [day for day in self.staff if day >= 0]:
                old, new = (each.kind(name, problem.date_of(day)) for each in (before, after))
                if old == new:
                    continue
                row = dict(staff[day])
                if old is not None:
                    row[old] = [other for other in row[old] if other.id != name]
                if new is not None:
                    row[new] = [*row.get(new, ()), person]
                staff[day] = {code: there for code, there in row.items() if there}
        counted = [day for day in staff if staff[day] is not self.staff[day]]
        count = {day: {code: len(there) for code, there in staff[day].items()} for day in counted}
        lead = {
            day: {
                code: leaders
                for code, there in staff[day].items()
                if (leaders := sum(person.role == "leader" for person in there))
            }
            for day in counted
        }
        return Tally(self.days, self.people | count, self.leaders | lead, staff)


def running_in_slots(problem: Problem, day: int) -> list[tuple[tuple[int, str], ...]]:
    """Return for each slot that the day answers for the shifts that cover the whole of it: day and code.

    Breaks are not looked at: of whom they are is not known here.
    """
    size, length = problem.demand.slots_per_day, problem.demand.slot_minutes
    slots = {kind.code: kind.slots(length) for kind in problem.kinds if kind.covers}
    return [
        tuple(
            (day - back, code)
            for back in (0, 1)
            for code, covered in slots.items()
            if slot + back * size in covered
        )
        for slot in range(len(problem.demand.of_day(day)))
    ]


def is_of_the_past(running: tuple[tuple[int, str], ...]) -> bool:
    """Whether only shifts from before the month can cover a slot: that month answers for it."""
    return bool(running) and all(day < 0 for day, _ in running)


def kinds_needed(problem: Problem, day: int) -> list[str]:
    """Return the codes that are open on the day and during which somebody is needed."""
    demand = problem.demand
    if problem.calendar.is_closed(problem.date_of(day)):
        return []
    two_days = demand.of_day(day) + (demand.of_day(day + 1) if day + 1 < problem.days else ())
    return [
        kind.code
        for kind in problem.kinds
        if kind.covers
        and kind.assignable
        and any(two_days[slot] for slot in kind.slots(demand.slot_minutes) if slot < len(two_days))
    ]


def on_duty_of_day(problem: Problem, tally: Tally, day: int) -> dict[str, list[int]]:
    """Return the people of each kind on duty in each slot that the day answers for (`Demand.of_day`).

    Kinds are those of the day before and of the day; a kind covers none by training. A slot counts when
    the shift covers the whole of it and no break that is placed (`meal_break`) begins or goes on in it.
    Without that rule breaks are not subtracted: they are then part of the shrinkage in the demand.
    """
    size, reach = problem.demand.slots_per_day, len(problem.demand.of_day(day))
    on_duty: dict[str, list[int]] = {}

    def count(code: str, slots: Iterable[int], shift: int, people: int) -> None:
        row = on_duty.setdefault(code, [0] * reach)
        for slot in slots:
            if 0 <= slot + shift < reach:
                row[slot + shift] += people

    for start, counts in ((-size, tally.people[day - 1]), (0, tally.people[day])):
        for code, people in counts.items():
            count(code, problem.breaks.on_duty[code], start, people)
    for period in problem.breaks.of_day[day]:
        for (on, code), begun in placed_breaks(problem, tally, period).items():
            for first, people in zip(period.starts[on, code], begun, strict=True):
                if people:
                    count(code, range(first, first + period.length), -day * size, -people)
    return on_duty


def placed_breaks(problem: Problem, tally: Tally, period: BreakPeriod) -> dict[Group, tuple[int, ...]]:
    """Return how many people of each group begin their break in each start of the period."""
    return period.place(lambda group: tally.people[group[0]].get(group[1], 0), problem.rules)


def assigned_of_day(problem: Problem, tally: Tally, day: int) -> list[int]:
    """Return the people on duty in each slot that the day answers for; see `on_duty_of_day`."""
    rows = on_duty_of_day(problem, tally, day).values()
    return [sum(people) for people in zip(*rows, strict=True)] or [0] * len(problem.demand.of_day(day))


def staff_of_day(problem: Problem, tally: Tally, day: int) -> list[list[Person]]:
    """Return who is on a shift that covers the whole of each slot of a day, the month's own slots only.

    Placed breaks are not looked at: how many are on one is known (`placed_breaks`), not who.
    """
    size = problem.demand.slots_per_day
    found: list[list[Person]] = [[] for _ in range(size)]
    for start, staff in ((-size, tally.staff[day - 1]), (0, tally.staff[day])):
        for code, people in staff.items():
            for slot in problem.breaks.on_duty[code]:
                if 0 <= slot + start < size:
                    found[slot + start].extend(people)
    return found


@dataclass(frozen=True, kw_only=True)
class Shortage:
    """A stretch of slots of one day with too few people.

    ``from_minute`` and ``to_minute`` count from midnight and pass 1440 where the month's last shifts
    reach the next day; ``most`` is the deepest shortage in
    people, ``person_slots`` the sum over the slots.
    """

    date: date
    from_minute: int
    to_minute: int
    most: int
    person_slots: int


def stretches(problem: Problem, day: int, missing: Sequence[int]) -> list[Shortage]:
    """Join neighbouring slots in which ``missing`` is above 0."""
    found: list[Shortage] = []
    length = problem.demand.slot_minutes
    start = 0
    for slot in range(len(missing) + 1):
        if slot == len(missing) or missing[slot] <= 0:
            if slot > start:
                found.append(
                    Shortage(
                        date=problem.date_of(day),
                        from_minute=start * length,
                        to_minute=slot * length,
                        most=max(missing[start:slot]),
                        person_slots=sum(missing[start:slot]),
                    )
                )
            start = slot + 1
    return found


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """Need and people on duty of the whole month.

    Parameters
    ----------
    need, assigned
        People, ``[day][slot]``; the last day's row reaches beyond midnight (`Demand.of_day`).
    by_kind
        People by code, ``[day]``; every kind is present.
    shortages
        Stretches of slots with too few people, by date and time.
    """

    need: tuple[tuple[int, ...], ...]
    assigned: tuple[tuple[int, ...], ...]
    by_kind: tuple[dict[str, int], ...]
    shortages: tuple[Shortage, ...]


def coverage(problem: Problem, roster: Roster) -> Coverage:
    """Return need beside people on duty, per slot and per shift kind, with the shortages.

    The last night before the month covers the first morning.
    """
    tally = Tally.of(problem, roster)
    assigned = [assigned_of_day(problem, tally, day) for day in range(problem.days)]
    need = tuple(problem.demand.of_day(day) for day in range(problem.days))
    short = [
        stretch
        for day in range(problem.days)
        for stretch in stretches(problem, day, [n - a for n, a in zip(need[day], assigned[day], strict=True)])
    ]
    return Coverage(
        need=need,
        assigned=tuple(tuple(row) for row in assigned),
        by_kind=tuple(
            {kind.code: tally.people[day].get(kind.code, 0) for kind in problem.kinds}
            for day in range(problem.days)
        ),
        shortages=tuple(short),
    )
