"""What the duty log hands to the handover: of each matter the newest correction, in order of weight (R-8.3).

Words are masked, as the log stores them; hidden numbers are looked at in the log alone.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from web.accounts.tables import Role, RoleName, User
from web.duty_log.tables import DutyEntry, EntryKind
from web.handovers.tables import HandoverContainer
from web.people.tables import Team
from web.rosters.tables import Assignment


@dataclass(frozen=True, kw_only=True)
class HandoverEntry:
    """One matter of the log as the handover takes it.

    Parameters
    ----------
    entry_id, number
        Of the newest entry of its chain of corrections.
    root_id
        Of the first one: it stays the same however often the matter is corrected.
    at
        When the matter was first written down.
    corrected
        Whether it is a correction.
    body
        What happened, with what the entry is about and a meter's figure before it.
    has_hidden
        Whether a customer's number is masked in its words.
    """

    entry_id: int
    number: int
    root_id: int
    kind: EntryKind
    important: bool
    urgent: bool
    body: str
    handling: str
    instructed_by: str
    caller: str
    phone: str
    called_at: dt.datetime | None
    at: dt.datetime
    by_name: str
    by_number: str
    corrected: bool
    has_hidden: bool


def entries_for_handover(session: Session, assignment_id: int) -> list[HandoverEntry]:
    """Return what the log has of one person's shift for its handover; an assignment that is none has nothing.

    The shift is found by person, date and kind, so that a roster published anew, in which the same shift has
    another assignment, loses nothing.
    """
    shift = session.get(Assignment, assignment_id)
    if shift is None:
        return []
    rows = session.scalars(
        select(DutyEntry)
        .options(joinedload(DutyEntry.secret))
        .where(
            DutyEntry.person_id == shift.person_id,
            DutyEntry.shift_date == shift.date,
            DutyEntry.shift_kind_id == shift.shift_kind_id,
        )
    )
    return _newest(rows)


def entries_for_container(session: Session, container_id: int) -> list[HandoverEntry]:
    """Return what concerns a team's shift as a whole: written in its time by who works no shift.

    Such are the instructions of a supervisor, to the team or to the whole department.
    """
    container = session.get_one(HandoverContainer, container_id)
    team = session.get_one(Team, container.team_id)
    whole = (
        DutyEntry.department_id == team.department_id,
        DutyEntry.shift_kind_id.is_(None),
        or_(DutyEntry.team_id == team.id, DutyEntry.team_id.is_(None)),
    )
    roots = select(DutyEntry.id).where(
        *whole,
        DutyEntry.root_id.is_(None),
        DutyEntry.at >= container.starts_at,
        DutyEntry.at < container.ends_at,
    )
    rows = session.scalars(
        select(DutyEntry)
        .options(joinedload(DutyEntry.secret))
        .where(or_(DutyEntry.id.in_(roots), DutyEntry.root_id.in_(roots)))
    )
    return _newest(rows)


def entries_for_book(
    session: Session,
    department_id: int,
    *,
    of_desk: bool,
    since: dt.datetime,
    after_id: int | None,
) -> list[HandoverEntry]:
    """Return what goes into the handover book: written by the security desk, or by customer service.

    Parameters
    ----------
    since
        From when on, where the book has never been handed over before.
    after_id
        The newest entry that the last one knew; counting ids, not times, loses nothing that was written in
        the very moment.
    """
    desk = select(User.id).where(
        User.department_id == department_id, User.roles.any(Role.name == RoleName.SECURITY_DESK)
    )
    first = DutyEntry.at >= since if after_id is None else DutyEntry.id > after_id
    roots = select(DutyEntry.id).where(
        DutyEntry.department_id == department_id,
        DutyEntry.root_id.is_(None),
        DutyEntry.by_id.in_(desk) if of_desk else DutyEntry.by_id.not_in(desk),
        first,
    )
    rows = session.scalars(
        select(DutyEntry)
        .options(joinedload(DutyEntry.secret))
        .where(or_(DutyEntry.id.in_(roots), DutyEntry.root_id.in_(roots)))
    )
    return _newest(rows)


def _newest(rows: Iterable[DutyEntry]) -> list[HandoverEntry]:
    first: dict[int, DutyEntry] = {}
    last: dict[int, DutyEntry] = {}
    for row in sorted(rows, key=lambda each: each.number):
        root = row.root_id or row.id
        first.setdefault(root, row)
        last[root] = row
    found = [_entry(first[root], row) for root, row in last.items() if row.to_handover and row.is_kept]
    return sorted(found, key=lambda each: (not each.important, not each.urgent, each.root_id))


def _entry(first: DutyEntry, row: DutyEntry) -> HandoverEntry:
    return HandoverEntry(
        entry_id=row.id,
        number=row.number,
        root_id=first.id,
        kind=row.kind,
        important=row.important,
        urgent=row.urgent,
        body=" · ".join(part for part in (row.about, f"{row.reading} {row.unit}".strip(), row.body) if part),
        handling=row.handling,
        instructed_by=row.instructed_by,
        caller=row.caller,
        phone=row.phone,
        called_at=row.called_at,
        at=first.at,
        by_name=row.by_name,
        by_number=row.by_number,
        corrected=row is not first,
        has_hidden=row.secret is not None,
    )
