"""Need, people on duty and expected load of one month, slot by slot."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from forecasting.calendar import DayKind
from roster.coverage import Shortage, Tally, assigned_of_day, on_duty_of_day, stretches
from roster.labour_cost import paid_minutes
from roster.problem import Demand, Problem, Roster, ShiftKind
from roster.shortfall import Shortfall, shortfall
from web.errors import NotFound
from web.forecasts.expected import expected_calls
from web.forecasts.history import call_calendar, midnight
from web.forecasts.tables import Requirement
from web.people.tables import Department
from web.rosters.alive import in_force_or_newest_alive, versions_of
from web.rosters.loading import load_demand, load_problem, load_roster, requirement_of
from web.rosters.tables import RosterVersion


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A stretch with too few people, the shift kinds at work in it, and what keeps the others away.

    Attributes
    ----------
    shortfall
        Only of the day that was asked for, since it judges everybody anew.
    """

    shortage: Shortage
    kinds: Sequence[ShiftKind]
    shortfall: Shortfall | None = None


@dataclass(frozen=True, kw_only=True)
class DayCoverage:
    """One day: people needed and on duty per slot.

    Attributes
    ----------
    rostered
        Whether there is a roster at all; without one nobody is short yet.
    families
        People on duty per family of shift kinds and slot; the slots of all families add up to `assigned`.
    calls
        Expected calls per slot.
    stretches
        Where people are missing. The month's last day answers for the hours that its last shifts reach
        beyond midnight, too.
    """

    date: dt.date
    kind: DayKind
    name: str
    slot_minutes: int
    rostered: bool
    need: Sequence[int]
    assigned: Sequence[int]
    families: Mapping[str, Sequence[int]]
    calls: Sequence[float]
    stretches: Sequence[Stretch]

    @property
    def gap(self) -> Sequence[int]:
        """On duty less needed, per slot: negative where people are missing."""
        return [on - need for on, need in zip(self.assigned, self.need, strict=True)]


@dataclass(frozen=True, kw_only=True)
class MonthCoverage:
    """A month's need and, where there is a roster, its coverage.

    Attributes
    ----------
    requirement
        The need behind the figures; None when nobody has made one.
    version
        The roster version; None when the month has none yet.
    outdated
        Whether a newer need exists than the one the version was made for.
    paid_minutes
        Of the version's shifts that begin in the month; None without a version.
    """

    month: dt.date
    requirement: Requirement | None
    version: RosterVersion | None
    versions: Sequence[RosterVersion]
    outdated: bool
    days: Sequence[DayCoverage]
    paid_minutes: int | None = None

    def day(self, date: dt.date) -> DayCoverage:
        """Return one day of the month."""
        return self.days[(date - self.month).days]

    @property
    def slot_minutes(self) -> int:
        """Length of a slot, the same on all days."""
        return self.days[0].slot_minutes

    @property
    def short_slots(self) -> int:
        """Number of slots with too few people."""
        return sum(1 for day in self.days for gap in day.gap if gap < 0)

    @property
    def spare_slots(self) -> int:
        """Number of slots with four people or more beyond the need."""
        return sum(1 for day in self.days for gap in day.gap if gap >= 4)

    def occupancy(self, day: DayCoverage) -> list[float | None]:
        """Return the expected busy share of those on calls, per slot; None where nobody is on duty.

        Offered load (calls × handling time) over agents on calls (people on duty less shrinkage); above 1
        the queue grows for as long as nobody gives up.
        """
        if self.requirement is None:
            return [None] * len(day.need)
        settings = self.requirement.settings
        seconds, ready = float(settings["aht_seconds"]), 1.0 - float(settings["shrinkage"])
        return [
            calls * seconds / (day.slot_minutes * 60) / (on * ready) if on else None
            for calls, on in zip(day.calls, day.assigned, strict=True)
        ]


