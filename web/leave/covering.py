"""Who may stand in for the shifts of a leave, the cheapest first, and what it does when one is left open."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from roster.coverage import coverage
from roster.problem import Problem
from roster.problem import Roster as Shifts
from roster.swaps.effect import SwapJudge
from roster.swaps.judging import SwapVerdict
from roster.swaps.moves import Move, Swap
from web.accounts.actor import Actor
from web.leave.loading import ask_of, duties, months_of
from web.leave.tables import LeaveRequest
from web.people.tables import Department
from web.rosters.coverage_rows import coverage_by_kind
from web.rosters.tables import AssignmentInForce
from web.swaps.asking import judged
from web.swaps.loading import SwapMonth


@dataclass(frozen=True, kw_only=True)
class StandIn:
    """Somebody who is off that day, and what it would mean if they took the shift."""

    person: str
    name: str
    verdict: SwapVerdict

    @property
    def cost(self) -> int:
        """What the rules charge for what it makes worse."""
        return sum(note.cost for note in self.verdict.notes)

    @property
    def more_minutes(self) -> int:
        """How many more minutes the person works in the month; 0 where it cannot be."""
        if self.verdict.effect is None:
            return 0
        before, after = self.verdict.effect.hours[self.person]
        return after.minutes - before.minutes


@dataclass(frozen=True, kw_only=True)
class Opening:
    """One shift of the leave.

    Parameters
    ----------
    may, may_not
        Who may take it, the cheapest first; who may not, with the reasons in the verdict.
    delta
        People beyond the need on that shift now, and when it is left open.
    """

    shift: AssignmentInForce
    may: tuple[StandIn, ...]
    may_not: tuple[StandIn, ...]
    delta: tuple[int, int]


def openings(
    session: Session,
    actor: Actor,
    row: LeaveRequest,
    department: Department,
    *,
    now: dt.datetime,
    today: dt.date,
) -> tuple[Opening, ...]:
    """Return the shifts in force of a leave with everybody within the actor's reach who is off then."""
    shifts = duties(session, row.person_id, row.first_day, row.last_day)
    absent, dates = row.person.employee_number, frozenset(ask_of(row).dates)
    months = {
        first: with_leave(month, absent, dates)
        for first, month in months_of(session, department, shifts, today=today).items()
    }
    judges = {first: SwapJudge(month.problem, month.roster) for first, month in months.items()}
    found = []
    for shift in shifts:
        first = shift.date.replace(day=1)
        if first in months:
            month = months[first]
            each = _stand_ins(actor, month, judges[first], absent, shift.date, now=now, today=today)
            found.append(
                Opening(
                    shift=shift,
                    may=tuple(one for one in each if one.verdict.is_lawful),
                    may_not=tuple(one for one in each if not one.verdict.is_lawful),
                    delta=_delta(month.problem, month.roster, absent, shift.date),
                )
            )
    return tuple(found)


def stand_in_swap(number: str, takers: Mapping[dt.date, str]) -> Swap:
    """Return the shifts of a leave that others take, as moves: the department asks for them (R-4.8)."""
    moves = tuple(Move(date=day, giver=number, taker=taker) for day, taker in sorted(takers.items()))
    return Swap(moves=moves, by_company=True)


def with_leave(month: SwapMonth, number: str, dates: frozenset[dt.date]) -> SwapMonth:
    """Return the month with the days as the person's leave, which lowers the hours that are due."""
    people = tuple(
        replace(person, leave=person.leave | dates) if person.id == number else person
        for person in month.problem.people
    )
    return replace(month, problem=replace(month.problem, people=people))


def _stand_ins(
    actor: Actor,
    month: SwapMonth,
    judge: SwapJudge,
    number: str,
    when: dt.date,
    *,
    now: dt.datetime,
    today: dt.date,
) -> list[StandIn]:
    found = []
    for person in month.problem.people:
        row = month.people[person.id]
        is_free = person.id != number and month.roster.kind(person.id, when) is None
        if is_free and person.is_employed(when) and actor.reaches_team(row.team_id):
            verdict = judged(month, judge, stand_in_swap(number, {when: person.id}), now=now, today=today)
            found.append(StandIn(person=person.id, name=row.name, verdict=verdict))
    return sorted(found, key=lambda one: (one.cost, one.more_minutes, one.person))


def _delta(problem: Problem, roster: Shifts, number: str, when: dt.date) -> tuple[int, int]:
    code = roster.kind(number, when)
    if code is None:
        return 0, 0
    kind, day = problem.kind_by_code[code], problem.day_of(when)
    now, then = (
        coverage_by_kind(problem, coverage(problem, each), kind)[day].delta
        for each in (roster, roster.with_cell(number, when, None))
    )
    return now, then
