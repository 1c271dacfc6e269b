"""Arguments of the set-up pages and imports for the walk through the access matrix."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.access_world import NOW, Owner, Sample, of_department, of_person, plain
from web.admin.tables import CalendarEvent
from web.handovers.content_tables import CheckItem
from web.imports.plan import fingerprint_of
from web.imports.service import pack
from web.imports.tables import ImportDraft, ImportKind
from web.people.tables import (
    CalendarDay,
    CalendarDayKind,
    DayOff,
    ProtectedPeriod,
    ShiftFamily,
    ShiftKind,
    Skill,
)

DAY = dt.date(2026, 12, 1)


def _person(_: Session, owner: Owner) -> dict[str, object]:
    return {"person_id": owner.person.id}


def _period(session: Session, owner: Owner) -> dict[str, object]:
    period = ProtectedPeriod(
        person_id=owner.person.id, first_day=DAY, last_day=DAY, no_night=True, recorded_at=NOW
    )
    session.add(period)
    session.flush()
    return {"person_id": owner.person.id, "period_id": period.id}


def _day_off(session: Session, owner: Owner) -> dict[str, object]:
    day_off = session.scalar(select(DayOff).where(DayOff.person_id == owner.person.id))
    if day_off is None:
        day_off = DayOff(person_id=owner.person.id, date=DAY, recorded_at=NOW)
        session.add(day_off)
        session.flush()
    return {"person_id": owner.person.id, "day_off_id": day_off.id}


def _team(_: Session, owner: Owner) -> dict[str, object]:
    return {"team_id": owner.team.id, "name": owner.team.name, "active": "1"}


def _skill(session: Session, owner: Owner) -> dict[str, object]:
    skill = session.scalar(select(Skill).where(Skill.department_id == owner.department.id))
    if skill is None:
        skill = Skill(department_id=owner.department.id, name="语音")
        session.add(skill)
        session.flush()
    return {"skill_id": skill.id, "name": skill.name}


def _kind(session: Session, owner: Owner) -> dict[str, object]:
    kind = session.scalar(select(ShiftKind).where(ShiftKind.department_id == owner.department.id))
    if kind is None:
        kind = ShiftKind(
            department_id=owner.department.id,
            code="E",
            family=ShiftFamily.EARLY,
            name="早班",
            start_minute=480,
            end_minute=930,
            paid_minutes=450,
        )
        session.add(kind)
        session.flush()
    return {"kind_id": kind.id}


def _calendar_day(session: Session, owner: Owner) -> dict[str, object]:
    day = session.scalar(select(CalendarDay).where(CalendarDay.department_id == owner.department.id))
    if day is None:
        day = CalendarDay(department_id=owner.department.id, date=DAY, kind=CalendarDayKind.STATUTORY_HOLIDAY)
        session.add(day)
        session.flush()
    return {"day_id": day.id}


def _event(session: Session, owner: Owner) -> dict[str, object]:
    event = CalendarEvent(
        department_id=owner.department.id,
        kind="sms",
        first_day=DAY,
        last_day=DAY,
        made_by_id=owner.user.id,
        made_at=NOW,
    )
    session.add(event)
    session.flush()
    return {"event_id": event.id, "reason": "x", "last_day": "2026-12-02"}


def _user(_: Session, owner: Owner) -> dict[str, object]:
    return {"user_id": owner.user.id, "roles": "agent"}


def _check(session: Session, owner: Owner) -> dict[str, object]:
    check = CheckItem(department_id=owner.department.id, label="备用钥匙", expected=2)
    session.add(check)
    session.flush()
    return {"item_id": check.id}


def _draft(kind: ImportKind) -> Sample:
    def build(session: Session, owner: Owner) -> dict[str, object]:
        draft = ImportDraft(
            department_id=owner.department.id,
            kind=kind,
            file_name="empty.csv",
            content_hash=fingerprint_of(kind),
            rows=pack([]),
            good_rows=0,
            bad_rows=0,
            problems=[],
            notices=[],
            fingerprint="",
            made_by_id=owner.user.id,
            made_at=NOW,
            expires_at=NOW + dt.timedelta(days=365),
        )
        session.add(draft)
        session.flush()
        return {"draft_id": draft.id}

    return of_department(build)


SETUP_SAMPLES: dict[str, Sample] = {
    **{
        f"people.{name}": of_person(_person)
        for name in ("edit", "update", "set_active", "protect", "give_days_off")
    },
    "people.unprotect": of_person(_period),
    "people.take_day_off_back": of_person(_day_off),
    **{f"people.import_{name}": _draft(ImportKind.PEOPLE) for name in ("review", "take")},
    **{f"people.days_off_{name}": _draft(ImportKind.DAYS_OFF) for name in ("review", "take")},
    **{f"calls.import_{name}": _draft(ImportKind.CALLS) for name in ("review", "take")},
    **{f"teams.{name}": of_department(_team) for name in ("update", "set_active")},
    **{f"teams.{name}": of_department(_skill) for name in ("update_skill", "set_skill_active")},
    **{f"shift_kinds.{name}": of_department(_kind) for name in ("edit", "update", "set_active")},
    "calendar.remove_day": of_department(_calendar_day),
    "calendar.take_proposal": plain(year=2026),
    **{f"calendar.import_{name}": _draft(ImportKind.CALENDAR) for name in ("review", "take")},
    **{f"events.{name}": of_department(_event) for name in ("end", "withdraw")},
    **{f"events.import_{name}": _draft(ImportKind.EVENTS) for name in ("review", "take")},
    **{f"checks.{name}": of_department(_check) for name in ("edit", "change", "retire", "move")},
    **{f"rules.{name}": plain(group="coverage") for name in ("edit", "update")},
    **{
        f"users.{name}": of_department(_user)
        for name in ("show", "set_roles", "set_active", "unlock", "issue_reset")
    },
}
