"""Another country for a department: the old one's days go, the new one's come, the department's own stay.

What a date was before stays in `calendar_day_change`, which is only ever added to, and in every forecast that
was made with it (`web.forecasts.known_calendar`).
"""

import datetime as dt
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.admin.calendar import remember
from web.admin.holiday_proposal import propose
from web.admin.tables import CalendarDayChange
from web.people.tables import CalendarDay, CalendarDayKind


def own_days(session: Session, department_id: int, country: str) -> Sequence[CalendarDay]:
    """Return the days that somebody of the department wrote, confirmed or brought in a file, in order.

    A day without a history, older than the histories, is the country's where that one says the same.
    """
    said = _last_said(session, department_id)
    days = _days(session, department_id)
    official = {
        (offer.date, offer.kind)
        for year in {day.date.year for day in days if day.date not in said}
        for offer in propose(country, year, language="en")
    }
    return [day for day in days if _is_own(day, said.get(day.date), official)]


def follow_country(
    session: Session,
    actor: Actor,
    before: str,
    country: str,
    *,
    language: str,
    today: dt.date,
    now: dt.datetime,
) -> None:
    """Replace the days that the old country's calendar said by those of the new one; the caller commits.

    The years are those from which days go, and the present one.

    Parameters
    ----------
    before, country
        ISO 3166 code of the old and the new country, or "".
    """
    stored = _days(session, actor.department_id)
    own = {day.id for day in own_days(session, actor.department_id, before)}
    gone = [day for day in stored if day.id not in own]
    taken = {day.date for day in stored if day.id in own and day.kind is not CalendarDayKind.SPECIAL_DAY}
    years = {day.date.year for day in gone} | {today.year}
    came = [
        day
        for year in sorted(years)
        for day in propose(country, year, language=language)
        if day.date not in taken
    ]
    for day in gone:
        session.delete(day)
    session.flush()
    session.add_all(
        CalendarDay(
            department_id=actor.department_id, date=day.date, kind=day.kind, name=day.name, status=day.status
        )
        for day in came
    )
    new = {day.date: day for day in came}
    for date in sorted({day.date for day in gone} | new.keys()):
        remember(session, actor, date, new.get(date), now=now)


def _days(session: Session, department_id: int) -> Sequence[CalendarDay]:
    return session.scalars(
        select(CalendarDay)
        .where(CalendarDay.department_id == department_id)
        .order_by(CalendarDay.date, CalendarDay.kind)
    ).all()


def _last_said(session: Session, department_id: int) -> dict[dt.date, CalendarDayChange]:
    """Return the newest change of each date that made it a holiday, rest or work."""
    rows = session.scalars(
        select(CalendarDayChange)
        .where(
            CalendarDayChange.department_id == department_id,
            CalendarDayChange.kind.is_not(None),
            CalendarDayChange.kind != CalendarDayKind.SPECIAL_DAY,
        )
        .order_by(CalendarDayChange.made_at, CalendarDayChange.id)
    )
    return {row.date: row for row in rows}


def _is_own(
    day: CalendarDay,
    said: CalendarDayChange | None,
    official: Collection[tuple[dt.date, CalendarDayKind]],
) -> bool:
    """Tell whether a person said so; the country's calendar gives no reason."""
    if day.kind is CalendarDayKind.SPECIAL_DAY:
        return True
    if said is None:
        return (day.date, day.kind) not in official
    return said.reason != "" and said.kind is day.kind
