"""Figures of handovers by month: what they came to, defects, what is carried, how long it took (R-12.14)."""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, and_, cast, func, literal, or_, select
from sqlalchemy.orm import Session

from roster.handovers.figures import AGE_DAYS, AGE_SHIFTS, Outcome, in_classes, median_of, outcome_of
from roster.handovers.life import HandoverAct, HandoverState
from web.accounts.actor import Actor
from web.handovers.content_tables import HandoverMatter
from web.handovers.steps import SUBJECT
from web.handovers.tables import Handover, HandoverContainer, could_be_made
from web.people.tables import Person, Team
from web.policy.vocabulary.handover import HandoverDefect
from web.records.tables import Record, RecordPayload
from web.rosters.months import next_month

MOST_MONTHS = 24
AT_ONCE = 400


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The figures of some months.

    Parameters
    ----------
    outcomes
        Per month, how many handovers came to what; each handover whose shift is over is one of them.
    defects
        How often each code was found when a record was returned (R-9.8); a record may have several.
    refusals
        How often a takeover was refused in these months, whatever became of it.
    ages, shifts
        Open matters at this moment by the classes of `AGE_DAYS` and `AGE_SHIFTS`.
    minutes
        Per month, the median from the first word to the second signature; None where nobody signed.
    """

    months: tuple[dt.date, ...]
    outcomes: Mapping[dt.date, Mapping[Outcome, int]]
    defects: Mapping[str, int]
    refusals: int
    ages: tuple[int, ...]
    shifts: tuple[int, ...]
    minutes: Mapping[dt.date, float | None]
    teams: Sequence[Team]

    @property
    def totals(self) -> Mapping[Outcome, int]:
        """The outcomes of all months together."""
        return {each: sum(self.outcomes[month][each] for month in self.months) for each in Outcome}

    @property
    def is_empty(self) -> bool:
        """Whether no shift of these months was handed over or carried anything."""
        return not sum(self.totals.values()) and not sum(self.ages)


def months_of(first: dt.date, last: dt.date) -> tuple[dt.date, ...]:
    """Return the months from the first to the last, at most as many as are shown; the last ones stay."""
    months = [min(first, last)]
    while months[-1] < max(first, last):
        months.append(next_month(months[-1]))
    return tuple(months[-MOST_MONTHS:])


def read_figures(
    session: Session,
    actor: Actor,
    months: Sequence[dt.date],
    *,
    team_id: int | None = None,
    now: dt.datetime,
) -> Figures:
    """Return the figures within reach; a month is that of the local date on which the shift began."""
    of_teams = [Team.department_id == actor.department_id]
    if actor.scope != "department":
        of_teams.append(Team.id == actor.team_id)
    elif team_id is not None:
        of_teams.append(Team.id == team_id)
    outcomes = {month: dict.fromkeys(Outcome, 0) for month in months}
    minutes: dict[dt.date, list[float]] = defaultdict(list)
    conditions = [
        *of_teams,
        HandoverContainer.date >= months[0],
        HandoverContainer.date < next_month(months[-1]),
        HandoverContainer.ends_at <= now,
        could_be_made(),
    ]
    for row in session.execute(_ended(actor.department_id, conditions)):
        month = row.date.replace(day=1)
        outcomes[month][outcome_of(row.state, is_late=row.is_late, is_ordered=row.is_ordered)] += 1
        if row.begun_at is not None and row.completed_at is not None:
            minutes[month].append((row.completed_at - row.begun_at).total_seconds() / 60)
    counted, refusals = _returned(session, actor.department_id, conditions)
    open_ones = session.execute(
        select(HandoverMatter.opened_at, HandoverMatter.shifts)
        .join(Person, Person.id == HandoverMatter.holder_id)
        .join(Team, Team.id == Person.team_id)
        .where(HandoverMatter.closed_at.is_(None), *of_teams)
    ).all()
    teams = select(Team).where(Team.department_id == actor.department_id).order_by(Team.position, Team.id)
    return Figures(
        months=tuple(months),
        outcomes=outcomes,
        defects={each.value: counted[each.value] for each in HandoverDefect},
        refusals=refusals,
        ages=in_classes([(now - row.opened_at) / dt.timedelta(days=1) for row in open_ones], AGE_DAYS),
        shifts=in_classes([row.shifts for row in open_ones], AGE_SHIFTS),
        minutes={month: median_of(minutes[month]) for month in months},
        teams=session.scalars(teams).all() if actor.scope == "department" else (),
    )


def _subject() -> ColumnElement[str]:
    return literal(f"{SUBJECT}:") + cast(Handover.id, String)


Ended = Select[int, dt.date, HandoverState, bool, bool, dt.datetime | None, dt.datetime]


def _ended(department_id: int, conditions: Sequence[ColumnElement[bool]]) -> Ended:
    """Return what an ended handover came to, with when it was begun."""
    begun = and_(
        Record.department_id == department_id,
        Record.subject == _subject(),
        Record.kind == f"{SUBJECT}.{HandoverAct.BEGIN}",
    )
    return (
        select(
            Handover.id,
            HandoverContainer.date,
            Handover.state,
            Handover.is_late,
            Handover.is_ordered,
            Handover.completed_at,
            func.min(Record.at, type_=Record.at.type).label("begun_at"),
        )
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .outerjoin(Record, begun)
        .where(*conditions)
        .group_by(
            Handover.id,
            HandoverContainer.date,
            Handover.state,
            Handover.is_late,
            Handover.is_ordered,
            Handover.completed_at,
        )
    )


def _returned(
    session: Session, department_id: int, conditions: Sequence[ColumnElement[bool]]
) -> tuple[Counter[str], int]:
    """Return the defects by code, and how many takeovers were refused.

    Only handovers are looked at to which such a thing can have happened: others have one version.
    """
    ids = session.scalars(
        select(Handover.id)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .where(
            *conditions,
            or_(
                Handover.version > 1,
                Handover.is_ordered,
                Handover.state.in_((HandoverState.RETURNED, HandoverState.REFUSED)),
            ),
        )
        .order_by(Handover.id)
    ).all()
    defects: Counter[str] = Counter()
    refusals = 0
    for kind, content in _records(session, department_id, ids):
        if kind.endswith(f".{HandoverAct.REFUSE}"):
            refusals += 1
        elif content:
            defects.update(json.loads(content).get("defects", ()))
    return defects, refusals


def _records(session: Session, department_id: int, ids: Sequence[int]) -> Iterator[tuple[str, str | None]]:
    kinds = [f"{SUBJECT}.{act}" for act in (HandoverAct.RETURN, HandoverAct.REFUSE)]
    for start in range(0, len(ids), AT_ONCE):
        subjects = [f"{SUBJECT}:{each}" for each in ids[start : start + AT_ONCE]]
        rows = session.execute(
            select(Record.kind, RecordPayload.content)
            .outerjoin(RecordPayload, RecordPayload.id == Record.id)
            .where(
                Record.department_id == department_id, Record.subject.in_(subjects), Record.kind.in_(kinds)
            )
        )
        for row in rows:
            yield row.kind, row.content
