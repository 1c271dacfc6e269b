"""Events of a department: entered, ended, withdrawn; nothing of what was once entered is lost."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.admin.tables import CalendarEvent
from web.errors import NotFound
from web.records import audit
from web.refusal import Refusal

EventKey = tuple[str, str, dt.date, dt.date]


@dataclass(frozen=True, kw_only=True)
class EventDetails:
    """What the form or a row of a file says of one event; both days are included."""

    kind: str
    name: str
    first_day: dt.date
    last_day: dt.date

    @property
    def key(self) -> EventKey:
        """What makes two entries the same event."""
        return self.kind, self.name, self.first_day, self.last_day


def list_events(session: Session, department_id: int) -> Sequence[CalendarEvent]:
    """Return the events in force by date."""
    return session.scalars(
        select(CalendarEvent)
        .where(CalendarEvent.department_id == department_id, CalendarEvent.withdrawn_at.is_(None))
        .order_by(CalendarEvent.first_day, CalendarEvent.last_day, CalendarEvent.kind, CalendarEvent.id)
    ).all()


def withdrawn_events(session: Session, department_id: int) -> Sequence[CalendarEvent]:
    """Return what was withdrawn, the latest withdrawal first."""
    return session.scalars(
        select(CalendarEvent)
        .where(CalendarEvent.department_id == department_id, CalendarEvent.withdrawn_at.is_not(None))
        .order_by(CalendarEvent.withdrawn_at.desc(), CalendarEvent.id.desc())
    ).all()


def known_keys(session: Session, department_id: int) -> set[EventKey]:
    """Return what makes each event in force itself."""
    rows = list_events(session, department_id)
    return {(row.kind, row.name, row.first_day, row.last_day) for row in rows}


def add_event(
    session: Session, actor: Actor, details: EventDetails, *, now: dt.datetime
) -> CalendarEvent | list[Refusal]:
    """Enter an event.

    Returns
    -------
    CalendarEvent or list of Refusal
        ``event_known`` when the same one is in force already.
    """
    if details.key in known_keys(session, actor.department_id):
        return [Refusal(code="event_known", field="kind")]
    event = store_event(session, actor, details, now=now)
    session.commit()
    return event


def store_event(
    session: Session,
    actor: Actor,
    details: EventDetails,
    *,
    now: dt.datetime,
    file_name: str = "",
    replaces_id: int | None = None,
) -> CalendarEvent:
    """Store an event with its line in the audit trail; the caller commits."""
    event = CalendarEvent(
        department_id=actor.department_id,
        kind=details.kind,
        name=details.name,
        first_day=details.first_day,
        last_day=details.last_day,
        replaces_id=replaces_id,
        file_name=file_name,
        made_by_id=actor.user_id,
        made_at=now,
    )
    session.add(event)
    session.flush()
    _note(session, actor, "event.add", event, now)
    return event


def end_event(
    session: Session, actor: Actor, event_id: int, last_day: dt.date, *, now: dt.datetime
) -> list[Refusal]:
    """Give an event another last day: the old entry is withdrawn, one with the new day takes its place.

    Returns
    -------
    list of Refusal
        ``event_ends_early`` before its first day, ``event_withdrawn`` when it is no longer in force.
    """
    event = _own(session, actor, event_id)
    if last_day < event.first_day:
        return [Refusal(code="event_ends_early", field="last_day", limit=event.first_day.isoformat())]
    if last_day == event.last_day:
        return []
    if not _withdraw(session, actor, event, f"→ {last_day.isoformat()}", now):
        return [Refusal(code="event_withdrawn")]
    details = EventDetails(kind=event.kind, name=event.name, first_day=event.first_day, last_day=last_day)
    store_event(session, actor, details, now=now, file_name=event.file_name, replaces_id=event.id)
    session.commit()
    return []


def withdraw_event(
    session: Session, actor: Actor, event_id: int, reason: str, *, now: dt.datetime
) -> list[Refusal]:
    """Withdraw an event that did not take place or was entered wrongly.

    Returns
    -------
    list of Refusal
        ``event_withdrawn`` when somebody else was faster.
    """
    if not _withdraw(session, actor, _own(session, actor, event_id), reason, now):
        return [Refusal(code="event_withdrawn")]
    session.commit()
    return []


def _own(session: Session, actor: Actor, event_id: int) -> CalendarEvent:
    event = session.get(CalendarEvent, event_id)
    if event is None or event.department_id != actor.department_id:
        raise NotFound
    return event


def _withdraw(session: Session, actor: Actor, event: CalendarEvent, reason: str, now: dt.datetime) -> bool:
    """Mark an event as withdrawn, once."""
    done = session.execute(
        update(CalendarEvent)
        .where(CalendarEvent.id == event.id, CalendarEvent.withdrawn_at.is_(None))
        .values(withdrawn_by_id=actor.user_id, withdrawn_at=now, withdrawn_reason=reason)
        .execution_options(synchronize_session=False)
    )
    if done.rowcount != 1:  # type: ignore[attr-defined] # an UPDATE has one
        session.rollback()
        return False
    _note(session, actor, "event.withdraw", event, now)
    return True


def _note(session: Session, actor: Actor, action: str, event: CalendarEvent, now: dt.datetime) -> None:
    audit.note(
        session,
        action=action,
        object_type="calendar_event",
        object_id=event.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={
            "kind": event.kind,
            "first_day": event.first_day.isoformat(),
            "last_day": event.last_day.isoformat(),
        },
    )
