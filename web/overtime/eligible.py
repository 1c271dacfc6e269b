"""Who may take an offer: everybody of the department with what stands against it, rule by rule."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.overtime.callin import against_shift
from roster.overtime.counting import Window
from roster.overtime.fitness import Extra
from roster.problem import Problem, Roster
from roster.violation import Violation
from web.overtime.loading import OvertimeDay, load_day
from web.overtime.tables import OvertimeOffer
from web.people.tables import Department, Person
from web.rosters.alive import in_force
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import RosterVersion


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A person, and what the rules say of it.

    Parameters
    ----------
    against
        Hard ones keep the person from it; the others are notes.
    booked
        Minutes of overtime in the month so far.
    """

    person: Person
    against: tuple[Violation, ...]
    booked: int

    @property
    def may(self) -> bool:
        """Whether no rule forbids it."""
        return not any(each.hard for each in self.against)


@dataclass(frozen=True, kw_only=True)
class OfferMonth:
    """What an offer is judged on; `version`, `problem` and `roster` only where it is a whole shift."""

    day: OvertimeDay
    version: RosterVersion | None
    problem: Problem | None
    roster: Roster | None


def load_offer_month(session: Session, offer: OvertimeOffer) -> OfferMonth:
    """Return the date as it is now, with the roster in force for a whole shift."""
    department = session.get_one(Department, offer.department_id)
    day = load_day(session, department, offer.date)
    version = in_force(session, department.id, offer.date.replace(day=1)) if offer.shift_kind_id else None
    if version is None:
        return OfferMonth(day=day, version=None, problem=None, roster=None)
    month = offer.date.replace(day=1)
    return OfferMonth(
        day=day,
        version=version,
        problem=load_problem(session, department, month, version=version),
        roster=load_roster(session, version),
    )


def candidates(session: Session, offer: OvertimeOffer, month: OfferMonth) -> list[Candidate]:
    """Judge everybody; who may, with the least overtime so far, stands first."""
    rows = session.scalars(
        select(Person).where(Person.department_id == offer.department_id, Person.active).order_by(Person.id)
    )
    found = [
        Candidate(
            person=row,
            against=against_offer(offer, month, row.id),
            booked=month.day.loads[row.id].month,
        )
        for row in rows
        if row.id in month.day.people
    ]
    return sorted(found, key=lambda each: (not each.may, each.booked, each.person.employee_number))


def against_offer(offer: OvertimeOffer, month: OfferMonth, person_id: int) -> tuple[Violation, ...]:
    """Return what stands against one person taking it, who agrees by taking it."""
    day = month.day
    person = day.people[person_id]
    skill = None if offer.skill is None else offer.skill.name
    extra = Extra(
        date=offer.date,
        window=Window(starts_at=offer.starts_at, ends_at=offer.ends_at),
        skill=skill,
        consent=True,
    )
    if offer.shift_kind is None:
        return day.against(person_id, extra)
    if month.problem is None or month.roster is None or person.id not in month.problem.person_by_id:
        return (Violation(code="employment", person=person.id, dates=(offer.date,)),)
    code = offer.shift_kind.code
    beside = [each for each in day.against(person_id, extra) if each.code in BESIDE]
    found = against_shift(
        month.problem,
        month.roster,
        person.id,
        offer.date,
        code,
        load=day.loads[person_id],
        terms=day.terms,
        consent=True,
    )
    known = {each.code for each in found}
    return (*found, *(each for each in beside if each.code not in known))


BESIDE = frozenset({"kind_allowed", "no_overtime", "rest_between", "overtime_at_work"})
"""What only the day knows of a whole shift: the skill asked for, overtime beside it, other departments."""
