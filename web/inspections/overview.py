"""Lists and figures of inspections: the latest ones, open findings by age, what is wrong how often."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.inspections import Verdict, by_age, is_overdue
from web.accounts.actor import Actor
from web.inspections.reach import findings_in_reach, inspections_in_reach
from web.inspections.tables import FindingState, Inspection, InspectionFinding
from web.inspections.terms import InspectionTerms
from web.inspections.waiting import InspectionsWaiting, waiting
from web.people.tables import Person, Team

MOST: Final = 40
FIGURES_OVER: Final = dt.timedelta(days=30)
"""Over so many days the figures are counted. Our number."""


@dataclass(frozen=True, kw_only=True)
class Frequency:
    """How often one of the contents was looked at, and how often it was wrong."""

    content: str
    looked: int
    wrong: int


@dataclass(frozen=True, kw_only=True)
class InspectionsPage:
    """The page.

    Parameters
    ----------
    open
        Findings, the first due first.
    ages
        Open ones by age, see `roster.inspections.by_age`.
    latest
        Inspections, the newest first.
    frequencies
        Of the last 30 days, the most often wrong first.
    """

    today: dt.date
    terms: InspectionTerms
    waiting: InspectionsWaiting
    open: Sequence[InspectionFinding]
    ages: Mapping[int | None, int]
    latest: Sequence[Inspection]
    frequencies: Sequence[Frequency]

    def is_overdue(self, row: InspectionFinding) -> bool:
        """Tell whether an open finding is past its day."""
        return is_overdue(row.due_on, today=self.today, is_open=row.state is FindingState.OPEN)


def inspections_page(session: Session, actor: Actor, *, now: dt.datetime) -> InspectionsPage:
    """Return what the page shows to somebody."""
    found = waiting(session, actor, now=now)
    today = found.terms.today(now)
    open_rows = session.scalars(
        select(InspectionFinding)
        .join(Inspection, Inspection.id == InspectionFinding.inspection_id)
        .outerjoin(Person, Person.id == InspectionFinding.responsible_id)
        .options(joinedload(InspectionFinding.inspection), joinedload(InspectionFinding.responsible))
        .where(
            InspectionFinding.department_id == actor.department_id,
            InspectionFinding.state == FindingState.OPEN,
            findings_in_reach(actor),
        )
        .order_by(InspectionFinding.due_on, InspectionFinding.id)
    ).all()
    latest = session.scalars(_inspections(actor).limit(MOST)).all()
    counted = session.scalars(_inspections(actor).where(Inspection.date > today - FIGURES_OVER)).all()
    zone = found.terms.zone
    return InspectionsPage(
        today=today,
        terms=found.terms,
        waiting=found,
        open=open_rows,
        ages=by_age((today - row.at.astimezone(zone).date()).days for row in open_rows),
        latest=latest,
        frequencies=_frequencies(counted),
    )


def teams_of(session: Session, actor: Actor) -> Sequence[Team]:
    """Return the teams that somebody inspects."""
    teams = session.scalars(
        select(Team).where(Team.department_id == actor.department_id).order_by(Team.position, Team.id)
    )
    return [team for team in teams if actor.reaches_team(team.id)]


def people_of(session: Session, actor: Actor) -> Sequence[Person]:
    """Return who can see to a finding: active people of the teams within reach."""
    people = session.scalars(
        select(Person)
        .where(Person.department_id == actor.department_id, Person.active)
        .order_by(Person.employee_number)
    )
    return [person for person in people if actor.reaches_team(person.team_id)]


def _inspections(actor: Actor) -> Select[Inspection]:
    return (
        select(Inspection)
        .options(joinedload(Inspection.team), selectinload(Inspection.findings))
        .where(Inspection.department_id == actor.department_id, inspections_in_reach(actor))
        .order_by(Inspection.id.desc())
    )


def _frequencies(rows: Sequence[Inspection]) -> list[Frequency]:
    looked: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for row in rows:
        for look in row.looks:
            if look["verdict"] != Verdict.NOT_LOOKED:
                looked[look["content"]] += 1
                wrong[look["content"]] += look["verdict"] == Verdict.WRONG
    found = [Frequency(content=each, looked=looked[each], wrong=wrong[each]) for each in looked]
    return sorted(found, key=lambda each: (-each.wrong, -each.looked, each.content))