def read_coverage(
    session: Session,
    department: Department,
    month: dt.date,
    *,
    version_id: int | None = None,
    why_on: dt.date | None = None,
) -> MonthCoverage:
    """Return the need of a month beside a version of its roster.

    Parameters
    ----------
    why_on
        The day whose short stretches are to be explained.
    version_id
        The version; None takes the published one, else the newest that is neither withdrawn nor
        superseded, if there is one.

    Raises
    ------
    NotFound
        When the version is not one of this department and month.
    """
    versions = session.scalars(versions_of(department.id, month)).all()
    if version_id is None:
        version = in_force_or_newest_alive(session, department.id, month)
    else:
        version = _get(versions, version_id)
    requirement = requirement_of(session, department.id, month, version)
    newest = requirement_of(session, department.id, month)
    if version is None:
        demand = load_demand(session, department, month, None)
        paid, days = None, _bare_days(session, department, demand, requirement)
    else:
        problem = load_problem(session, department, month, version=version)
        roster = load_roster(session, version)
        paid = paid_minutes(problem, roster)
        days = _rostered(session, department, problem, roster, requirement=requirement, why_on=why_on)
    return MonthCoverage(
        month=month,
        requirement=requirement,
        version=version,
        versions=versions,
        outdated=version is not None and requirement is not newest,
        days=days,
        paid_minutes=paid,
    )


def _get(versions: Sequence[RosterVersion], version_id: int) -> RosterVersion:
    for version in versions:
        if version.id == version_id:
            return version
    raise NotFound(f"roster version {version_id}")


def _rostered(
    session: Session,
    department: Department,
    problem: Problem,
    roster: Roster,
    *,
    requirement: Requirement | None,
    why_on: dt.date | None,
) -> list[DayCoverage]:
    tally = Tally.of(problem, roster)
    found = []
    for index, bare in enumerate(_bare_days(session, department, problem.demand, requirement)):
        assigned = assigned_of_day(problem, tally, index)
        need = problem.demand.of_day(index)
        missing = [wanted - on for wanted, on in zip(need, assigned, strict=True)]
        found.append(
            replace(
                bare,
                rostered=True,
                assigned=assigned[: len(bare.need)],
                families=on_duty_by_family(problem, tally, index),
                stretches=[
                    Stretch(
                        shortage=short,
                        kinds=kinds_during(problem, short),
                        shortfall=shortfall(problem, roster, short) if bare.date == why_on else None,
                    )
                    for short in stretches(problem, index, missing)
                ],
            )
        )
    return found


def _bare_days(
    session: Session, department: Department, demand: Demand, requirement: Requirement | None
) -> list[DayCoverage]:
    """Return the days with their need, nobody on duty yet."""
    calendar = call_calendar(session, department)
    calls = _calls(session, requirement, demand)
    found = []
    for index, need in enumerate(demand.required):
        date = demand.first_day + dt.timedelta(days=index)
        step = dt.timedelta(minutes=demand.slot_minutes)
        found.append(
            DayCoverage(
                date=date,
                kind=calendar.kind(date),
                name=calendar.name(date),
                slot_minutes=demand.slot_minutes,
                rostered=False,
                need=need,
                assigned=[0] * len(need),
                families={},
                calls=[calls.get(midnight(date) + step * slot, 0.0) for slot in range(len(need))],
                stretches=[],
            )
        )
    return found


def on_duty_by_family(problem: Problem, tally: Tally, day: int) -> dict[str, list[int]]:
    """Return the people on duty per family and slot of a day, families by the start of their shifts.

    Counted as `roster.coverage.assigned_of_day` does: the night before counts in the morning.
    """
    size = problem.demand.slots_per_day
    found: dict[str, list[int]] = {}
    on_duty = on_duty_of_day(problem, tally, day)
    nights_first = [code for code, people in tally.people[day - 1].items() if people]
    for kind in sorted(
        problem.kinds, key=lambda each: (each.code not in nights_first, each.start_minute, each.code)
    ):
        people = on_duty.get(kind.code, [])[:size]
        if any(people):
            row = found.setdefault(kind.family, [0] * size)
            found[kind.family] = [before + on for before, on in zip(row, people, strict=True)]
    return found


def kinds_during(problem: Problem, short: Shortage) -> list[ShiftKind]:
    """Return the shift kinds that cover some of a stretch, the night before included."""
    return [
        kind
        for kind in problem.kinds
        if kind.covers and kind.assignable and kind.minutes_between(short.from_minute, short.to_minute)
    ]


def _calls(session: Session, requirement: Requirement | None, demand: Demand) -> Mapping[dt.datetime, float]:
    if requirement is None:
        return {}
    return expected_calls(
        session, requirement.forecast_id, demand.first_day, demand.days, demand.slot_minutes
    )
