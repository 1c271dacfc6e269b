"""Finding: what somebody may read, has all the words, and is as they narrow it down; the newest first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from sqlalchemy import ColumnElement, and_, exists, false, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from roster.handovers.life import OVER, HandoverState
from web.accounts.actor import Actor
from web.database import full_text
from web.duty_log.tables import DutyEntry
from web.handovers.content_tables import HandoverItem, HandoverMatter
from web.handovers.tables import Handover, HandoverContainer
from web.inspections.reach import findings_in_reach, inspections_in_reach
from web.inspections.tables import FindingState, Inspection, InspectionFinding
from web.people.tables import Person
from web.search.grams import can_be_found, grams, words_of
from web.search.tables import Place, SearchText

ON_A_PAGE: Final = 30


class Where(StrEnum):
    """Which of them is searched."""

    HANDOVERS = "handovers"
    LOG = "log"
    INSPECTIONS = "inspections"


_OF: Final = {
    Where.HANDOVERS: SearchText.handover_id,
    Where.LOG: SearchText.entry_id,
    Where.INSPECTIONS: SearchText.inspection_id,
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; None, "" and False leave a choice open.

    Parameters
    ----------
    words
        Customers' numbers masked already; they are not looked for.
    category
        Kind of a matter, or of an entry of the log.
    state
        Of a handover.
    open_only
        What is still to be done: of records not handed over yet, and matters and findings that nobody has
        closed.
    before
        Only what has a lower number: the next page.
    """

    words: str = ""
    where: Where | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    team_id: int | None = None
    shift_kind_id: int | None = None
    person_id: int | None = None
    state: HandoverState | None = None
    category: str = ""
    important: bool = False
    urgent: bool = False
    open_only: bool = False
    before: int | None = None

    @property
    def asks(self) -> bool:
        """Whether anything is looked for at all."""
        return self != Wanted(before=self.before)


@dataclass(frozen=True, kw_only=True)
class Found:
    """One page of hits.

    Parameters
    ----------
    words
        Those that were looked for, folded.
    too_short
        Words of a single letter, which the index does not know; they narrow down nothing.
    older
        The `before` of the next page; None on the last.
    """

    hits: Sequence[SearchText] = ()
    words: tuple[str, ...] = ()
    too_short: tuple[str, ...] = ()
    older: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reach:
    """The present person as they may read each of them; None where they may not."""

    handovers: Actor | None = None
    log: Actor | None = None
    inspections: Actor | None = None
    findings: Actor | None = None
    department_id: int = field(kw_only=True)


def search(session: Session, reach: Reach, wanted: Wanted) -> Found:
    """Return a page of what somebody may read and looks for, the newest first.

    A word is found wherever it stands, also inside another one; of several all must stand at the same place.
    """
    words = words_of(wanted.words)
    known = tuple(word for word in words if can_be_found(word))
    too_short = tuple(word for word in words if word not in known)
    if not wanted.asks or (words and not known):
        return Found(words=known, too_short=too_short)
    statement = select(SearchText).where(
        SearchText.department_id == reach.department_id,
        or_(
            _handovers(reach.handovers),
            _log(reach.log),
            _inspections(reach.inspections),
            _findings(reach.findings),
        ),
        *(SearchText.folded.contains(word, autoescape=True) for word in known),
        *_narrowed(wanted),
    )
    number: ColumnElement[int] = SearchText.id.expression
    if known:
        pairs = sorted({pair for word in known for pair in grams(word)})
        dialect = session.get_bind().dialect.name
        statement, number = full_text.matching(statement, dialect, SearchText.id, SearchText.grams, pairs)
    if wanted.before is not None:
        statement = statement.where(number < wanted.before)
    rows = session.scalars(statement.options(*_shown()).order_by(number.desc()).limit(ON_A_PAGE + 1)).all()
    hits = rows[:ON_A_PAGE]
    return Found(
        hits=hits,
        words=known,
        too_short=too_short,
        older=hits[-1].id if len(rows) > ON_A_PAGE else None,
    )


