"""A leave as the core knows it, and the duty that it takes the person from."""

import datetime as dt
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from roster.leave.asking import LeaveAsk
from roster.leave.conditions import Moment
from roster.leave.life import LeaveLife
from roster.leave.proof import Certificate
from roster.leave.terms import LeaveTerms
from roster.swaps.life import IN_EFFECT, SwapState
from web.leave.tables import LeaveRequest
from web.leave.terms import leave_terms
from web.people.tables import Department, Person
from web.planning.settings import with_special_days
from web.policy.tables import PolicyVersion
from web.rosters.alive import in_force
from web.rosters.loading import effective, load_calendar, policy_if_any
from web.rosters.tables import AssignmentInForce
from web.swaps.loading import SwapMonth, load_swap_month
from web.swaps.tables import SwapMove, SwapRequest

SWAPPED = (*IN_EFFECT, SwapState.CLOSED)


def terms_of(version: PolicyVersion) -> LeaveTerms:
    """Return what a policy version says of leave."""
    return leave_terms(effective(version))


def duties(session: Session, person_id: int, first: dt.date, last: dt.date) -> Sequence[AssignmentInForce]:
    """Return a person's shifts in force on the days, the first one first."""
    rows = session.scalars(
        select(AssignmentInForce)
        .options(joinedload(AssignmentInForce.shift_kind))
        .where(AssignmentInForce.person_id == person_id, AssignmentInForce.date.between(first, last))
        .order_by(AssignmentInForce.starts_at)
    )
    return rows.all()


def months_of(
    session: Session, department: Department, shifts: Iterable[AssignmentInForce], *, today: dt.date
) -> dict[dt.date, SwapMonth]:
    """Return the months in force in which the shifts lie, by first day, ascending."""
    months = sorted({shift.date.replace(day=1) for shift in shifts})
    found = {month: load_swap_month(session, department, month, today=today) for month in months}
    return {month: each for month, each in found.items() if each is not None}


def swapped_dates(session: Session, person_id: int, first: dt.date, last: dt.date) -> frozenset[dt.date]:
    """Return the days on which the person's shift was swapped, or is a pay-back (R-4.15).

    What the company asked for is no swap of the person's; what takes a swap back leaves none.
    """
    rows = session.scalars(
        select(SwapMove.date)
        .join(SwapRequest, SwapRequest.id == SwapMove.swap_id)
        .where(
            SwapRequest.state.in_(SWAPPED),
            SwapRequest.by_company.is_(False),
            SwapRequest.undoes_id.is_(None),
            or_(SwapMove.giver_id == person_id, SwapMove.taker_id == person_id),
            SwapMove.date.between(first, last),
        )
    )
    return frozenset(rows)


def moment_of(
    session: Session,
    department: Department,
    person: Person,
    ask: LeaveAsk,
    shifts: Sequence[AssignmentInForce],
    *,
    now: dt.datetime,
    today: dt.date,
) -> Moment:
    """Return when, to the minute, and from which duty a leave is asked for."""
    dates = {shift.date for shift in shifts}
    now = now.replace(second=0, microsecond=0)  # to the minute, as the notice is stated
    return Moment(
        today=today,
        minutes_ahead={shift.date: minutes_between(now, shift.starts_at) for shift in shifts},
        minutes_to_first_day=minutes_between(now, midnight(ask.first, department.time_zone)),
        on_holiday=holidays_of(session, department, ask, shifts),
        swapped=swapped_dates(session, person.id, ask.first, ask.last) & dates,
    )


def holidays_of(
    session: Session, department: Department, ask: LeaveAsk, shifts: Iterable[AssignmentInForce]
) -> frozenset[dt.date]:
    """Return the dates of holiday duty: of shifts in force; any holiday where no roster is in force yet."""
    policy = policy_if_any(session, department.id, ask.first)
    if policy is None:
        return frozenset()
    months = {day.replace(day=1) for day in ask.dates}
    open_months = {month for month in months if in_force(session, department.id, month) is None}
    at_stake = {shift.date for shift in shifts} | {
        day for day in ask.dates if day.replace(day=1) in open_months
    }
    calendar = with_special_days(load_calendar(session, department), effective(policy), ask.dates)
    return frozenset(day for day in at_stake if calendar.is_special(day))


def deadline(
    shifts: Sequence[AssignmentInForce], ask: LeaveAsk, time_zone: str, *, is_emergency: bool
) -> dt.datetime:
    """Return until when a leave can be decided: the first shift's start.

    An emergency is decided afterwards as well, and where no shift is at stake, until the last day is over.
    """
    if is_emergency or not shifts:
        return midnight(ask.last + dt.timedelta(days=1), time_zone)
    return min(shift.starts_at for shift in shifts)


def ask_of(row: LeaveRequest) -> LeaveAsk:
    """Return a stored leave as the core knows it."""
    return LeaveAsk(
        person=row.person.employee_number,
        kind=row.kind,
        first=row.first_day,
        last=row.last_day,
        channel=row.channel,
        is_special=row.is_special,
    )


def life_of(
    row: LeaveRequest,
    *,
    has_shifts: bool = True,
    undecided_is_unexcused: bool = True,
    has_begun: bool = False,
) -> LeaveLife:
    """Return a stored leave's state and approvals as the core's state machine knows them.

    Parameters
    ----------
    has_shifts, undecided_is_unexcused, has_begun
        Matter only to what nobody decides, or is refused too late.
    """
    return LeaveLife(
        chain=tuple(row.chain),
        is_late=row.is_late,
        is_emergency=ask_of(row).is_emergency,
        has_shifts=has_shifts,
        needs_proof=row.needs_proof,
        undecided_is_unexcused=undecided_is_unexcused,
        has_begun=has_begun,
        state=row.state,
        approved=tuple(consent.role for consent in row.consents),
    )


def life_as_it_is(session: Session, row: LeaveRequest, *, now: dt.datetime) -> LeaveLife:
    """Return the life with what the shifts in force and the policy say of what nobody allows."""
    terms = terms_of(session.get_one(PolicyVersion, row.policy_version_id))
    shifts = duties(session, row.person_id, row.first_day, row.last_day)
    return life_of(
        row,
        has_shifts=bool(shifts),
        has_begun=any(shift.starts_at <= now for shift in shifts),
        undecided_is_unexcused=terms.undecided_is_unexcused,
    )


def certificates_of(row: LeaveRequest) -> tuple[Certificate, ...]:
    """Return the certificates that have not been refused."""
    return tuple(
        Certificate(first=proof.first_day, last=proof.last_day)
        for proof in row.proofs
        if proof.refused_at is None
    )


def midnight(day: dt.date, time_zone: str) -> dt.datetime:
    """Return the instant at which a local date begins."""
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(time_zone)).astimezone(dt.UTC)


def minutes_between(now: dt.datetime, at: dt.datetime) -> int:
    """Return whole minutes from now to then, exact across a change of clocks."""
    return int((at - now).total_seconds() // 60)


def local_date(now: dt.datetime, time_zone: str) -> dt.date:
    """Return the local date of an instant."""
    return now.astimezone(ZoneInfo(time_zone)).date()
