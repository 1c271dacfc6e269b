"""The month in which shifts are swapped: roster in force, terms, and the other swaps that count."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from roster.leave.life import WAITING
from roster.problem import Cell, Problem
from roster.problem import Roster as Shifts
from roster.swaps.conditions import Moment
from roster.swaps.effect import SwapJudge
from roster.swaps.following import FollowingMonth
from roster.swaps.life import IN_EFFECT, WITHOUT_EFFECT, SwapLife, SwapState
from roster.swaps.moves import Move, Swap
from roster.swaps.spanning import joined
from roster.swaps.standing import Standing
from roster.swaps.terms import SwapTerms
from web.leave.tables import LeaveRequest
from web.people.tables import Department, Person
from web.policy.schema import EffectivePolicy
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.rosters.alive import in_force
from web.rosters.instants import instants
from web.rosters.loading import effective, load_problem, load_roster
from web.rosters.months import next_month, previous_month
from web.rosters.tables import RosterVersion
from web.swaps.tables import SwapDebt, SwapMove, SwapRequest
from web.swaps.terms import swap_terms

COUNTED = tuple(state for state in SwapState if state not in WITHOUT_EFFECT)


@dataclass(frozen=True, kw_only=True)
class SwapMonth:
    """A published month as swaps are judged in it.

    Parameters
    ----------
    problem
        Without wishes and without a price on changes: who swaps wants the change.
    roster
        The shifts in force.
    people
        Rows by employee number, of everybody in the department.
    following
        Loads the month after, where it is published: swaps of the last days must not break it.
    asked_leave
        Days on which somebody's leave waits to be decided.
    then
        The month after, where a swap changes shifts of both.
    counted
        The swaps of `standing`, by id.
    """

    department: Department
    version: RosterVersion
    policy: EffectivePolicy
    policy_version_id: int
    terms: SwapTerms
    problem: Problem
    roster: Shifts
    people: Mapping[str, Person]
    standing: Standing
    counted: Mapping[int, Swap]
    following: Callable[[], FollowingMonth | None]
    asked_leave: frozenset[Cell] = frozenset()
    then: "SwapMonth | None" = None

    @cached_property
    def shifts(self) -> Shifts:
        """The shifts in force of this month, and of the one after where it is judged with it."""
        return self.roster if self.then is None else joined(self.roster, self.then.roster)

    @property
    def each(self) -> tuple["SwapMonth", ...]:
        """The months, ascending."""
        return (self,) if self.then is None else (self, self.then)

    def judge(self) -> SwapJudge:
        """Return who judges swaps of this month; what many have in common is judged once."""
        return SwapJudge(self.problem, self.roster, self.following)

    def besides(self, swap_id: int) -> "SwapMonth":
        """Return the month as a stored swap is judged in it: the swap itself does not count."""
        others = tuple(swap for number, swap in self.counted.items() if number != swap_id)
        return replace(self, standing=replace(self.standing, swaps=others))


def load_swap_month(
    session: Session, department: Department, month: dt.date, *, today: dt.date, besides: int | None = None
) -> SwapMonth | None:
    """Return the published month; None where none is.

    Parameters
    ----------
    besides
        A swap that does not count among the others: the one that is judged.
    """
    version = in_force(session, department.id, month)
    if version is None:
        return None
    policy = effective(session.get_one(PolicyVersion, version.policy_version_id))
    problem = load_problem(session, department, month, version=version)
    people = session.scalars(select(Person).where(Person.department_id == department.id))
    counted = load_counted(session, department.id, month, besides=besides)
    return SwapMonth(
        department=department,
        version=version,
        policy=policy,
        policy_version_id=version.policy_version_id,
        terms=swap_terms(policy),
        problem=replace(
            problem, wishes=(), published=None, rules=replace(problem.rules, stability=None, wish=None)
        ),
        roster=load_roster(session, version),
        people={person.employee_number: person for person in people},
        standing=Standing(swaps=tuple(counted.values()), owed=load_owed(session, department.id, today=today)),
        counted=counted,
        asked_leave=_asked_leave(session, department.id, problem),
        following=cache(partial(_following, session, department, next_month(month))),
    )


def load_swap_months(
    session: Session,
    department: Department,
    months: Sequence[dt.date],
    *,
    today: dt.date,
    besides: int | None = None,
) -> SwapMonth | Refusal:
    """Return one published month, or two neighbours as one to be judged together.

    Parameters
    ----------
    months
        First days, ascending.
    """
    found = []
    for month in months:
        loaded = load_swap_month(session, department, month, today=today, besides=besides)
        if loaded is None:
            return Refusal(code="swap_not_published", measured=f"{month:%Y-%m}")
        found.append(loaded)
    return found[0] if len(found) == 1 else together(*found)


def together(first: SwapMonth, second: SwapMonth) -> SwapMonth:
    """Return two neighbouring months as one swap of both is judged in them; the terms are the first's."""
    counted = {**second.counted, **first.counted}
    standing = replace(first.standing, swaps=tuple(counted.values()))
    asked_leave = first.asked_leave | second.asked_leave
    return replace(first, then=second, counted=counted, standing=standing, asked_leave=asked_leave)


def with_next(session: Session, month: SwapMonth, *, today: dt.date) -> SwapMonth:
    """Return the month together with the one after, where that is published; else as it is."""
    after = month.problem.last_day + dt.timedelta(days=1)
    second = load_swap_month(session, month.department, after, today=today)
    return month if second is None else together(month, second)


