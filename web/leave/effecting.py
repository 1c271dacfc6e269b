"""How an approved leave changes the roster: a decision on every shift, then the new version (R-5.15)."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.swaps.effect import SwapJudge
from web.accounts.actor import Actor
from web.answer import Reason
from web.database import JsonObject
from web.leave.covering import stand_in_swap, with_leave
from web.leave.loading import ask_of, months_of
from web.leave.steps import MISSING
from web.leave.tables import LeaveCover, LeaveRequest
from web.leave.telling import tell_stand_in
from web.people.protection import store_days_off
from web.people.tables import Department, Person
from web.refusal import Refusal
from web.rosters.amending import amend
from web.rosters.tables import AssignmentInForce
from web.said import faults, plain
from web.swaps.asking import judged
from web.swaps.closing import close_on
from web.swaps.debts import unworked
from web.swaps.loading import SwapMonth


@dataclass(frozen=True, kw_only=True)
class Cover:
    """What the approver says of one shift: who stands in (employee number), or why it is left open."""

    stand_in: str | None = None
    reason: str = ""

    def to_json(self) -> JsonObject:
        """Return it as the record keeps it."""
        return {"stand_in": self.stand_in, "reason": self.reason}


def cover_faults(shifts: Sequence[AssignmentInForce], covers: Mapping[dt.date, Cover]) -> list[Reason]:
    """Return the shifts without a decision, and the decisions on shifts that are not there any more."""
    dates = {shift.date for shift in shifts}
    reasons: list[Reason] = [
        Refusal(code="leave_cover_missing", field=field_of(day), details={"date": day.isoformat()})
        for day in sorted(dates - covers.keys())
    ]
    reasons += [
        Refusal(code="leave_roster_changed", details={"date": day.isoformat()})
        for day in sorted(covers.keys() - dates)
    ]
    for day, cover in sorted(covers.items()):
        if cover.stand_in is None:
            reasons += [
                Refusal(code="leave_open_reason", field=reason.field, details={"date": day.isoformat()})
                if reason.code == "leave_reason_missing"
                else reason
                for reason in _open_faults(day, cover)
            ]
    return reasons


def _open_faults(day: dt.date, cover: Cover) -> list[Refusal]:
    return faults(cover.reason, missing=MISSING, field=f"why-{day.isoformat()}")


def field_of(day: dt.date) -> str:
    """Return the name of the field that says who stands in on a day."""
    return f"cover-{day.isoformat()}"


def take_effect(
    session: Session,
    actor: Actor,
    row: LeaveRequest,
    shifts: Sequence[AssignmentInForce],
    covers: Mapping[dt.date, Cover],
    *,
    now: dt.datetime,
    today: dt.date,
) -> list[Reason]:
    """Take the person's shifts out of the roster in force, put the stand-ins in, and keep the days free.

    The caller holds the department's lock, has looked for `cover_faults`, and commits.

    Returns
    -------
    list of Reason
        Why it cannot be, such as a rule that a stand-in would break; then the caller rolls back.
    """
    made: dict[dt.date, int] = {}
    department = session.get_one(Department, row.department_id)
    for first in sorted({shift.date.replace(day=1) for shift in shifts}):
        # one after the other: the second month is judged on what the first has left
        of_month = [shift for shift in shifts if shift.date.replace(day=1) == first]
        month = months_of(session, department, of_month, today=today).get(first)
        if month is None:
            return [Refusal(code="try_again")]
        wanted = {shift.date: covers[shift.date] for shift in of_month}
        reasons = _lawful(actor, row, month, wanted, now=now, today=today)
        if reasons:
            return reasons
        version, reasons = _amended(session, actor, row, month, wanted, now=now)
        if version is None:
            return reasons
        made |= dict.fromkeys(wanted, version)
    _store(session, row, shifts, covers, made, now=now)
    unworked(session, row.person_id, [shift.date for shift in shifts])
    close_on(session, actor, row.person_id, [shift.date for shift in shifts], now=now)
    store_days_off(session, actor, row.person_id, ask_of(row).dates, now=now)
    return []


def _lawful(
    actor: Actor,
    row: LeaveRequest,
    month: SwapMonth,
    wanted: Mapping[dt.date, Cover],
    *,
    now: dt.datetime,
    today: dt.date,
) -> list[Reason]:
    """Judge everybody who stands in together, on the roster without the shifts that are left open."""
    number = row.person.employee_number
    month = with_leave(month, number, frozenset(ask_of(row).dates))
    takers = {day: cover.stand_in for day, cover in wanted.items() if cover.stand_in is not None}
    beyond = [
        taker
        for taker in takers.values()
        if taker == number or taker not in month.people or not actor.reaches_team(month.people[taker].team_id)
    ]
    if beyond:
        return [Refusal(code="leave_cover_beyond", measured=taker) for taker in dict.fromkeys(beyond)]
    if not takers:
        return []
    roster = month.roster
    for day in wanted.keys() - takers.keys():
        roster = roster.with_cell(number, day, None)
    swap = stand_in_swap(number, takers)
    return list(judged(month, SwapJudge(month.problem, roster), swap, now=now, today=today).reasons)


def _amended(
    session: Session,
    actor: Actor,
    row: LeaveRequest,
    month: SwapMonth,
    wanted: Mapping[dt.date, Cover],
    *,
    now: dt.datetime,
) -> tuple[int | None, list[Reason]]:
    number = row.person.employee_number
    cells: dict[tuple[str, dt.date], str | None] = {(number, day): None for day in wanted}
    for day, cover in wanted.items():
        if cover.stand_in is not None:
            cells[cover.stand_in, day] = month.roster.kind(number, day)
    made = amend(session, actor, month.version, cells, note=f"leave {row.id}", now=now)
    return (None if made.version is None else made.version.id), list(made.reasons)


def _store(
    session: Session,
    row: LeaveRequest,
    shifts: Iterable[AssignmentInForce],
    covers: Mapping[dt.date, Cover],
    made: Mapping[dt.date, int],
    *,
    now: dt.datetime,
) -> None:
    numbers = {cover.stand_in for cover in covers.values() if cover.stand_in is not None}
    people = dict(
        session.execute(
            select(Person.employee_number, Person.id).where(
                Person.department_id == row.department_id, Person.employee_number.in_(numbers)
            )
        ).all()
    )
    for shift in shifts:
        cover = covers[shift.date]
        stored = LeaveCover(
            leave_id=row.id,
            date=shift.date,
            shift_kind_id=shift.shift_kind_id,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            stand_in_id=None if cover.stand_in is None else people[cover.stand_in],
            reason="" if cover.stand_in is not None else plain(cover.reason),
            made_version_id=made[shift.date],
        )
        session.add(stored)
        session.flush()
        if stored.stand_in_id is not None:
            tell_stand_in(session, row, stored, now=now)
