"""The demo department: policy, teams, people, shift kinds, leave, wishes, call history."""

import hashlib
import math
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from forecasting.calls import read_calls
from forecasting.handling_time import measure_handling_time
from forecasting.history import shift_history
from web.calls.tables import CallSlot, CallSource
from web.database.types import JsonObject
from web.demo.people import TEAM_NAMES, demo_people, demo_requests
from web.people.tables import (
    DayOff,
    Department,
    Person,
    ProtectedPeriod,
    RoleInTeam,
    ShiftFamily,
    ShiftKind,
    Skill,
    Team,
)
from web.policy import load_preset
from web.policy.tables import PolicyVersion
from web.rosters.months import days_in, previous_month
from web.rosters.tables import RoundState, Wish, WishRound

CODE = "demo"
PRESET = "S0g"
OVERRIDES = {"roster.chain": ["head"], "handover.item_fields": ["cause", "course", "result"]}
"""The supervisor drafts and submits, the head approves: two people (A-1). Of each item that is handed over
cause, course and result are written, as another regulation demands it (R-8.6)."""
BEYOND_WEIGHT = 200
RULES: JsonObject = {"contract_max": {"hard": False, "value": 0, "weight": BEYOND_WEIGHT}}
"""Hours beyond the contract cost dearly instead of being forbidden, up to the law's 36 of a month.

The roster itself fills the contracts; who stands in or is called in goes beyond, as the approver sees.
"""
WEEKEND = [5, 6]
SHRINKAGE = 0.3
WISH_QUOTA = 3
CLOSING_DAY = 24
NEXT_PUBLISHED = 25
"""Day of the month from which the next month's roster is in force as well (S3a has its draft due then)."""
SEED = 1
OUTCOMES = ["answered", "abandoned", "aht_s"]


def add_department(session: Session, measures: Path | None, now: datetime) -> Department:
    """Add the department with the targets that its own measured calls suggest.

    Parameters
    ----------
    measures
        File with handling times and waits per slot; None leaves the product's defaults.
    """
    department = Department(
        code=CODE,
        name="华东客服中心",
        time_zone="Asia/Shanghai",
        country="",
        weekend=WEEKEND,
        week_start=7,
        shrinkage=SHRINKAGE,
        described_at=now,
        targets_set_at=now,
        created_at=now,
    )
    if measures is not None:
        measured = measure_handling_time(pd.read_csv(measures))
        department.aht_seconds = round(measured.aht_s)
        department.patience_seconds = None if measured.patience_s is None else round(measured.patience_s)
    session.add(department)
    session.flush()
    return department


def add_policy(session: Session, department: Department, valid_from: date, now: datetime) -> None:
    """Put preset S0g in force, with approval chain and hours as the department's own choice."""
    session.add(
        PolicyVersion(
            department_id=department.id,
            number=1,
            preset=PRESET,
            overrides=OVERRIDES,
            rules=RULES,
            valid_from=valid_from,
            made_at=now,
        )
    )
    for shift in load_preset(PRESET).effective().values.shift_times:
        session.add(
            ShiftKind(
                department_id=department.id,
                code=shift.code,
                family=ShiftFamily(shift.family),
                name=shift.name_zh,
                start_minute=shift.start_minute,
                end_minute=shift.end_minute,
                paid_minutes=shift.paid_minutes,
                break_minutes=shift.break_minutes,
                break_earliest=shift.break_earliest,
                break_latest=shift.break_latest,
            )
        )
    session.flush()


def add_people(session: Session, department: Department, today: date, now: datetime) -> dict[str, Person]:
    """Add teams, skills and the 32 people; return them by employee number."""
    teams = {
        name: Team(department_id=department.id, name=name, position=place)
        for place, name in enumerate(TEAM_NAMES)
    }
    skills = {name: Skill(department_id=department.id, name=name) for name in ("语音", "投诉")}
    session.add_all([*teams.values(), *skills.values()])
    session.flush()
    people: dict[str, Person] = {}
    for demo in demo_people():
        person = Person(
            department_id=department.id,
            team_id=teams[demo.team].id,
            employee_number=demo.employee_number,
            name=demo.name,
            role_in_team=RoleInTeam(demo.role),
            weekly_minutes=demo.weekly_hours * 60,
            hired_on=today - timedelta(days=40 if demo.probation else 700),
            probation_until=today + timedelta(days=50) if demo.probation else None,
            skills=[skills[name] for name in demo.skills],
        )
        session.add(person)
        session.flush()
        if demo.no_nights:
            session.add(
                ProtectedPeriod(
                    person_id=person.id,
                    first_day=today - timedelta(days=60),
                    last_day=today + timedelta(days=120),
                    no_night=True,
                    no_overtime=True,
                    recorded_at=now,
                )
            )
        people[demo.employee_number] = person
    return people


