"""From submitted texts to details, and from details to the texts of a form."""

from collections.abc import Mapping

from web.fields import MINUTES_PER_DAY, Fields, row_id
from web.people.service import PersonDetails
from web.people.shift_kinds import KindDetails
from web.people.tables import RoleInTeam, ShiftFamily
from web.planning.cells import LONGEST_NAME, LONGEST_NUMBER


def read_person(fields: Fields) -> PersonDetails:
    """Read a person's form; it counts only when `fields.refusals` stays empty."""
    hired, probation, leaves = fields.day("hired_on"), fields.day("probation_until"), fields.day("leaves_on")
    for name, day in (("probation_until", probation), ("leaves_on", leaves)):
        if hired is not None and day is not None and day < hired:
            fields.refuse(name, "before_hiring")
    team_id = row_id(fields.raw("team_id"))
    if team_id is None:
        fields.refuse("team_id", "not_a_choice" if fields.raw("team_id") else "required")
    return PersonDetails(
        employee_number=fields.text("employee_number", longest=LONGEST_NUMBER),
        name=fields.text("name", longest=LONGEST_NAME),
        team_id=team_id or 0,
        role=fields.choice("role", RoleInTeam) or RoleInTeam.AGENT,
        weekly_minutes=fields.hours("weekly_hours"),
        skill_ids=frozenset(row_id(text) or 0 for text in fields.several("skill_ids") if text),
        hired_on=hired,
        probation_until=probation,
        leaves_on=leaves,
    )


def person_texts(details: PersonDetails) -> Mapping[str, str]:
    """Return the texts of the form for a stored person."""
    days = {
        name: day.isoformat() if day is not None else ""
        for name, day in (
            ("hired_on", details.hired_on),
            ("probation_until", details.probation_until),
            ("leaves_on", details.leaves_on),
        )
    }
    return {
        "employee_number": details.employee_number,
        "name": details.name,
        "team_id": str(details.team_id),
        "role": details.role.value,
        "weekly_hours": f"{details.weekly_minutes / 60:g}",
        **days,
    }


def read_kind(fields: Fields) -> KindDetails:
    """Read the form of a shift kind; an end at or before the start lies on the next day (A-7)."""
    family = fields.choice("family", ShiftFamily) or ShiftFamily.EARLY
    start, end = fields.minute("start"), fields.minute("end")
    if start == MINUTES_PER_DAY:
        fields.refuse("start", "not_a_time")
    begins, ends = start or 0, end or 0
    if ends <= begins:
        ends += MINUTES_PER_DAY
    window = [_after_start(fields, name, begins) for name in ("break_from", "break_to")]
    return KindDetails(
        code=fields.text("code", longest=2).upper(),
        family=family,
        name=fields.text("name", longest=20),
        start_minute=begins,
        end_minute=ends,
        paid_minutes=fields.whole("paid_minutes", least=0, most=MINUTES_PER_DAY) or 0,
        break_minutes=fields.whole("break_minutes", least=0, most=240) or 0,
        break_earliest=window[0],
        break_latest=window[1],
    )


def _after_start(fields: Fields, name: str, begins: int) -> int | None:
    """Read a time of day as minutes after the start of the shift; None where the field is empty."""
    minute = fields.minute(name) if fields.raw(name) else None
    return None if minute is None else (minute - begins) % MINUTES_PER_DAY


def kind_texts(details: KindDetails) -> Mapping[str, str]:
    """Return the texts of the form for a stored shift kind."""
    return {
        "code": details.code,
        "family": details.family.value,
        "name": details.name,
        "start": _clock(details.start_minute),
        "end": _clock(details.end_minute),
        "paid_minutes": str(details.paid_minutes),
        "break_minutes": str(details.break_minutes),
        "break_from": _clock_after(details.start_minute, details.break_earliest),
        "break_to": _clock_after(details.start_minute, details.break_latest),
    }


def _clock_after(start: int, minutes: int | None) -> str:
    return "" if minutes is None else _clock((start + minutes) % MINUTES_PER_DAY)


def _clock(minute: int) -> str:
    hours, minutes = divmod(minute, 60)
    if hours > 24 or (hours == 24 and minutes):
        hours -= 24
    return f"{hours:02}:{minutes:02}"
