"""What the next shift has to reckon with: where people will be short, and notices that are not read yet."""

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.accounts.tables import User
from web.coverage.figures import DayCoverage, read_coverage
from web.database import JsonObject
from web.handovers.steps import Opened
from web.my.publication import published_version
from web.notices.tables import Notice
from web.people.tables import Person
from web.rosters.tables import AssignmentInForce


def next_shift_gaps(session: Session, opened: Opened) -> JsonObject | None:
    """Return where people are missing from the end of this shift to the end of the next one.

    Keys: ``from``, ``until`` (ISO), ``people`` (how many the roster has on it) and ``short``, a list of
    stretches with too few people (``from``, ``until``, ``missing`` at most). None where no shift follows, or
    nobody has said how many people are needed: then nothing is known.
    """
    following = _following(session, opened)
    if following is None:
        return None
    since, (until, people) = opened.container.ends_at, following
    zone = ZoneInfo(opened.department.time_zone)
    days = _days(session, opened, since.astimezone(zone).date(), until.astimezone(zone).date())
    if not days:
        return None
    return {
        "from": since.isoformat(),
        "until": until.isoformat(),
        "people": people,
        "short": _short(days, since, until, zone),
    }


def unread_notices(session: Session, opened: Opened) -> JsonObject | None:
    """Return how many notices the receiver has not read, those of handovers apart (R-9.13, R-20.9).

    Keys: ``name``, ``unread``, ``needed`` (P-114: they are read before work). None where nobody receives yet.
    What the notices say is the receiver's own affair and stays out of the record.
    """
    receiver = opened.row.receiver or opened.row.planned_receiver
    if receiver is None:
        return None
    unread = session.scalar(
        select(func.count(Notice.id))
        .join(User, User.id == Notice.user_id)
        .where(User.person_id == receiver.id, Notice.read_at.is_(None), Notice.kind.not_like("handover%"))
    )
    needed = opened.policy.values.notices_read_before_work
    return {"name": receiver.name, "unread": unread or 0, "needed": needed}


def _following(session: Session, opened: Opened) -> tuple[dt.datetime, int] | None:
    """Return the end of the shift that goes on beyond this one, and how many people it has."""
    ends_at = opened.container.ends_at
    rows = session.execute(
        select(AssignmentInForce.starts_at, AssignmentInForce.ends_at)
        .join(Person, Person.id == AssignmentInForce.person_id)
        .where(
            Person.department_id == opened.department.id,
            AssignmentInForce.starts_at > opened.container.starts_at,
            AssignmentInForce.starts_at <= ends_at,
            AssignmentInForce.ends_at > ends_at,
        )
    ).all()
    if not rows:
        return None
    begins = max(row.starts_at for row in rows)
    ends = [row.ends_at for row in rows if row.starts_at == begins]
    return max(ends), len(ends)


def _days(session: Session, opened: Opened, first: dt.date, last: dt.date) -> list[DayCoverage]:
    """Return the days with need and roster; empty as soon as one of them is not known."""
    found: list[DayCoverage] = []
    for month in sorted({first.replace(day=1), last.replace(day=1)}):
        version = published_version(session, opened.department.id, month)
        if version is None:
            return []
        coverage = read_coverage(session, opened.department, month, version_id=version.id)
        if coverage.requirement is None:
            return []
        found += [day for day in coverage.days if first <= day.date <= last]
    return found


def _short(
    days: list[DayCoverage], since: dt.datetime, until: dt.datetime, zone: ZoneInfo
) -> list[JsonObject]:
    """Return neighbouring slots with too few people as one stretch each."""
    found: list[JsonObject] = []
    for day in days:
        for slot, gap in enumerate(day.gap):
            start = dt.datetime.combine(day.date, dt.time(), zone) + dt.timedelta(
                minutes=slot * day.slot_minutes
            )
            end = start + dt.timedelta(minutes=day.slot_minutes)
            if gap >= 0 or end <= since or start >= until:
                continue
            begin = start.isoformat()
            if found and found[-1]["until"] == begin:
                found[-1]["until"] = end.isoformat()
                found[-1]["missing"] = max(found[-1]["missing"], -gap)
            else:
                found.append({"from": begin, "until": end.isoformat(), "missing": -gap})
    return found
