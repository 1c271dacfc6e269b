"""The monthly register (考勤登记): every person's month, published once and then frozen (R-7.15, R-7.16)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from roster.attendance.judging import Finding, FindingCode
from roster.attendance.sanctions import Proposal, month_proposals
from roster.attendance.terms import AttendanceTerms
from web.accounts.actor import Actor
from web.attendance.known import Leave, booked_overtime, leave_of
from web.attendance.loading import Worked, load_worked
from web.attendance.reaching import accounts_of
from web.attendance.signing import sign
from web.attendance.tables import AttendancePublication, ClockCorrection, CorrectionState
from web.attendance.terms import attendance_terms, policies
from web.database import JsonObject
from web.notices.sending import send
from web.people.tables import Department, Person, ShiftFamily, ShiftKind
from web.people.turns import one_at_a_time
from web.policy.vocabulary.requests import PublishPeriod, UnexcusedRule
from web.records.chain import canonical
from web.records.store import Entry
from web.refusal import Refusal
from web.rosters.months import next_month
from web.rosters.tables import AssignmentInForce

MORNING = dt.time(12)
PUBLISHED = "attendance_published"
"""Notice to everybody in it. Payload: month."""


@dataclass(frozen=True, kw_only=True)
class RegisterRow:
    """One person's month (R-7.16); minutes, times, days.

    `leave_days` are all; those that were not asked for here are of no known kind.
    """

    number: str
    name: str
    team: str
    shifts: int = 0
    present: int = 0
    late_times: int = 0
    late: int = 0
    early_times: int = 0
    early: int = 0
    away_times: int = 0
    away: int = 0
    away_long: int = 0
    absent_shifts: int = 0
    absent: int = 0
    unexcused: int = 0
    """Missed shifts that are absence without leave (旷工)."""
    not_clocked: int = 0
    leave_days: int = 0
    leave_sick: int = 0
    leave_personal: int = 0
    leave_emergency: int = 0
    leave_official: int = 0
    leave_work_injury: int = 0
    leave_marriage: int = 0
    leave_bereavement: int = 0
    leave_home_visit: int = 0
    leave_maternity: int = 0
    leave_annual: int = 0
    overtime: int = 0
    """In shifts of overtime, and booked beside the roster."""
    training: int = 0


COLUMNS = tuple(RegisterRow.__dataclass_fields__)
"""Order of the columns in page and files."""


@dataclass(frozen=True, kw_only=True)
class PersonMonth:
    """What a register's row is made of."""

    row: RegisterRow
    person_id: int
    worked: tuple[Worked, ...]
    findings: tuple[Finding, ...]
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, kw_only=True)
class Register:
    """A month within somebody's reach.

    Parameters
    ----------
    people
        As the events say now.
    publication
        What was published, if it was; its rows stay, later corrections stand beside it.
    later
        Corrections approved after the publication.
    """

    month: dt.date
    people: tuple[PersonMonth, ...]
    terms: AttendanceTerms
    publication: AttendancePublication | None
    frozen: tuple[RegisterRow, ...]
    later: tuple[ClockCorrection, ...]


def read_register(
    session: Session, actor: Actor, department: Department, month: dt.date, *, now: dt.datetime
) -> Register:
    """Return the register of a month: of oneself, of the team, or of the department."""
    last = next_month(month) - dt.timedelta(days=1)
    people = [
        person
        for person in session.scalars(
            select(Person)
            .options(joinedload(Person.team))
            .where(Person.department_id == department.id)
            .order_by(Person.employee_number)
        )
        if actor.reaches_person(person.id, person.team_id)
    ]
    months = person_months(session, department, people, month, now=now)
    publication = published(session, department.id, month)
    numbers = {person.employee_number for person in people}
    frozen: tuple[RegisterRow, ...] = ()
    if publication is not None:
        rows = publication.content["rows"]
        frozen = tuple(RegisterRow(**row) for row in rows if row["number"] in numbers)
    policy = policies(session, department.id)(last)
    return Register(
        month=month,
        people=tuple(each for each in months if each.worked or each.row.leave_days),
        terms=attendance_terms(policy),
        publication=publication,
        frozen=frozen,
        later=_later(session, publication, {person.id for person in people}, department.time_zone),
    )


def person_months(
    session: Session, department: Department, people: Sequence[Person], month: dt.date, *, now: dt.datetime
) -> list[PersonMonth]:
    """Return the months of people; a night shift over the end of a month belongs to its start."""
    last = next_month(month) - dt.timedelta(days=1)
    ids = [person.id for person in people]
    worked: dict[int, list[Worked]] = {}
    for each in load_worked(session, department.id, month, last, now=now, people=ids):
        if each.row.starts_at <= now:
            worked.setdefault(each.person.id, []).append(each)
    leave = leave_of(session, department.id, month, last)
    overtime = booked_overtime(session, department.id, month, last)
    policy = policies(session, department.id)(last)
    terms = attendance_terms(policy)
    is_unexcused = policy is None or policy.values.absence_unexcused_rule is UnexcusedRule.UNEXCUSED
    found = []
    for person in people:
        mine = worked.get(person.id, [])
        findings = tuple(finding for each in mine for finding in each.attendance.findings)
        found.append(
            PersonMonth(
                row=_row(
                    person,
                    mine,
                    findings,
                    leave.get(person.id, Leave()),
                    overtime.get(person.id, 0),
                    is_unexcused=is_unexcused,
                ),
                person_id=person.id,
                worked=tuple(mine),
                findings=findings,
                proposals=month_proposals(findings, terms),
            )
        )
    return found


