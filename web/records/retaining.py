"""Retention: content whose time is over is deleted, the chain stays whole.

Content is the payload of a record, its index, and what people wrote as the working tables have it. Two steps,
each complete by itself. First a tombstone is recorded and the numbers are announced, by the
application's role. Then another role deletes what is announced; the database lets it delete nothing else. If
the second step is cut off, the next run completes it.
"""

import contextlib
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Exists, delete, exists, select
from sqlalchemy.orm import Session

from web.database.engine import make_engine
from web.database.full_text import OF_RECORDS
from web.people.tables import Department
from web.people.turns import one_at_a_time
from web.policy.schema import load_preset
from web.policy.tables import PolicyVersion
from web.policy.terms.records import Retention
from web.records.chain import PAYLOAD_DELETED, Signer, as_ranges
from web.records.expiry import is_over, least_days
from web.records.holds import holds_in_force
from web.records.store import SYSTEM, Entry, append
from web.records.tables import PayloadDeletion, Record, RecordPayload

RETENTION = "lunban_daily_retention"
"""Entry of a session's `info`: this process deletes once a day by itself."""
AT_ONCE = 500


@dataclass
class DailyRetention:
    """Where payloads are deleted from, and on which day (UTC) this process last did."""

    url: str
    done_on: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class Retained:
    """What a run did in one department: payloads newly announced, payloads deleted."""

    department_id: int
    name: str
    announced: int
    deleted: int


@dataclass(frozen=True, kw_only=True)
class Expired:
    """A record whose content may go."""

    number: int
    at: dt.datetime


def retention_due(session: Session, now: dt.datetime) -> int:
    """Delete what is over once a day, where this process is told to; return how many payloads went."""
    daily: DailyRetention | None = session.info.get(RETENTION)
    today = now.astimezone(dt.UTC).date()
    if daily is None or daily.done_on == today:
        return 0
    done = retain(session, daily.url, now=now)
    daily.done_on = today
    return sum(each.deleted for each in done)


def retain(session: Session, url: str, *, now: dt.datetime, by: Signer = SYSTEM) -> list[Retained]:
    """Announce and delete the content whose time is over at `now`, in every department, and commit.

    Parameters
    ----------
    session
        Of the application's role; commits after each department's announcement.
    url
        Of the role that may delete payloads: the retention role on PostgreSQL, the file itself on SQLite.
    by
        Who ran it; the clock by default.
    """
    done = []
    with _deleting(url) as engine:
        for department in session.scalars(select(Department).order_by(Department.id)).all():
            announced = _announce(session, department, by, now)
            session.commit()
            ids = _announced_ids(session, department)
            session.commit()  # SQLite: the other connection needs the lock
            deleted = _delete(engine, ids)
            done.append(
                Retained(
                    department_id=department.id, name=department.name, announced=announced, deleted=deleted
                )
            )
    return done


def expired(session: Session, department: Department, now: dt.datetime) -> list[Expired]:
    """Return the records whose content may be deleted at `now` and is still there, by number."""
    zone = ZoneInfo(department.time_zone)
    timeline = _timeline(session, department.id, now.astimezone(zone).date())
    periods = _periods(session, department.id)
    # what holds today applies to everything there is: nothing goes before its period is over
    shortest = {periods[timeline[-1][1]]} if timeline else set(periods.values())
    if shortest == {None}:
        return []
    holds = holds_in_force(session, department.id)
    rows = session.execute(
        select(Record.number, Record.kind, Record.subject, Record.at, Record.policy_version_id)
        .join(RecordPayload, RecordPayload.id == Record.id)
        .where(
            Record.department_id == department.id,
            Record.at <= now - dt.timedelta(days=least_days(shortest)),
            ~_is_announced(),
        )
        .order_by(Record.number)
    )
    found = []
    for row in rows:
        day = row.at.astimezone(zone).date()
        applying = [periods[version] for version in _applying(timeline, day)]
        if row.policy_version_id is not None:
            applying.append(periods.get(row.policy_version_id))
        if is_over(row.kind, row.at, set(applying), zone, now=now) and not any(
            hold.covers(row.subject, day) for hold in holds
        ):
            found.append(Expired(number=row.number, at=row.at))
    return found