def add_requests(
    session: Session, department: Department, people: dict[str, Person], month: date, now: datetime
) -> None:
    """Add the leave and the wishes round of one month; it closes on the 24th of the month before."""
    asked = demo_requests(month, days_in(month), SEED)
    kinds = {
        kind.code: kind
        for kind in session.scalars(select(ShiftKind).where(ShiftKind.department_id == department.id))
    }
    for number, days in asked.days_off.items():
        session.add_all(DayOff(person_id=people[number].id, date=day, recorded_at=now) for day in days)
    closes = datetime.combine(
        previous_month(month).replace(day=CLOSING_DAY), time(18), ZoneInfo(department.time_zone)
    )
    opens = closes - timedelta(days=14)
    closed = closes <= now
    wish_round = WishRound(
        department_id=department.id,
        month=month,
        opens_at=opens,
        closes_at=closes,
        quota=WISH_QUOTA,
        state=RoundState.CLOSED if closed else RoundState.OPEN,
        created_at=opens,
        closed_at=closes if closed else None,
    )
    session.add(wish_round)
    session.flush()
    for number, wishes in asked.wishes.items():
        for day, code in wishes:
            session.add(
                Wish(
                    wish_round_id=wish_round.id,
                    person_id=people[number].id,
                    date=day,
                    shift_kind_id=None if code == "off" else kinds[code].id,
                    stated_at=opens + timedelta(days=3),
                )
            )
    session.flush()


def add_calls(
    session: Session,
    department: Department,
    file: Path,
    today: date,
    now: datetime,
    *,
    measures: Path | None = None,
) -> int:
    """Add the call history, moved up to yesterday; return by how many weeks it was moved.

    Parameters
    ----------
    measures
        File of the same centre that says for some of the slots how many calls were answered and abandoned,
        and how long they took. The other slots stay without: nothing is made up.
    """
    found = read_calls(file)
    moved = shift_history(with_outcomes(found.frame, measures), today)
    source = CallSource(
        department_id=department.id,
        file_name=file.name,
        content_hash=hashlib.sha256(file.read_bytes()).hexdigest(),
        rows=len(moved.calls),
        slot_minutes=found.slot_minutes or 30,
        moved_weeks=moved.weeks,
        attribution="Technion Anonymous Bank (Guedj & Mandelbaum), 1999",
        imported_at=now,
    )
    session.add(source)
    session.flush()
    session.execute(
        insert(CallSlot),
        [
            {
                "department_id": department.id,
                "source_id": source.id,
                "queue": "",
                "ds": row["ds"].to_pydatetime(),
                "slot_minutes": source.slot_minutes,
                "offered": row["calls"],
                "answered": _known(row["answered"]),
                "abandoned": _known(row["abandoned"]),
                "aht_seconds": _known(row["aht_s"]),
            }
            for row in moved.calls.to_dict("records")
        ],
    )
    return moved.weeks


def with_outcomes(calls: pd.DataFrame, measures: Path | None) -> pd.DataFrame:
    """Return the calls with ``answered, abandoned, aht_s`` where a file knows them, nan elsewhere.

    The file counts a few calls at the edge of a slot into the next one: what was offered stays as it was.
    """
    if measures is None:
        return calls.assign(**dict.fromkeys(OUTCOMES, math.nan))
    known = pd.read_csv(measures, parse_dates=["ds"])[["ds", *OUTCOMES]]
    return calls.merge(known.astype({"ds": calls["ds"].dtype}), on="ds", how="left")


def _known(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
