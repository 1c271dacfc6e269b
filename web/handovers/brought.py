"""What the system adds to a record by itself, so that nobody has to copy it: facts, frozen at submission."""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from roster.attendance.events import Whereabouts
from roster.swaps.life import IN_EFFECT, SwapState
from web.attendance.loading import load_worked
from web.attendance.presence import is_clock_used
from web.database import JsonObject
from web.duty_log.attaching import files_of_matters
from web.duty_log.feed import HandoverEntry, entries_for_container, entries_for_handover
from web.files.attaching import facts
from web.files.tables import Attachment
from web.handovers.next_shift import next_shift_gaps, unread_notices
from web.handovers.queue_figures import queue_figures
from web.handovers.steps import Opened
from web.people.tables import Person
from web.swaps.tables import SwapMove, SwapRequest


def brought(session: Session, opened: Opened, *, now: dt.datetime) -> JsonObject:
    """Return the day's swaps of the team (R-4.19, R-8.13), who was on the shift, and what the duty log has.

    Keys: ``swaps`` (date, shift, giver, taker by name), ``people`` (planned, missing names), ``log`` (number,
    kind, words, weight, files: superiors' instructions and what is important first, R-8.8, R-8.9), ``queues``
    (`queue_figures`), ``next_shift`` and ``notices`` (`next_shift`).
    """
    return {
        "swaps": _swaps(session, opened),
        "people": _people(session, opened, now),
        "log": _log(session, opened),
        "queues": queue_figures(session, opened, now=now),
        "next_shift": next_shift_gaps(session, opened),
        "notices": unread_notices(session, opened),
    }


def log_entries(session: Session, opened: Opened) -> list[HandoverEntry]:
    """Return what the duty log has of the person's shift, and what superiors wrote during it."""
    row = opened.row
    return [
        *entries_for_container(session, row.container_id),
        *entries_for_handover(session, row.assignment_id),
    ]


def _log(session: Session, opened: Opened) -> list[JsonObject]:
    entries = log_entries(session, opened)
    files = files_of_matters(session, [entry.root_id for entry in entries])
    return [_entry(entry, files.get(entry.root_id, ())) for entry in entries]


def _entry(entry: HandoverEntry, files: Sequence[Attachment]) -> JsonObject:
    return {
        "number": entry.number,
        "id": entry.entry_id,
        "kind": entry.kind.value,
        "important": entry.important,
        "urgent": entry.urgent,
        "body": entry.body,
        "handling": entry.handling,
        "by": entry.instructed_by or entry.by_name,
        "at": entry.at.isoformat(),
        "files": [facts(each) for each in files],
    }


def _swaps(session: Session, opened: Opened) -> list[JsonObject]:
    container = opened.container
    in_team = select(Person.id).where(Person.team_id == container.team_id)
    moves = session.scalars(
        select(SwapMove)
        .join(SwapRequest, SwapRequest.id == SwapMove.swap_id)
        .options(joinedload(SwapMove.giver), joinedload(SwapMove.taker), joinedload(SwapMove.shift_kind))
        .where(
            SwapRequest.department_id == opened.department.id,
            SwapRequest.state.in_((*IN_EFFECT, SwapState.CLOSED)),
            SwapMove.date == container.date,
            or_(SwapMove.giver_id.in_(in_team), SwapMove.taker_id.in_(in_team)),
        )
        .order_by(SwapMove.id)
    )
    return [
        {
            "date": move.date.isoformat(),
            "shift": move.shift_kind.code,
            "giver": move.giver.name,
            "taker": move.taker.name,
        }
        for move in moves
    ]


def _people(session: Session, opened: Opened, now: dt.datetime) -> JsonObject:
    """Return how many of the team the roster has on the shift, and who of them has not come so far.

    Nobody is missing before the shift, on leave, or where the department does not use the clock.
    """
    container, department_id = opened.container, opened.department.id
    team = session.scalars(select(Person.id).where(Person.team_id == container.team_id)).all()
    worked = [
        each
        for each in load_worked(
            session, department_id, container.date, container.date, now=now, people=team, before_clock=True
        )
        if each.row.shift_kind_id == container.shift_kind_id
    ]
    absent = [
        each.person.name
        for each in worked
        if each.where is Whereabouts.NOT_IN and each.row.starts_at <= now and not each.has_leave
    ]
    missing = absent if absent and is_clock_used(session, department_id, now=now) else []
    return {"planned": len(worked), "missing": missing}