def published(session: Session, department_id: int, month: dt.date) -> AttendancePublication | None:
    """Return the publication of a month; None before it."""
    return session.scalars(
        select(AttendancePublication).where(
            AttendancePublication.department_id == department_id, AttendancePublication.month == month
        )
    ).one_or_none()


def publish(
    session: Session, actor: Actor, department: Department, month: dt.date, *, now: dt.datetime
) -> tuple[Refusal, ...]:
    """Freeze and publish a month that is over, once, as a signed record, and commit."""
    today = now.astimezone(ZoneInfo(department.time_zone)).date()
    if today < next_month(month):
        return (Refusal(code="register_month_runs", measured=f"{month:%Y-%m}"),)
    policy = policies(session, department.id)(next_month(month) - dt.timedelta(days=1))
    if policy is not None and policy.values.attendance_publish is PublishPeriod.NEVER:
        return (Refusal(code="register_never"),)
    one_at_a_time(session, department.id)
    if published(session, department.id, month) is not None:
        session.rollback()
        return (Refusal(code="register_published", measured=f"{month:%Y-%m}"),)
    runs = _ends_last(session, department.id, month)
    if runs is not None and runs > now:
        session.rollback()
        return (Refusal(code="register_shift_runs", measured=f"{month:%Y-%m}"),)
    people = session.scalars(
        select(Person)
        .options(joinedload(Person.team))
        .where(Person.department_id == department.id)
        .order_by(Person.employee_number)
    ).all()
    months = person_months(session, department, people, month, now=now)
    rows = [asdict(each.row) for each in months if each.worked or each.row.leave_days]
    if not rows:
        session.rollback()
        return (Refusal(code="register_empty", measured=f"{month:%Y-%m}"),)
    content = {"rows": rows}
    session.add(
        AttendancePublication(
            department_id=department.id, month=month, at=now, by_id=actor.user_id, content=content
        )
    )
    entry = Entry(
        kind="attendance.register",
        subject=f"register/{month:%Y-%m}",
        meaning="published",
        content={"month": f"{month:%Y-%m}", "register": canonical(content)},
    )
    sign(session, actor, department.id, entry, day=next_month(month) - dt.timedelta(days=1), now=now)
    named = [each.person_id for each in months if each.worked or each.row.leave_days]
    payload: JsonObject = {"month": f"{month:%Y-%m}"}
    send(
        session,
        PUBLISHED,
        dict.fromkeys(accounts_of(session, named), payload),
        key=f"{department.id}-{month:%Y-%m}",
        now=now,
    )
    session.commit()
    return ()


def _ends_last(session: Session, department_id: int, month: dt.date) -> dt.datetime | None:
    """Return when the last shift of a month ends: one of its last day may end in the next month."""
    return session.scalar(
        select(func.max(AssignmentInForce.ends_at))
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .where(
            ShiftKind.department_id == department_id,
            AssignmentInForce.date >= month,
            AssignmentInForce.date < next_month(month),
        )
    )


def _row(
    person: Person,
    worked: Sequence[Worked],
    findings: Sequence[Finding],
    leave: Leave,
    booked: int,
    *,
    is_unexcused: bool,
) -> RegisterRow:
    def count(code: FindingCode) -> int:
        return sum(finding.code is code for finding in findings)

    def minutes(family: ShiftFamily) -> int:
        return sum(each.attendance.present for each in worked if each.row.shift_kind.family is family)

    parts = [each.attendance for each in worked]
    return RegisterRow(
        number=person.employee_number,
        name=person.name,
        team=person.team.name,
        shifts=len(worked),
        present=sum(part.present for part in parts),
        late_times=sum(part.late > 0 for part in parts),
        late=sum(part.late for part in parts),
        early_times=count(FindingCode.EARLY),
        early=sum(part.early for part in parts if not part.open),
        away_times=sum(len(part.aways) for part in parts),
        away=sum(part.away for part in parts),
        away_long=count(FindingCode.AWAY_LONG),
        absent_shifts=sum(part.absent > 0 and not part.open for part in parts),
        absent=sum(part.absent for part in parts if not part.open),
        unexcused=sum(each.cause is not None for each in worked) if is_unexcused else 0,
        not_clocked=count(FindingCode.NO_CLOCK_IN) + count(FindingCode.NO_CLOCK_OUT),
        leave_days=len(leave.days),
        **{f"leave_{kind.value}": len(days) for kind, days in leave.by_kind.items()},
        overtime=minutes(ShiftFamily.OVERTIME) + booked,
        training=minutes(ShiftFamily.TRAINING),
    )


def _later(
    session: Session, publication: AttendancePublication | None, people: set[int], time_zone: str
) -> tuple[ClockCorrection, ...]:
    if publication is None:
        return ()
    first, after = publication.month, next_month(publication.month)
    rows = session.scalars(
        select(ClockCorrection)
        .options(joinedload(ClockCorrection.person), joinedload(ClockCorrection.strikes))
        .where(
            ClockCorrection.department_id == publication.department_id,
            ClockCorrection.state == CorrectionState.APPROVED,
            ClockCorrection.changed_at > publication.at,
        )
        .order_by(ClockCorrection.changed_at, ClockCorrection.id)
    )
    zone = ZoneInfo(time_zone)
    # what a shift of the last day brought may lie in the morning after
    until = dt.datetime.combine(after, MORNING, tzinfo=zone)
    since = dt.datetime.combine(first, dt.time(), tzinfo=zone)
    found = []
    for row in rows:
        at = row.at or (row.strikes.at if row.strikes else None)
        if row.person_id in people and at is not None and since <= at.astimezone(zone) < until:
            found.append(row)
    return tuple(found)