def _announce(session: Session, department: Department, by: Signer, now: dt.datetime) -> int:
    one_at_a_time(session, department.id)
    found = expired(session, department, now)
    if not found:
        return 0
    ranges = as_ranges([each.number for each in found])
    content = {
        "policy": "P-40",
        "count": len(found),
        "from": min(each.at for each in found).astimezone(dt.UTC).isoformat(),
        "to": max(each.at for each in found).astimezone(dt.UTC).isoformat(),
        "numbers": [list(each) for each in ranges],
    }
    entry = Entry(kind=PAYLOAD_DELETED, subject="records", meaning="delete", content=content)
    tombstone = append(session, department.id, entry, signer=by, now=now)
    session.add_all(
        PayloadDeletion(
            department_id=department.id, first_number=first, last_number=last, tombstone_id=tombstone.id
        )
        for first, last in ranges
    )
    return len(found)


def _announced_ids(session: Session, department: Department) -> list[int]:
    """Return the payloads that are announced and still there, but for those held since then."""
    zone = ZoneInfo(department.time_zone)
    holds = holds_in_force(session, department.id)
    rows = session.execute(
        select(Record.id, Record.subject, Record.at)
        .join(RecordPayload, RecordPayload.id == Record.id)
        .where(Record.department_id == department.id, _is_announced())
        .order_by(Record.id)
    )
    return [
        row.id
        for row in rows
        if not any(hold.covers(row.subject, row.at.astimezone(zone).date()) for hold in holds)
    ]


@contextlib.contextmanager
def _deleting(url: str) -> Iterator[Engine]:
    engine = make_engine(url, owner=True)
    try:
        yield engine
    finally:
        engine.dispose()


def _delete(engine: Engine, ids: Sequence[int]) -> int:
    """Delete payloads with what is searched of them, and with words elsewhere (`web.database.forgetting`).

    One transaction for each piece; on SQLite the bytes are overwritten, as on every connection.
    """
    deleted = 0
    for start in range(0, len(ids), AT_ONCE):
        with engine.connect() as connection:
            piece = ids[start : start + AT_ONCE]
            connection.execute(delete(OF_RECORDS).where(OF_RECORDS.c.record_id.in_(piece)))
            deleted += connection.execute(delete(RecordPayload).where(RecordPayload.id.in_(piece))).rowcount
            connection.commit()
    if deleted and engine.dialect.name == "sqlite":
        _empty_log(engine)
    return deleted


def _empty_log(engine: Engine) -> None:
    """Let the write-ahead log forget the old pages, if nobody is reading them just now."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        if driver is not None:  # past SQLAlchemy, which would begin a transaction
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()


def _is_announced() -> Exists:
    return exists().where(
        PayloadDeletion.department_id == Record.department_id,
        PayloadDeletion.first_number <= Record.number,
        PayloadDeletion.last_number >= Record.number,
    )


def _periods(session: Session, department_id: int) -> dict[int, Retention | None]:
    """Return P-40 of every version of a department's policy."""
    versions = session.scalars(select(PolicyVersion).where(PolicyVersion.department_id == department_id))
    return {
        version.id: load_preset(version.preset)
        .effective(version.overrides, version.rules)
        .values.log_retention
        for version in versions
    }


def _timeline(session: Session, department_id: int, today: dt.date) -> list[tuple[dt.date, int]]:
    """Return from which day on which version has been in force, up to today."""
    versions = session.execute(
        select(PolicyVersion.valid_from, PolicyVersion.id)
        .where(PolicyVersion.department_id == department_id, PolicyVersion.valid_from <= today)
        .order_by(PolicyVersion.valid_from, PolicyVersion.number)
    )
    return sorted({each.valid_from: each.id for each in versions}.items())


def _applying(timeline: Sequence[tuple[dt.date, int]], day: dt.date) -> list[int]:
    """Return the versions in force on `day` or later: the longest of their periods counts (A-57)."""
    before = [version for since, version in timeline if since <= day][-1:]
    return before + [version for since, version in timeline if since > day]
