"""Read what people have worked in the averaging cycle before a month (A-47)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.cycle import month_parts
from roster.hours import due_days_between, prorated
from roster.problem import Person, RuleSettings
from web.people.tables import Person as PersonRow
from web.people.tables import ShiftKind as ShiftKindRow
from web.planning.settings import averaged_by_contract
from web.rosters.tables import AssignmentInForce, RosterVersion, VersionState
from web.rosters.tables import Roster as RosterRow


def with_cycle(
    session: Session, department_id: int, people: Iterable[Person], rules: RuleSettings, month: date
) -> tuple[Person, ...]:
    """Return the people with their own average week and the minutes of the cycle before the month.

    Months without a published roster count as the contract. Where the week is averaged over the month
    alone, the people are returned as they are.

    Parameters
    ----------
    people
        With their approved leave of the whole cycle.
    month
        First day of the month that is rostered.
    """
    people = averaged_by_contract(people, rules)
    if rules.average_cycle is None:
        return people
    first, _ = rules.average_cycle.around(month)
    published = _published(session, department_id, first, month)
    worked = _worked(session, department_id, published)
    unknown = [part for part in month_parts(first, month - timedelta(days=1)) if part[0] not in published]
    return tuple(
        replace(
            person,
            cycle_minutes=worked[person.id]
            + sum(prorated(_weekly(person), due_days_between(person, *part)) for part in unknown),
        )
        for person in people
    )


def _weekly(person: Person) -> int:
    own = person.limits.average_week
    return person.weekly_minutes if own is None else min(own, person.weekly_minutes)


def _published(session: Session, department_id: int, first: date, before: date) -> frozenset[date]:
    """Return the months with a published roster, by their first days."""
    months = (
        select(RosterRow.month)
        .join(RosterVersion, RosterVersion.roster_id == RosterRow.id)
        .where(
            RosterRow.department_id == department_id,
            RosterVersion.state == VersionState.PUBLISHED,
            RosterRow.month >= first,
            RosterRow.month < before,
        )
    )
    return frozenset(session.scalars(months))


def _worked(session: Session, department_id: int, months: frozenset[date]) -> dict[str, int]:
    """Return the paid minutes in force in rosters of these months, by employee number."""
    minutes = (
        select(PersonRow.employee_number, func.sum(ShiftKindRow.paid_minutes))
        .join(AssignmentInForce, AssignmentInForce.person_id == PersonRow.id)
        .join(ShiftKindRow, ShiftKindRow.id == AssignmentInForce.shift_kind_id)
        .join(RosterRow, RosterRow.id == AssignmentInForce.roster_id)
        .where(PersonRow.department_id == department_id, RosterRow.month.in_(months))
        .group_by(PersonRow.employee_number)
    )
    return defaultdict(int, {number: int(total) for number, total in session.execute(minutes)})