def _asked_leave(session: Session, department_id: int, problem: Problem) -> frozenset[Cell]:
    rows = session.execute(
        select(Person.employee_number, LeaveRequest.first_day, LeaveRequest.last_day)
        .join(Person, Person.id == LeaveRequest.person_id)
        .where(
            LeaveRequest.department_id == department_id,
            LeaveRequest.state.in_(tuple(WAITING)),
            LeaveRequest.last_day >= problem.first_day,
            LeaveRequest.first_day <= problem.last_day,
        )
    )
    return frozenset(
        (number, problem.date_of(day))
        for number, first, last in rows
        for day in range(problem.days)
        if first <= problem.date_of(day) <= last
    )


def _following(session: Session, department: Department, month: dt.date) -> FollowingMonth | None:
    version = in_force(session, department.id, month)
    if version is None:
        return None
    problem = load_problem(session, department, month, version=version)
    return FollowingMonth(problem, load_roster(session, version))


def load_counted(
    session: Session, department_id: int, month: dt.date, *, besides: int | None = None
) -> dict[int, Swap]:
    """Return the swaps of a month and of its neighbours that count, by id."""
    rows = session.scalars(
        select(SwapRequest)
        .options(selectinload(SwapRequest.moves).joinedload(SwapMove.giver))
        .options(selectinload(SwapRequest.moves).joinedload(SwapMove.taker))
        .options(selectinload(SwapRequest.payment))
        .where(
            SwapRequest.department_id == department_id,
            # one that begins two months before may reach into the last days before this one
            SwapRequest.month.between(previous_month(previous_month(month)), next_month(month)),
            SwapRequest.state.in_(COUNTED),
            SwapRequest.by_company.is_(False),
            # what takes a swap back, or pays one back, is no swap of its own
            SwapRequest.undoes_id.is_(None),
            ~SwapRequest.payment.has(),
        )
    )
    return {row.id: swap_of(row) for row in rows if row.id != besides}


def load_owed(session: Session, department_id: int, *, today: dt.date) -> dict[str, int]:
    """Return the shifts still to be paid back, by who owes them.

    A pay-back that is agreed on counts as owed until its day is over (A-21).
    """
    owed = session.execute(
        select(Person.employee_number, func.count())
        .join(SwapDebt, SwapDebt.debtor_id == Person.id)
        .join(SwapRequest, SwapRequest.id == SwapDebt.swap_id)
        .where(
            Person.department_id == department_id,
            SwapDebt.paid_on.is_(None) | (SwapDebt.paid_on >= today),
            ~SwapDebt.cancelled,
            SwapRequest.state.in_(tuple(IN_EFFECT)),
        )
        .group_by(Person.employee_number)
    )
    return dict(owed.all())


def swap_of(row: SwapRequest) -> Swap:
    """Return a stored swap as the core knows it."""
    return Swap(
        moves=tuple(_move(move) for move in row.moves if not move.is_payback),
        paybacks=tuple(_move(move) for move in row.moves if move.is_payback),
        ground=row.ground,
        by_company=row.by_company,
        settles=row.undoes_id is not None or row.payment is not None,
    )


def life_of(row: SwapRequest) -> SwapLife:
    """Return a stored swap's state and consents as the core's state machine knows them."""
    people = {person.id: person.employee_number for move in row.moves for person in (move.giver, move.taker)}
    return SwapLife(
        counterparts=frozenset(people[person] for person in asked_of(row)),
        chain=tuple(row.chain),
        state=row.state,
        agreed=frozenset(people[consent.person_id] for consent in row.consents if consent.person_id),
        approved=tuple(consent.role for consent in row.consents if consent.role),
    )


def asked_of(row: SwapRequest) -> set[int]:
    """Return the people who must agree: who takes a shift, where the policy asks them.

    What settles an earlier swap moves shifts that others count on, so everybody else is asked whatever
    the policy says. Of a swap that the department asks for (R-4.20) everybody is asked.
    """
    parties = {person for move in row.moves for person in (move.giver_id, move.taker_id)}
    if row.undoes_id is not None or row.payment is not None:
        return parties - {row.requester_id}
    if row.by_company:
        return parties
    return {move.taker_id for move in row.moves} - {row.requester_id} if row.asks_counterpart else set()


def waited_for(row: SwapRequest) -> set[int]:
    """Return the people who are asked and have not answered yet."""
    return asked_of(row) - {consent.person_id for consent in row.consents if consent.person_id}


def moment_of(
    department: Department, problem: Problem, roster: Shifts, swap: Swap, *, now: dt.datetime, today: dt.date
) -> Moment:
    """Return how far ahead each given shift is; a shift that is not there counts as not begun."""
    return Moment(
        today=today,
        minutes_ahead={
            (move.giver, move.date): _minutes(department, problem, roster, (move.giver, move.date), now)
            for move in swap.all_moves
        },
    )


def _minutes(department: Department, problem: Problem, roster: Shifts, cell: Cell, now: dt.datetime) -> int:
    code = roster.kind(*cell)
    if code is None:
        return 1
    starts_at, _ = instants(cell[1], problem.kind_by_code[code], department.time_zone)
    return int((starts_at - now).total_seconds() // 60)


def _move(row: SwapMove) -> Move:
    return Move(date=row.date, giver=row.giver.employee_number, taker=row.taker.employee_number)
