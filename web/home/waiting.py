"""What waits for somebody who plans or leads: approvals, wishes, answers, a running solve, the due day."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import case, func, select, union
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.jobs.job import ACTIVE_STATES
from web.jobs.tables import JobState, SolveJob
from web.my.month import expected_by
from web.people.tables import Department, Person
from web.reminders.hand_in import is_handed_in
from web.rosters.answers import answer_lines
from web.rosters.months import next_month
from web.rosters.tables import (
    Acknowledgement,
    Answer,
    NoWish,
    Roster,
    RosterEvent,
    RosterVersion,
    RoundState,
    VersionState,
    Wish,
    WishRound,
)

HANDED_IN = (VersionState.SUBMITTED, VersionState.APPROVED, VersionState.PUBLISHED)
_COME_SO_FAR = case(
    {state: place for place, state in enumerate(HANDED_IN, start=1)}, value=RosterVersion.state, else_=0
)


@dataclass(frozen=True, kw_only=True)
class Round:
    """A wishes round that is open, and how many of the people have answered."""

    round_id: int
    month: dt.date
    opens_at: dt.datetime
    closes_at: dt.datetime
    answered: int
    people: int


@dataclass(frozen=True, kw_only=True)
class Answers:
    """How far the answers to a published version are; a leader counts the own team.

    Of a superseded version only the problems are counted that their owners have not answered over since:
    a problem does not go away because others' days changed.
    """

    version_id: int
    number: int
    month: dt.date
    told: int
    got_it: int
    problems: int

    @property
    def silent(self) -> int:
        """People who were told and have not answered."""
        return self.told - self.got_it - self.problems


@dataclass(frozen=True, kw_only=True)
class Solving:
    """A solve that waits or runs."""

    job_id: int
    month: dt.date
    is_running: bool
    gap: float | None


@dataclass(frozen=True, kw_only=True)
class Due:
    """The roster of the coming month against its due day (P-09, R-2.7).

    Attributes
    ----------
    version_id, number, state
        The version that has come furthest: published, approved or submitted; before that, the one that
        was changed last. None while there is none.
    day
        Last day on which handing in is in time; None where the policy sets none.
    days_left
        Negative after the due day.
    was_late
        It was handed in after the due day.
    """

    month: dt.date
    version_id: int | None
    number: int | None
    state: VersionState | None
    day: dt.date | None
    days_left: int | None
    was_late: bool

    @property
    def is_handed_in(self) -> bool:
        """Whether a version is under review, approved or published."""
        return self.state in HANDED_IN

    @property
    def is_late(self) -> bool:
        """Whether it is late now, or was when it was handed in."""
        missed = self.days_left is not None and self.days_left < 0
        return self.was_late if self.is_handed_in else missed


def open_rounds(session: Session, department_id: int, now: dt.datetime) -> tuple[Round, ...]:
    """Return the wishes rounds that nobody has closed yet, the earliest month first.

    A round ends when the roster of its month is handed in: wishes would come too late.
    """
    people = session.scalar(
        select(func.count()).select_from(Person).where(Person.department_id == department_id, Person.active)
    )
    rounds = session.scalars(
        select(WishRound)
        .where(
            WishRound.department_id == department_id,
            WishRound.state == RoundState.OPEN,
            WishRound.opens_at <= now,
        )
        .order_by(WishRound.month)
    ).all()
    return tuple(
        Round(
            round_id=found.id,
            month=found.month,
            opens_at=found.opens_at,
            closes_at=found.closes_at,
            answered=_answered(session, found.id),
            people=people or 0,
        )
        for found in rounds
        if not is_handed_in(session, department_id, found.month)
    )


def _answered(session: Session, round_id: int) -> int:
    """Return how many people have stated a wish, or that they have none."""
    people = union(
        select(Wish.person_id).where(Wish.wish_round_id == round_id),
        select(NoWish.person_id).where(NoWish.wish_round_id == round_id),
    ).subquery()
    return session.scalar(select(func.count()).select_from(people)) or 0


def open_answers(session: Session, actor: Actor, today: dt.date) -> tuple[Answers, ...]:
    """Return how far the answers are to what is published for this month and later."""
    versions = session.execute(
        select(RosterVersion.id, RosterVersion.number, Roster.month)
        .join(Roster)
        .where(
            Roster.department_id == actor.department_id,
            Roster.month >= today.replace(day=1),
            RosterVersion.state == VersionState.PUBLISHED,
        )
        .order_by(Roster.month)
    )
    found = _old_problems(session, actor, today)
    for version_id, number, month in versions.all():
        lines = [
            line
            for line in answer_lines(session, actor, version_id)
            if line.was_told or line.answer is not None
        ]
        found.append(
            Answers(
                version_id=version_id,
                number=number,
                month=month,
                told=len(lines),
                got_it=sum(line.answer is Answer.GOT_IT for line in lines),
                problems=sum(line.answer is Answer.PROBLEM for line in lines),
            )
        )
    return tuple(found)


def _old_problems(session: Session, actor: Actor, today: dt.date) -> list[Answers]:
    rows = session.execute(
        select(Acknowledgement.answer, Acknowledgement.person_id, Person.team_id, RosterVersion, Roster.month)
        .join(RosterVersion, RosterVersion.id == Acknowledgement.roster_version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .join(Person, Person.id == Acknowledgement.person_id)
        .where(
            Roster.department_id == actor.department_id,
            Roster.month >= today.replace(day=1),
            Person.active,
        )
        .order_by(Acknowledgement.id)
    )
    latest = {
        (version.roster_id, person_id): (answer, version, month)
        for answer, person_id, team_id, version, month in rows
        if actor.reaches_team(team_id)
    }
    counted = Counter(
        (month, version.number, version.id)
        for answer, version, month in latest.values()
        if answer is Answer.PROBLEM and version.state is VersionState.SUPERSEDED
    )
    return [
        Answers(version_id=version_id, number=number, month=month, told=problems, got_it=0, problems=problems)
        for (month, number, version_id), problems in sorted(counted.items())
    ]


def solving(session: Session, department_id: int) -> tuple[Solving, ...]:
    """Return the solves of the department that wait or run."""
    jobs = session.scalars(
        select(SolveJob)
        .where(SolveJob.department_id == department_id, SolveJob.state.in_(ACTIVE_STATES))
        .order_by(SolveJob.requested_at)
    )
    return tuple(
        Solving(job_id=job.id, month=job.month, is_running=job.state is JobState.RUNNING, gap=job.gap)
        for job in jobs
    )


def next_due(session: Session, department: Department, today: dt.date) -> Due:
    """Return how the roster of the month after `today` stands against its due day."""
    month = next_month(today.replace(day=1))
    version = session.scalars(
        select(RosterVersion)
        .join(Roster)
        .where(
            Roster.department_id == department.id,
            Roster.month == month,
            RosterVersion.state != VersionState.WITHDRAWN,
        )
        .order_by(_COME_SO_FAR.desc(), RosterVersion.changed_at.desc(), RosterVersion.number.desc())
        .limit(1)
    ).first()
    day = expected_by(session, department, month)
    return Due(
        month=month,
        version_id=None if version is None else version.id,
        number=None if version is None else version.number,
        state=None if version is None else version.state,
        day=day,
        days_left=None if day is None else (day - today).days,
        was_late=version is not None and _was_late(session, version.id),
    )


def _was_late(session: Session, version_id: int) -> bool:
    late = select(RosterEvent.id).where(RosterEvent.roster_version_id == version_id, RosterEvent.late)
    return session.scalar(late.limit(1)) is not None
