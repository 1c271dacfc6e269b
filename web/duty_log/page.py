"""What the page of the log shows: the entries, the own shift, who keeps its record."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.duty_log.letters import letters_due
from web.duty_log.listing import Listed, Wanted, list_entries
from web.duty_log.recorder import recorder_of
from web.duty_log.shifts import TeamShift, shift_of, team_shifts
from web.duty_log.tables import DutyEntry, DutyRecorder, EntryKind
from web.duty_log.terms import LogTerms, log_terms
from web.masking import mask
from web.people.tables import Team
from web.rosters.tables import AssignmentInForce


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What an address asks for, already read; None where it says nothing.

    Parameters
    ----------
    all_teams, all_days
        Whether the own team, or the present day, is no limit.
    """

    words: str = ""
    kind: EntryKind | None = None
    team_id: int | None = None
    all_teams: bool = False
    date: dt.date | None = None
    all_days: bool = False
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """The page of the log.

    Parameters
    ----------
    date
        The day that is shown; None where days are no limit.
    team_id
        The team that is shown; None for all in reach.
    teams
        Those that somebody may choose among.
    shift, recorder
        The writer's shift at this moment, and who keeps its record.
    letters
        To be destroyed: the time for which they are kept is over.
    """

    listed: Listed
    words: str
    date: dt.date | None
    today: dt.date
    team_id: int | None
    teams: Sequence[Team]
    terms: LogTerms
    shift: AssignmentInForce | None
    recorder: DutyRecorder | None
    letters: Sequence[DutyEntry]


@dataclass(frozen=True, kw_only=True)
class ShiftRecorder:
    """A running or coming shift of a team and who keeps its record."""

    shift: TeamShift
    team: Team
    recorder: DutyRecorder | None


def read_page(session: Session, actor: Actor, asked: Asked, *, now: dt.datetime) -> LogPage:
    """Return what the log shows: today's entries of the own team, unless something else is asked for.

    A shift that began yesterday belongs to today. Words are looked for on all days; a customer's number in
    them is masked before anything else is done.
    """
    terms = log_terms(session, actor.department_id, now)
    today = now.astimezone(terms.zone).date()
    shift = shift_of(session, actor.person_id, now)
    words = mask(asked.words.strip())
    any_day = asked.all_days or (bool(words) and asked.date is None)
    date = None if any_day else asked.date or today
    since = None
    if date == today and asked.date is None:
        midnight = dt.datetime.combine(today, dt.time(), tzinfo=terms.zone)
        since = midnight if shift is None else min(midnight, shift.starts_at)
    team_id = None if asked.all_teams else asked.team_id or (None if words else actor.team_id)
    wanted = Wanted(
        date=None if since is not None else date,
        since=since,
        kind=asked.kind,
        team_id=team_id,
        words=words,
        before=asked.before,
    )
    named = None
    if shift is not None and actor.team_id is not None:
        named = recorder_of(session, actor.team_id, shift.shift_kind_id, shift.date)
    return LogPage(
        listed=list_entries(session, actor, wanted, terms),
        words=words,
        date=date,
        today=today,
        team_id=team_id,
        teams=_teams(session, actor),
        terms=terms,
        shift=shift,
        recorder=named,
        letters=letters_due(session, actor, today),
    )


def read_recorders(session: Session, actor: Actor, *, now: dt.datetime) -> list[ShiftRecorder]:
    """Return the shifts whose recorder somebody may name, with who is named.

    Parameters
    ----------
    actor
        With the reach on naming.
    """
    teams = {team.id: team for team in _teams(session, actor) if actor.reaches_team(team.id)}
    return [
        ShiftRecorder(
            shift=shift,
            team=teams[shift.team_id],
            recorder=recorder_of(session, shift.team_id, shift.kind.id, shift.date),
        )
        for shift in team_shifts(session, teams, now)
    ]


def team_names(page: LogPage) -> Mapping[int, str]:
    """Return the names of the teams of a page."""
    return {team.id: team.name for team in page.teams}


def _teams(session: Session, actor: Actor) -> Sequence[Team]:
    query = select(Team).where(Team.department_id == actor.department_id).order_by(Team.position, Team.id)
    if actor.scope != "department":
        query = query.where(Team.id == actor.team_id)
    return session.scalars(query).all()
