"""The settings of a department: name, clock, week, and the targets of its staffing."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.calendar import is_known_country
from web.accounts.actor import Actor
from web.admin.country_change import follow_country
from web.forecasts.productivity import productivity_on
from web.people.reach import department_of, noted
from web.people.tables import Department
from web.planning.method import StaffingMethod
from web.planning.month import Targets
from web.records import audit
from web.refusal import Refusal
from web.rosters.tables import Roster


@dataclass(frozen=True, kw_only=True)
class Description:
    """Name, clock and week; weekdays are ISO numbers, 1 Monday … 7 Sunday."""

    name: str
    time_zone: str
    country: str
    weekend: tuple[int, ...]
    week_start: int


@dataclass(frozen=True, kw_only=True)
class StaffingTargets:
    """What the staffing shall reach, and with which assumptions; shares lie between 0 and 1."""

    slot_minutes: int
    service_level_share: float
    service_level_seconds: int
    shrinkage: float
    aht_seconds: int
    patience_seconds: int | None
    max_occupancy: float | None
    own_numbers: bool = False
    min_answer_rate: float | None = None
    max_asa_seconds: float | None = None
    seats: int | None = None
    carry_over: bool = False
    staffing_method: StaffingMethod = StaffingMethod.ERLANG
    hour_cost: float | None = None


def add_department(
    session: Session, *, code: str, name: str, time_zone: str, country: str, now: datetime
) -> Department | list[Refusal]:
    """Add an empty department with the targets of the product, which its administrator confirms on the site.

    Returns
    -------
    Department or list of Refusal
        ``department_code_missing``, ``department_name_missing``, ``department_taken``, ``unknown_zone``,
        ``unknown_country``.
    """
    code, name = code.strip(), name.strip()
    found = []
    if not code:
        found.append(Refusal(code="department_code_missing", field="code"))
    elif session.scalar(select(Department.id).where(Department.code == code)) is not None:
        found.append(Refusal(code="department_taken", field="code", measured=code))
    if not name:
        found.append(Refusal(code="department_name_missing", field="name"))
    if time_zone not in available_timezones():
        found.append(Refusal(code="unknown_zone", field="time_zone", measured=time_zone))
    if country and not is_known_country(country):
        found.append(Refusal(code="unknown_country", field="country", measured=country))
    if found:
        return found
    department = Department(code=code, name=name, time_zone=time_zone, country=country, created_at=now)
    session.add(department)
    session.flush()
    audit.note(
        session,
        action="department.create",
        object_type="department",
        object_id=department.id,
        now=now,
        department_id=department.id,
        actor_id=None,
    )
    session.commit()
    return department


def describe(
    session: Session, actor: Actor, details: Description, *, language: str, today: date, now: datetime
) -> list[Refusal]:
    """Store name, clock and week; with another country its days take the place of the old one's.

    Parameters
    ----------
    language
        ``zh`` or ``en``, for the names of the new country's days.

    Returns
    -------
    list of Refusal
        ``unknown_zone``, ``unknown_country``; ``zone_in_use`` once rosters are kept by the old clock.
    """
    department = department_of(session, actor)
    found = []
    if details.time_zone not in available_timezones():
        found.append(Refusal(code="unknown_zone", field="time_zone", measured=details.time_zone))
    elif details.time_zone != department.time_zone and _has_rosters(session, department):
        found.append(Refusal(code="zone_in_use", field="time_zone", limit=department.time_zone))
    if details.country and not is_known_country(details.country):
        found.append(Refusal(code="unknown_country", field="country", measured=details.country))
    if found:
        return found
    before = department.country
    _store(session, actor, department, {**vars(details), "weekend": list(details.weekend)}, now=now)
    if details.country != before:
        country = details.country
        follow_country(session, actor, before, country, language=language, today=today, now=now)
        noted(session, actor, "department.country", department, now, before=before, country=country)
    department.described_at = now
    session.commit()
    return []


def set_targets(
    session: Session, actor: Actor, targets: StaffingTargets, *, today: date, now: datetime
) -> list[Refusal]:
    """Store the targets; requirements that exist keep the ones they were made with.

    Returns
    -------
    list of Refusal
        ``no_productivity`` where the busy-hour method is chosen and nothing has been measured up to today.
    """
    department = department_of(session, actor)
    by_busy_hour = targets.staffing_method is StaffingMethod.BUSY_HOUR
    if by_busy_hour and productivity_on(session, department.id, today) is None:
        return [Refusal(code="no_productivity", field="staffing_method")]
    _store(session, actor, department, vars(targets), now=now)
    department.targets_set_at = now
    session.commit()
    return []


def keep_tried(session: Session, actor: Actor, tried: Targets, *, now: datetime) -> None:
    """Store service level, handling time and shrinkage that were tried out, and commit; the rest stays."""
    department = department_of(session, actor)
    values: dict[str, object] = {
        "service_level_share": tried.service_level_share,
        "service_level_seconds": tried.service_level_seconds,
        "aht_seconds": round(tried.aht_seconds),
        "shrinkage": tried.shrinkage,
    }
    _store(session, actor, department, values, now=now)
    department.targets_set_at = now
    session.commit()


def _store(
    session: Session, actor: Actor, department: Department, values: dict[str, object], *, now: datetime
) -> None:
    changed = [name for name, value in values.items() if getattr(department, name) != value]
    for name in changed:
        setattr(department, name, values[name])
    if changed:
        noted(session, actor, "department.update", department, now, fields=changed)


def _has_rosters(session: Session, department: Department) -> bool:
    return session.scalar(select(Roster.id).where(Roster.department_id == department.id).limit(1)) is not None
