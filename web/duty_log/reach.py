"""Which entries somebody reaches: those of the own team and of the whole department, and what they wrote."""

from sqlalchemy import ColumnElement, or_, select, true
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.book.tables import BookReading
from web.duty_log.tables import DutyEntry
from web.errors import NotFound


def readable(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on entries of the department that somebody may read."""
    if actor.scope == "department":
        return true()
    own = [DutyEntry.by_id == actor.user_id, DutyEntry.team_id.is_(None)]
    if actor.person_id is not None:
        own.append(DutyEntry.person_id == actor.person_id)
    if actor.scope == "team" and actor.team_id is not None:
        own.append(DutyEntry.team_id == actor.team_id)
    return or_(*own)


def entry_to_read(session: Session, actor: Actor, entry_id: int) -> DutyEntry:
    """Return an entry that somebody may read.

    Raises
    ------
    NotFound
        When there is none, or it is out of reach, which looks the same.
    """
    entry = session.get(DutyEntry, entry_id)
    if entry is None or entry.department_id != actor.department_id:
        raise NotFound(f"no entry {entry_id}")
    if entry.team_id is None or is_own(actor, entry) or actor.reaches_team(entry.team_id):
        return entry
    raise NotFound(f"no entry {entry_id} within reach")


def entry_to_act_on(session: Session, actor: Actor, entry_id: int) -> DutyEntry:
    """Return an entry that somebody may correct, or whose numbers they may ask for.

    Raises
    ------
    NotFound
        As `entry_to_read`; what is for the whole department is the writer's and the supervisor's to act on.
    """
    entry = session.get(DutyEntry, entry_id)
    if entry is None or entry.department_id != actor.department_id:
        raise NotFound(f"no entry {entry_id}")
    if is_own(actor, entry) or actor.reaches_team(entry.team_id) or has_taken_over(session, actor, entry):
        return entry
    raise NotFound(f"no entry {entry_id} within reach")


def has_taken_over(session: Session, actor: Actor, entry: DutyEntry) -> bool:
    """Tell whether the actor took it over from the desk: who goes on with it calls the customer back."""
    found = select(BookReading.id).where(
        BookReading.entry_id == (entry.root_id or entry.id), BookReading.user_id == actor.user_id
    )
    return session.scalars(found).first() is not None


def is_own(actor: Actor, entry: DutyEntry) -> bool:
    """Tell whether somebody wrote an entry, or it belongs to their shift, whoever corrected it."""
    return entry.by_id == actor.user_id or (
        entry.person_id is not None and entry.person_id == actor.person_id
    )
