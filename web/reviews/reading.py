"""The records of a day as whoever reviews them sees them: read or not, complete or not, reviewed or not."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, false, func, or_, select, true
from sqlalchemy.orm import Session, aliased, joinedload

from roster.handovers.life import HandoverState
from web.accounts.actor import Actor
from web.duty_log.listing import Listed, Wanted, list_entries
from web.duty_log.reach import readable
from web.duty_log.tables import DutyEntry
from web.duty_log.terms import LogTerms, log_terms
from web.handovers.act_tables import HandoverSignature, Side
from web.handovers.frozen import Frozen, read_frozen
from web.handovers.steps import open_handover
from web.handovers.tables import Handover, HandoverContainer, could_be_made
from web.people.tables import Team
from web.reviews.tables import DayReview, ReviewReading
from web.reviews.terms import ReviewTerms, review_terms
from web.rosters.tables import AssignmentInForce


@dataclass(frozen=True, kw_only=True)
class Line:
    """One handover of the day.

    Parameters
    ----------
    read_at
        When the actor opened the present version here; None where not yet.
    review
        The signature of whoever reviewed the present version.
    is_own
        The actor hands over or receives it, and reviews it not.
    """

    row: Handover
    read_at: dt.datetime | None
    review: HandoverSignature | None
    is_own: bool

    @property
    def is_complete(self) -> bool:
        """Whether both have signed and nobody has reviewed it yet."""
        return self.row.state is HandoverState.COMPLETE

    @property
    def is_reviewed(self) -> bool:
        """Whether it is reviewed."""
        return self.row.state is HandoverState.REVIEWED

    @property
    def waits(self) -> bool:
        """Whether the actor can review it."""
        return self.is_complete and not self.is_own

    @property
    def is_ready(self) -> bool:
        """Whether the actor can sign for having read it."""
        return self.waits and self.read_at is not None


@dataclass(frozen=True, kw_only=True)
class DayPage:
    """One day.

    Parameters
    ----------
    lines
        In order of the end of the shift, teams in their order.
    listed
        The newest entries of the duty log of the day that the actor may read.
    entries
        How many there are.
    entries_to
        The highest number among them; 0 where there is none.
    read_to
        Up to which number somebody with at least this reach has signed.
    unread
        How many entries are newer than that.
    reviews
        Signatures under the day, the newest first.
    opened
        The record that is laid open, with its content.
    """

    date: dt.date
    terms: ReviewTerms
    may_sign: bool
    lines: tuple[Line, ...]
    log: LogTerms
    listed: Listed
    entries: int
    entries_to: int
    read_to: int
    unread: int
    reviews: Sequence[DayReview]
    opened: tuple[Handover, Frozen | None] | None

    @property
    def ready(self) -> tuple[Line, ...]:
        """What the actor has read and can sign for."""
        return tuple(line for line in self.lines if line.is_ready)

    @property
    def unread_lines(self) -> tuple[Line, ...]:
        """Complete ones that the actor has not read."""
        return tuple(line for line in self.lines if line.waits and line.read_at is None)

    @property
    def incomplete(self) -> tuple[Line, ...]:
        """Those that cannot be reviewed yet."""
        return tuple(line for line in self.lines if not line.is_complete and not line.is_reviewed)

    @property
    def can_sign(self) -> bool:
        """Whether there is anything to sign for."""
        return self.may_sign and bool(self.ready or self.unread)


def read_day(
    session: Session, actor: Actor, date: dt.date, *, opened: int | None, now: dt.datetime
) -> DayPage:
    """Return what the page of a day shows; a shift belongs to the day on which it begins.

    Parameters
    ----------
    opened
        The handover whose content is laid open.

    Raises
    ------
    NotFound
        When that one is out of reach.
    """
    terms = review_terms(session, actor.department_id, date)
    log = log_terms(session, actor.department_id, now)
    entries, entries_to = day_entries(session, actor, date, log)
    read_to = read_up_to(session, actor, date)
    return DayPage(
        date=date,
        terms=terms,
        may_sign=terms.may_sign(actor.roles),
        lines=lines_of(session, actor, date, terms),
        log=log,
        listed=list_entries(session, actor, Wanted(date=date), log),
        entries=entries,
        entries_to=entries_to,
        read_to=read_to,
        unread=day_entries(session, actor, date, log, after=read_to)[0],
        reviews=_reviews(session, actor, date),
        opened=None if opened is None else _laid_open(session, actor, opened),
    )


def lines_of(session: Session, actor: Actor, date: dt.date, terms: ReviewTerms) -> tuple[Line, ...]:
    """Return the handovers of a day within reach."""
    rows = session.scalars(
        select(Handover)
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .options(
            joinedload(Handover.container).joinedload(HandoverContainer.team),
            joinedload(Handover.container).joinedload(HandoverContainer.shift_kind),
            joinedload(Handover.outgoing),
            joinedload(Handover.receiver),
            joinedload(Handover.planned_receiver),
        )
        .where(HandoverContainer.date == date, in_reach(actor, terms), could_be_made())
        .order_by(HandoverContainer.ends_at, Team.position, Team.id, Handover.id)
    ).all()
    ids = [row.id for row in rows]
    read = _readings(session, actor, ids)
    reviews = _signatures(session, ids)
    return tuple(
        Line(
            row=row,
            read_at=read.get((row.id, row.version)),
            review=reviews.get((row.id, row.version)),
            is_own=row.acting_id == actor.user_id
            or (actor.person_id is not None and actor.person_id in (row.outgoing_id, row.receiving_id)),
        )
        for row in rows
    )


def in_reach(actor: Actor, terms: ReviewTerms) -> ColumnElement[bool]:
    """Return the condition on handovers joined with container and team: those that the actor reviews."""
    here = Team.department_id == actor.department_id
    if actor.scope == "department":
        return here
    if actor.scope != "team":
        return false()
    own = HandoverContainer.team_id == actor.team_id
    if not terms.checks_all or actor.person_id is None:
        return here & own
    shift = aliased(AssignmentInForce)
    beside = exists().where(
        shift.person_id == actor.person_id,
        shift.starts_at < HandoverContainer.ends_at,
        shift.ends_at > HandoverContainer.starts_at,
    )
    return here & or_(own, beside)


def day_entries(
    session: Session, actor: Actor, date: dt.date, log: LogTerms, *, after: int = 0
) -> tuple[int, int]:
    """Return how many entries of a day the actor may read, and the highest number; 0 for none."""
    start = dt.datetime.combine(date, dt.time(), tzinfo=log.zone)
    end = dt.datetime.combine(date + dt.timedelta(days=1), dt.time(), tzinfo=log.zone)
    count, highest = session.execute(
        select(func.count(), func.max(DutyEntry.number)).where(
            DutyEntry.department_id == actor.department_id,
            DutyEntry.at >= start,
            DutyEntry.at < end,
            DutyEntry.number > after,
            readable(actor),
        )
    ).one()
    return int(count), int(highest or 0)


def read_up_to(session: Session, actor: Actor, date: dt.date) -> int:
    """Return up to which number the log of a day is signed for, by whoever reaches as far as the actor."""
    wide = DayReview.team_id.is_(None)
    reach = wide if actor.scope == "department" else or_(wide, DayReview.team_id == actor.team_id)
    highest = session.scalar(
        select(func.max(DayReview.entries_to)).where(
            DayReview.department_id == actor.department_id, DayReview.date == date, reach
        )
    )
    return highest or 0


def _laid_open(session: Session, actor: Actor, handover_id: int) -> tuple[Handover, Frozen | None]:
    row = open_handover(session, actor, handover_id).row
    return row, read_frozen(session, row.id, row.version)


def _readings(session: Session, actor: Actor, ids: Sequence[int]) -> Mapping[tuple[int, int], dt.datetime]:
    rows = session.scalars(
        select(ReviewReading).where(
            ReviewReading.handover_id.in_(ids), ReviewReading.user_id == actor.user_id
        )
    )
    return {(row.handover_id, row.version): row.at for row in rows}


def _signatures(session: Session, ids: Sequence[int]) -> Mapping[tuple[int, int], HandoverSignature]:
    rows = session.scalars(
        select(HandoverSignature)
        .options(joinedload(HandoverSignature.record))
        .where(HandoverSignature.handover_id.in_(ids), HandoverSignature.side == Side.FOREMAN)
        .order_by(HandoverSignature.id)
    )
    return {(row.handover_id, row.version): row for row in rows}


def _reviews(session: Session, actor: Actor, date: dt.date) -> Sequence[DayReview]:
    reach = (
        true()
        if actor.scope == "department"
        else or_(DayReview.team_id.is_(None), DayReview.team_id == actor.team_id)
    )
    return session.scalars(
        select(DayReview)
        .options(joinedload(DayReview.team), joinedload(DayReview.record))
        .where(DayReview.department_id == actor.department_id, DayReview.date == date, reach)
        .order_by(DayReview.id.desc())
    ).all()
