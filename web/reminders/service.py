"""What has to be told because of the time, each thing once: due rosters (R-2.7, A-1) and wishes rounds.

So has what today's calls say as they come in: beyond the forecast, or too few answered (R-1.13, R-1.15).

Any number of processes may call `due_reminders` as often as they like: a notice has a key of its own,
and a round is closed by one conditional write.
"""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.accounts.tables import Role, User
from web.database import JsonObject
from web.errors import NotFound
from web.forecasts.beyond import alarms
from web.notices.sending import send
from web.people.tables import Department
from web.refusal import Refusal
from web.reminders.hand_in import HandIn, Stage, is_handed_in, read_hand_in
from web.rosters.loading import effective, policy_on
from web.rosters.months import next_month
from web.rosters.tables import RoundState, WishRound
from web.wishes.rounds import Phase, Refusals, close_overdue, phase_of, round_of
from web.wishes.status import read_status, silent_users, users_of

ROSTER_DUE = "roster_due"
"""To supervisors and approvers. Payload: month, day (the due day), stage."""
ROUND_OPEN = "wish_round_open"
"""To everybody in the round. Payload: month, closes_at, quota."""
ROUND_CLOSING = "wish_round_closing"
"""To those who have not answered, from the day before. Payload as above."""
ROUND_CLOSED = "wish_round_closed"
"""To supervisors, when the time has closed a round. Payload: month, round, answered, people."""
ROUND_REMINDER = "wish_round_reminder"
"""To those who have not answered, when the supervisor asks for it. Payload as of an open round."""

SUPERVISOR = "supervisor"
TOLD_STAGES = (Stage.DAY_BEFORE, Stage.DUE_TODAY, Stage.LATE)
DAY = dt.timedelta(days=1)


def due_reminders(session: Session, now: dt.datetime) -> int:
    """Tell everything that is due at `now`, close rounds whose time has come, and commit.

    Returns
    -------
    int
        How many notices are new; 0 when everything has been told.
    """
    told = sum(_tell_closed(session, found, now) for found in close_overdue(session, now))
    for department in session.scalars(select(Department).order_by(Department.id)).all():
        today = now.astimezone(ZoneInfo(department.time_zone)).date()
        for month in coming_months(today):
            told += _tell_due(session, department, read_hand_in(session, department, month, now), now)
        told += _tell_today(session, department, now)
    rounds = session.scalars(
        select(WishRound).where(WishRound.state == RoundState.OPEN).order_by(WishRound.id)
    )
    for found in rounds.all():
        told += _tell_open(session, found, now)
    session.commit()
    return told


def coming_months(today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the months whose due day may be near `today`.

    With day 1 due, the day before lies in the month before that; with the last of February due, the
    first day of being late is the first of the month itself.
    """
    first = next_month((today - DAY).replace(day=1))
    return first, next_month(first)


def remind_silent(session: Session, actor: Actor, round_id: int, *, now: dt.datetime) -> int | Refusals:
    """Remind those who have not answered an open round, once per person and local day, and commit.

    Returns
    -------
    int or tuple of Refusal
        How many were told now; those told today already are left alone.
    """
    found = round_of(session, actor, round_id)
    if _phase(session, found, now) is not Phase.OPEN:
        return (Refusal(code="wish_round_closed"),)
    today = now.astimezone(ZoneInfo(_zone(session, found))).date()
    payload = _round_payload(found)
    payloads = dict.fromkeys(silent_users(session, found), payload)
    told = send(session, ROUND_REMINDER, payloads, key=f"{found.id}-{today}", now=now)
    session.commit()
    return told


def _tell_due(session: Session, department: Department, state: HandIn, now: dt.datetime) -> int:
    if state.due is None or state.stage not in TOLD_STAGES:
        return 0
    payload: JsonObject = {
        "month": state.month.isoformat(),
        "day": state.due.isoformat(),
        "stage": state.stage.value,
    }
    users = _users_with(session, department.id, _answerable(session, department.id, state.month))
    key = f"{department.id}-{state.month:%Y-%m}-{state.stage}"
    return send(session, ROSTER_DUE, dict.fromkeys(users, payload), key=key, now=now)


def _tell_today(session: Session, department: Department, now: dt.datetime) -> int:
    """Tell supervisors what is wrong with today, each cause once on a day."""
    found = alarms(session, department, now=now)
    users = _users_with(session, department.id, {SUPERVISOR}) if found else []
    return sum(
        send(
            session,
            alarm.kind,
            dict.fromkeys(users, alarm.payload),
            key=f"{department.id}-{alarm.day}",
            now=now,
        )
        for alarm in found
    )


def _answerable(session: Session, department_id: int, month: dt.date) -> set[str]:
    """Return the roles that a missing roster concerns: the supervisor and who approves (P-10)."""
    try:
        chain = effective(policy_on(session, department_id, month)).values.roster_chain
    except NotFound:
        return {SUPERVISOR}
    return {SUPERVISOR, *(role.value for role in chain)}


def _tell_open(session: Session, found: WishRound, now: dt.datetime) -> int:
    """Tell everybody that a round is open, and from the day before it closes those who are silent."""
    if _phase(session, found, now) is not Phase.OPEN:
        return 0
    payload = _round_payload(found)
    everybody = session.scalars(users_of(found)).all()
    told = send(session, ROUND_OPEN, dict.fromkeys(everybody, payload), key=f"{found.id}", now=now)
    zone = ZoneInfo(_zone(session, found))
    closing = found.closes_at.astimezone(zone).date()
    if now.astimezone(zone).date() >= closing - DAY:
        silent = dict.fromkeys(silent_users(session, found), payload)
        told += send(session, ROUND_CLOSING, silent, key=f"{found.id}-{closing}", now=now)
    return told


def _tell_closed(session: Session, found: WishRound, now: dt.datetime) -> int:
    status = read_status(session, session.get_one(Department, found.department_id), found)
    payload: JsonObject = {
        "month": found.month.isoformat(),
        "round": found.id,
        "answered": status.answered,
        "people": len(status.people),
    }
    users = _users_with(session, found.department_id, {SUPERVISOR})
    key = f"{found.id}-{found.closes_at.astimezone(dt.UTC):%Y%m%dT%H%M%S}"
    return send(session, ROUND_CLOSED, dict.fromkeys(users, payload), key=key, now=now)


def _phase(session: Session, found: WishRound, now: dt.datetime) -> Phase:
    handed_in = is_handed_in(session, found.department_id, found.month)
    return phase_of(found, now, handed_in=handed_in)


def _round_payload(found: WishRound) -> JsonObject:
    return {
        "month": found.month.isoformat(),
        "closes_at": found.closes_at.astimezone(dt.UTC).isoformat(),
        "quota": found.quota,
    }


def _users_with(session: Session, department_id: int, roles: set[str]) -> list[int]:
    rows = session.scalars(
        select(User.id)
        .join(User.roles)
        .where(User.department_id == department_id, User.active, Role.name.in_(roles))
        .distinct()
        .order_by(User.id)
    )
    return list(rows)


def _zone(session: Session, found: WishRound) -> str:
    return session.get_one(Department, found.department_id).time_zone
