"""All open matters within reach: what goes on, with whom, how old it is, whether its holder is there."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session, joinedload

from roster.handovers.figures import AGE_DAYS, in_classes
from web.accounts.actor import Actor
from web.handovers.content_tables import HandoverItem, HandoverMatter
from web.handovers.givings import Giving, givings, newest_of
from web.handovers.holders import Absence, absences
from web.handovers.past import in_reach
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Department, Person, ShiftKind, Team

MOST: Final = 30
"""Matters on a page."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which matters are asked for.

    Parameters
    ----------
    team_id
        Those held by people of a team; counts only for who sees several.
    away
        Those alone whose holder is not there (`web.handovers.holders`).
    """

    team_id: int | None = None
    holder_id: int | None = None
    away: bool = False

    @property
    def is_all(self) -> bool:
        """Whether nothing narrows the list down."""
        return self == Wanted()


@dataclass(frozen=True, kw_only=True)
class Carried:
    """The newest submitted handover that a matter stands in and that the reader may open."""

    handover_id: int
    date: dt.date
    shift: str


@dataclass(frozen=True, kw_only=True)
class OpenMatter:
    """One matter as the page shows it.

    Parameters
    ----------
    absence
        Why its holder does not go on with it; None: is there.
    carried
        None where no handover within reach has carried it yet.
    given
        The last time that it was given to somebody; None: it came to the holder by a handover.
    """

    matter: HandoverMatter
    absence: Absence | None
    is_overdue: bool
    carried: Carried | None
    given: Giving | None


@dataclass(frozen=True, kw_only=True)
class Matters:
    """One page of open matters.

    Parameters
    ----------
    rows
        Important and urgent ones first (R-8.3), among equals those whose promise has passed, then the oldest.
    total, overdue, ages
        Of all that are asked for, not of this page alone; `ages` by the classes of `AGE_DAYS`.
    away
        Of all within reach, or of the team: matters whose holder is not there.
    teams, holders
        To choose among; holders with the number of their matters.
    given
        What was given to somebody lately, the newest first.
    """

    rows: Sequence[OpenMatter]
    total: int
    page: int
    overdue: int
    away: int
    ages: tuple[int, ...]
    teams: Sequence[Team]
    holders: Sequence[tuple[Person, int]]
    given: Sequence[Giving]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // MOST))


def open_matters(
    session: Session, actor: Actor, wanted: Wanted, *, page: int = 1, now: dt.datetime
) -> Matters:
    """Return a page of open matters within reach; a page that does not exist becomes the nearest."""
    department = session.get_one(Department, actor.department_id)
    today = now.astimezone(ZoneInfo(department.time_zone)).date()
    of_team = held_in_reach(actor)
    if actor.scope == "department" and wanted.team_id is not None:
        of_team.append(Person.team_id == wanted.team_id)
    holders = _holders(session, of_team)
    missing = absences(session, department.id, [person for person, _ in holders], today=today, now=now)
    chosen = list(of_team)
    if wanted.holder_id is not None:
        chosen.append(HandoverMatter.holder_id == wanted.holder_id)
    if wanted.away:
        chosen.append(HandoverMatter.holder_id.in_(tuple(missing)))
    ages, overdue = _counted(session, chosen, now)
    total = sum(ages)
    page = min(max(page, 1), max(1, -(-total // MOST)))
    matters = _page_of(session, chosen, page, now) if total else ()
    ids = [matter.id for matter in matters]
    carried = _carried(session, actor, ids)
    handed = newest_of(session, actor.department_id, ids)
    teams = select(Team).where(Team.department_id == actor.department_id).order_by(Team.position, Team.id)
    return Matters(
        rows=[
            OpenMatter(
                matter=matter,
                absence=missing.get(matter.holder_id),
                is_overdue=matter.promised_at is not None and matter.promised_at < now,
                carried=carried.get(matter.id),
                given=handed.get(matter.id),
            )
            for matter in matters
        ],
        total=total,
        page=page,
        overdue=overdue,
        away=sum(count for person, count in holders if person.id in missing),
        ages=ages,
        teams=session.scalars(teams).all() if actor.scope == "department" else (),
        holders=holders if actor.scope in ("team", "department") else (),
        given=givings(session, actor, now=now),
    )


def held_in_reach(actor: Actor) -> list[ColumnElement[bool]]:
    """Return the conditions on matters and their holders that leave the open ones the actor may read.

    Whoever reaches only what is their own reads what they have in hand themselves: what became of it in other
    hands stands in records that are not theirs.
    """
    is_open = [HandoverMatter.department_id == actor.department_id, HandoverMatter.closed_at.is_(None)]
    if actor.scope == "department":
        return is_open
    own: list[ColumnElement[bool]] = []
    if actor.person_id is not None:
        own.append(HandoverMatter.holder_id == actor.person_id)
    if actor.scope == "team" and actor.team_id is not None:
        own.append(Person.team_id == actor.team_id)
    return [*is_open, or_(false(), *own)]


def _selected(wanted: Sequence[ColumnElement[bool]]) -> Select[HandoverMatter]:
    return select(HandoverMatter).join(Person, Person.id == HandoverMatter.holder_id).where(*wanted)


def _holders(session: Session, wanted: Sequence[ColumnElement[bool]]) -> list[tuple[Person, int]]:
    """Return who has how many in hand, by team and employee number."""
    counts = _selected(wanted).with_only_columns(HandoverMatter.holder_id, func.count())
    by_id = {row[0]: row[1] for row in session.execute(counts.group_by(HandoverMatter.holder_id))}
    people = session.scalars(
        select(Person)
        .join(Team, Team.id == Person.team_id)
        .where(Person.id.in_(tuple(by_id)))
        .order_by(Team.position, Team.id, Person.employee_number)
    )
    return [(person, by_id[person.id]) for person in people]


def _counted(
    session: Session, wanted: Sequence[ColumnElement[bool]], now: dt.datetime
) -> tuple[tuple[int, ...], int]:
    """Return the numbers by class of age, and how many promises have passed."""
    columns = _selected(wanted).with_only_columns(HandoverMatter.opened_at, HandoverMatter.promised_at)
    rows = session.execute(columns).all()
    ages = in_classes([(now - row.opened_at) / dt.timedelta(days=1) for row in rows], AGE_DAYS)
    return ages, sum(row.promised_at is not None and row.promised_at < now for row in rows)


def _page_of(
    session: Session, wanted: Sequence[ColumnElement[bool]], page: int, now: dt.datetime
) -> Sequence[HandoverMatter]:
    is_past = and_(HandoverMatter.promised_at.is_not(None), HandoverMatter.promised_at < now)
    return session.scalars(
        _selected(wanted)
        .options(joinedload(HandoverMatter.holder).joinedload(Person.team))
        .order_by(
            HandoverMatter.important.desc(),
            HandoverMatter.urgent.desc(),
            case((is_past, 0), else_=1),
            HandoverMatter.opened_at,
            HandoverMatter.id,
        )
        .limit(MOST)
        .offset((page - 1) * MOST)
        .execution_options(populate_existing=True)
    ).all()


def _carried(session: Session, actor: Actor, matter_ids: Sequence[int]) -> Mapping[int, Carried]:
    """Return by matter the newest submitted handover within reach that it stands in."""
    newest = (
        func.row_number()
        .over(
            partition_by=HandoverItem.matter_id,
            order_by=(HandoverContainer.ends_at.desc(), Handover.id.desc()),
        )
        .label("newest")
    )
    ranked = (
        select(
            HandoverItem.matter_id, Handover.id, HandoverContainer.date, ShiftKind.code.label("shift"), newest
        )
        .join(Handover, Handover.id == HandoverItem.handover_id)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(ShiftKind, ShiftKind.id == HandoverContainer.shift_kind_id)
        .where(HandoverItem.matter_id.in_(tuple(matter_ids)), Handover.version > 0, *in_reach(actor))
        .subquery()
    )
    rows = session.execute(select(ranked).where(ranked.c.newest == 1))
    return {row.matter_id: Carried(handover_id=row.id, date=row.date, shift=row.shift) for row in rows}
