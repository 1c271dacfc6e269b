"""One cell of a version: finding it, writing it, and what changing it would do."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from roster.coverage import coverage
from roster.effect import effect_of_change
from roster.hours import Hours, hours
from roster.problem import Problem, Roster
from roster.rules import judge_person
from roster.violation import Violation
from web.people.tables import Department, Person, ShiftFamily, ShiftKind
from web.rosters.coverage_rows import KindCoverage, coverage_by_kind, strip_kinds
from web.rosters.in_force import overlap
from web.rosters.instants import instants
from web.rosters.people_loading import PLACED_BY_HAND
from web.rosters.tables import Assignment, AssignmentInForce, RosterLock, RosterVersion

NEAR = dt.timedelta(days=2)
"""Shifts further apart than this never overlap."""
OF_THE_LOCK = frozenset({"locked", "kind_allowed"})
"""Rules that ask whether the cell is locked."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """A cell of a version: whose, and on which date."""

    department: Department
    version: RosterVersion
    person: Person
    day: dt.date


@dataclass(frozen=True, kw_only=True)
class CoverageChange:
    """One kind on one day whose delta changes; `now` is the state after the change."""

    before: KindCoverage
    now: KindCoverage


@dataclass(frozen=True, kw_only=True)
class CellEffect:
    """What a cell's change does, shown before and after the act.

    Parameters
    ----------
    old, new
        Code of the shift kind, None for rest.
    violations
        All of the person after the change.
    fresh, gone
        Violations around the cell that the change brings and removes: of the person, of the day and
        the next, and of the rules that compare people.
    coverage
        Kinds and days whose coverage changes.
    hours
        The person's hours after the change.
    minutes_delta
        Paid minutes more (or fewer).
    """

    number: str
    date: dt.date
    old: str | None
    new: str | None
    violations: tuple[Violation, ...]
    fresh: tuple[Violation, ...]
    gone: tuple[Violation, ...]
    coverage: tuple[CoverageChange, ...]
    hours: Hours
    minutes_delta: int


def effect_on(problem: Problem, shifts: Roster, number: str, day: dt.date, code: str | None) -> CellEffect:
    """Return what giving `code` (None: rest) to a cell does.

    The cell's own lock does not count: whoever changes a locked cell locks what it becomes, and a shift
    that is placed by hand is locked at once.
    """
    locks = {cell: kept for cell, kept in problem.locked.items() if cell != (number, day)}
    if code is not None and not problem.kind_by_code[code].assignable:
        locks[number, day] = code
    free = problem if locks == problem.locked else replace(problem, locked=locks)
    found = effect_of_change(free, shifts, number, day, code)
    return CellEffect(
        number=number,
        date=day,
        old=shifts.kind(number, day),
        new=code,
        violations=judge_person(free, found.roster, number),
        fresh=found.new,
        gone=tuple(v for v in found.gone if not _is_about_the_lock(v, number, day)),
        coverage=_coverage_changes(free, shifts, found.roster),
        hours=hours(free, found.roster, free.person_by_id[number]),
        minutes_delta=found.minutes_delta,
    )


def _is_about_the_lock(violation: Violation, number: str, day: dt.date) -> bool:
    """Tell whether a violation only says that the cell's lock is not yet what it becomes with the change."""
    return violation.code in OF_THE_LOCK and (violation.person, violation.dates) == (number, (day,))


def _coverage_changes(problem: Problem, before: Roster, after: Roster) -> tuple[CoverageChange, ...]:
    old, new = coverage(problem, before), coverage(problem, after)
    kinds = dict.fromkeys((*strip_kinds(problem, old), *strip_kinds(problem, new)))
    return tuple(
        CoverageChange(before=was, now=now)
        for kind in kinds
        for was, now in zip(
            coverage_by_kind(problem, old, kind), coverage_by_kind(problem, new, kind), strict=True
        )
        if was.delta != now.delta
    )