def _shown() -> list[ORMOption]:
    """Return what a hit shows beside its words."""
    return [
        joinedload(SearchText.record),
        selectinload(SearchText.handover).options(
            joinedload(Handover.outgoing),
            joinedload(Handover.container).options(
                joinedload(HandoverContainer.team), joinedload(HandoverContainer.shift_kind)
            ),
        ),
        selectinload(SearchText.entry).options(joinedload(DutyEntry.team), joinedload(DutyEntry.shift_kind)),
        selectinload(SearchText.inspection).options(joinedload(Inspection.team)),
        selectinload(SearchText.finding),
    ]


def _handovers(actor: Actor | None) -> ColumnElement[bool]:
    """Return which words of handovers somebody reads: as `web.handovers.steps.open_handover`, or less.

    A leader who checks another team's shift (P-107) opens its records from the list, not from here.
    """
    if actor is None:
        return false()
    of_handovers = SearchText.handover_id.is_not(None)
    if actor.scope == "department":
        return of_handovers
    mine: list[ColumnElement[bool]] = []
    if actor.person_id is not None:
        receives = or_(
            Handover.receiver_id == actor.person_id,
            and_(Handover.receiver_id.is_(None), Handover.planned_receiver_id == actor.person_id),
        )
        mine = [
            SearchText.person_id == actor.person_id,
            SearchText.handover_id.in_(select(Handover.id).where(receives)),
        ]
    if actor.scope == "team" and actor.team_id is not None:
        mine.append(SearchText.team_id == actor.team_id)
    return and_(of_handovers, or_(false(), *mine))


def _log(actor: Actor | None) -> ColumnElement[bool]:
    """Return which entries of the log somebody reads: as `web.duty_log.reach.readable`."""
    if actor is None:
        return false()
    of_log = SearchText.entry_id.is_not(None)
    if actor.scope == "department":
        return of_log
    own = [SearchText.by_id == actor.user_id, SearchText.team_id.is_(None)]
    if actor.person_id is not None:
        own.append(SearchText.person_id == actor.person_id)
    if actor.scope == "team" and actor.team_id is not None:
        own.append(SearchText.team_id == actor.team_id)
    return and_(of_log, or_(*own))


def _inspections(actor: Actor | None) -> ColumnElement[bool]:
    """Return which words of inspections somebody reads, their findings apart."""
    if actor is None:
        return false()
    reached = select(Inspection.id).where(inspections_in_reach(actor))
    return and_(SearchText.finding_id.is_(None), SearchText.inspection_id.in_(reached))


def _findings(actor: Actor | None) -> ColumnElement[bool]:
    """Return which words of findings somebody reads."""
    if actor is None:
        return false()
    reached = (
        select(InspectionFinding.id)
        .join(Inspection, Inspection.id == InspectionFinding.inspection_id)
        .outerjoin(Person, Person.id == InspectionFinding.responsible_id)
        .where(InspectionFinding.department_id == actor.department_id, findings_in_reach(actor))
    )
    return SearchText.finding_id.in_(reached)


def _narrowed(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for column, value in (
        (SearchText.team_id, wanted.team_id),
        (SearchText.shift_kind_id, wanted.shift_kind_id),
        (SearchText.person_id, wanted.person_id),
        (SearchText.category, wanted.category or None),
        (SearchText.important, wanted.important or None),
        (SearchText.urgent, wanted.urgent or None),
    ):
        if value is not None:
            found.append(column == value)
    if wanted.where is not None:
        found.append(_OF[wanted.where].is_not(None))
    if wanted.first is not None:
        found.append(SearchText.day >= wanted.first)
    if wanted.last is not None:
        found.append(SearchText.day <= wanted.last)
    if wanted.state is not None:
        found.append(_of_handover(Handover.state == wanted.state))
    if wanted.open_only:
        found.append(or_(_of_handover(Handover.state.not_in(tuple(OVER))), _open_matter(), _open_finding()))
    return found


def _of_handover(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Handover.id == SearchText.handover_id, condition)


def _open_matter() -> ColumnElement[bool]:
    return and_(
        SearchText.place == Place.ITEM,
        exists().where(
            HandoverItem.handover_id == SearchText.handover_id,
            HandoverItem.number == SearchText.item_number,
            HandoverMatter.id == HandoverItem.matter_id,
            HandoverMatter.closed_at.is_(None),
        ),
    )


def _open_finding() -> ColumnElement[bool]:
    return exists().where(
        InspectionFinding.id == SearchText.finding_id, InspectionFinding.state == FindingState.OPEN
    )
