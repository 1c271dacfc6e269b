"""Answers to a publication: "got it" or "I have a problem". Only ever added to; the latest counts."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.accounts.tables import User
from web.notices.tables import Notice
from web.people.tables import Person, Team
from web.refusal import Refusal
from web.rosters.acts import open_version
from web.rosters.tables import Acknowledgement, Answer, VersionState
from web.rosters.telling import CHANGED, PUBLISHED

MOST_WORDS = 500
"""Characters of a problem in one's own words."""


@dataclass(frozen=True, kw_only=True)
class AnswerLine:
    """One person's latest answer to a version; `answer` and `at` are None while there is none.

    `was_told` is False for people whom the publication did not concern (or who have no account).
    """

    person_id: int
    number: str
    name: str
    team: str
    was_told: bool
    answer: Answer | None
    words: str
    at: dt.datetime | None


def acknowledge(
    session: Session, actor: Actor, version_id: int, *, answer: Answer, words: str = "", now: dt.datetime
) -> tuple[Refusal, ...]:
    """Add the actor's own answer to a published version, and commit; return all reasons against it.

    Refused: ``no_person`` (an account that is not rostered), ``wrong_state`` (not in force),
    ``words_missing`` (a problem without words), ``words_too_long``.

    Raises
    ------
    NotFound
        When the version is not of the actor's department.
    """
    version, _ = open_version(session, actor, version_id)
    words = words.strip()
    reasons = []
    if actor.person_id is None:
        reasons.append(Refusal(code="no_person"))
    if version.state is not VersionState.PUBLISHED:
        reasons.append(Refusal(code="wrong_state", measured=version.state.value, limit="published"))
    if answer is Answer.PROBLEM and not words:
        reasons.append(Refusal(code="words_missing", field="words"))
    if len(words) > MOST_WORDS:
        reasons.append(Refusal(code="words_too_long", field="words", measured=len(words), limit=MOST_WORDS))
    if actor.person_id is None or reasons:
        session.rollback()
        return tuple(reasons)
    session.add(
        Acknowledgement(
            roster_version_id=version.id, person_id=actor.person_id, answer=answer, words=words, at=now
        )
    )
    session.commit()
    return ()


def answer_of(session: Session, person_id: int, version_id: int) -> Acknowledgement | None:
    """Return a person's latest answer to a version."""
    return session.scalars(
        select(Acknowledgement)
        .where(Acknowledgement.roster_version_id == version_id, Acknowledgement.person_id == person_id)
        .order_by(Acknowledgement.id.desc())
        .limit(1)
    ).first()


def answer_lines(session: Session, actor: Actor, version_id: int) -> tuple[AnswerLine, ...]:
    """Return everybody's latest answer: problems first, then the silent ones, then the rest.

    A leader sees the own team.

    Raises
    ------
    NotFound
        When the version is not of the actor's department.
    """
    version, _ = open_version(session, actor, version_id)
    latest: dict[int, Acknowledgement] = {
        row.person_id: row
        for row in session.scalars(
            select(Acknowledgement)
            .where(Acknowledgement.roster_version_id == version.id)
            .order_by(Acknowledgement.id)
        )
    }
    told = set(
        session.scalars(
            select(User.person_id)
            .join(Notice, Notice.user_id == User.id)
            .where(Notice.dedupe_key.in_(_keys(session, actor.department_id, version.id)))
        )
    )
    people = session.execute(
        select(Person, Team.name)
        .join(Team, Team.id == Person.team_id)
        .where(Person.department_id == actor.department_id, Person.active)
        .order_by(Team.position, Team.id, Person.employee_number)
    )
    lines = [
        _line(person, team, latest.get(person.id), was_told=person.id in told)
        for person, team in people
        if actor.reaches_team(person.team_id)
    ]
    return tuple(sorted(lines, key=_urgency))


def _keys(session: Session, department_id: int, version_id: int) -> list[str]:
    users = session.scalars(select(User.id).where(User.department_id == department_id)).all()
    return [f"{kind}-{version_id}-{user}" for kind in (PUBLISHED, CHANGED) for user in users]


def _line(person: Person, team: str, found: Acknowledgement | None, *, was_told: bool) -> AnswerLine:
    return AnswerLine(
        person_id=person.id,
        number=person.employee_number,
        name=person.name,
        team=team,
        was_told=was_told,
        answer=None if found is None else found.answer,
        words="" if found is None else found.words,
        at=None if found is None else found.at,
    )


def _urgency(line: AnswerLine) -> int:
    if line.answer is Answer.PROBLEM:
        return 0
    if line.answer is None and line.was_told:
        return 1
    return 2 if line.answer is Answer.GOT_IT else 3