def kind_by_code(session: Session, department_id: int, code: str) -> ShiftKind | None:
    """Return an active shift kind of the department; leave is none (it is a day off of the person)."""
    return session.scalars(
        select(ShiftKind).where(
            ShiftKind.department_id == department_id,
            ShiftKind.code == code,
            ShiftKind.active,
            ShiftKind.family != ShiftFamily.LEAVE,
        )
    ).one_or_none()


def assignments_on(
    session: Session, version_id: int, person_id: int, days: Sequence[dt.date]
) -> dict[dt.date, Assignment]:
    """Return a person's shifts of a version on some dates."""
    rows = session.scalars(
        select(Assignment).where(
            Assignment.roster_version_id == version_id,
            Assignment.person_id == person_id,
            Assignment.date.in_(days),
        )
    )
    return {row.date: row for row in rows}


def overlaps_of_cell(session: Session, place: Place, kind: ShiftKind) -> list[Violation]:
    """Return the shifts of the version, and those in force of other months, that the cell would meet."""
    version, person, zone = place.version, place.person, place.department.time_zone
    starts_at, ends_at = instants(place.day, kind, zone)
    near = (place.day - NEAR, place.day + NEAR)
    versioned = (
        select(ShiftKind.code, Assignment.starts_at, Assignment.ends_at)
        .join(ShiftKind, ShiftKind.id == Assignment.shift_kind_id)
        .where(
            Assignment.roster_version_id == version.id,
            Assignment.person_id == person.id,
            Assignment.date.between(*near),
            Assignment.date != place.day,
            Assignment.starts_at < ends_at,
            Assignment.ends_at > starts_at,
        )
    )
    elsewhere = (
        select(ShiftKind.code, AssignmentInForce.starts_at, AssignmentInForce.ends_at)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(
            AssignmentInForce.roster_id != version.roster_id,
            AssignmentInForce.person_id == person.id,
            AssignmentInForce.date.between(*near),
            AssignmentInForce.starts_at < ends_at,
            AssignmentInForce.ends_at > starts_at,
        )
    )
    found = []
    for query in (versioned, elsewhere):
        for code, start, end in session.execute(query):
            one, two = sorted([(starts_at, ends_at, kind.code), (start, end, code)])
            found.append(overlap(person.employee_number, one, two, zone))
    return found


def write_cell(session: Session, place: Place, kind: ShiftKind | None) -> str | None:
    """Give a cell its new content, keep its lock, and return the old kind's code; the caller commits.

    A shift that is placed by hand gets a lock: the solver, which never chooses its kind, must keep it.
    """
    version_id, person_id, day = place.version.id, place.person.id, place.day
    old = assignments_on(session, version_id, person_id, [day]).get(day)
    locked = old.locked if old is not None else is_locked_rest(session, version_id, person_id, day)
    code = None if old is None else old.shift_kind.code
    if old is not None:
        session.delete(old)
        session.flush()
    if kind is not None:
        starts_at, ends_at = instants(day, kind, place.department.time_zone)
        session.add(
            Assignment(
                roster_version_id=version_id,
                person_id=person_id,
                date=day,
                shift_kind_id=kind.id,
                starts_at=starts_at,
                ends_at=ends_at,
                locked=locked or is_placed_by_hand(kind),
            )
        )
    lock_rest(session, version_id, person_id, day, locked=locked and kind is None)
    session.flush()
    return code


def is_placed_by_hand(kind: ShiftKind) -> bool:
    """Tell whether the solver never chooses the kind: training, overtime, reserve."""
    return kind.family.value in PLACED_BY_HAND


def is_locked_rest(session: Session, version_id: int, person_id: int, day: dt.date) -> bool:
    """Tell whether the cell is kept as rest."""
    return session.get(RosterLock, (version_id, person_id, day)) is not None


def lock_rest(session: Session, version_id: int, person_id: int, day: dt.date, *, locked: bool) -> None:
    """Keep, or no longer keep, a cell as rest."""
    key = {"roster_version_id": version_id, "person_id": person_id, "date": day}
    session.execute(delete(RosterLock).filter_by(**key).execution_options(synchronize_session="fetch"))
    if locked:
        session.add(RosterLock(**key))
