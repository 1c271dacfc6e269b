"""Leave in the inbox: requests whose next approval is the actor's to give."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from functools import cache, partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from web import access
from web.accounts.actor import Actor
from web.approvals.item import Decision, Item, Legality, Standing
from web.i18n import day_time, day_weekday
from web.leave import words
from web.leave.page import LeavePage, read_leave
from web.leave.tables import LeaveRequest
from web.leave.waiting import Waiting, waiting
from web.rosters.tables import AssignmentInForce

KIND = "leave"


def leave_waiting(session: Session, actor: Actor, now: dt.datetime, today: dt.date) -> list[Item]:
    """Return the leave whose next approval is the actor's, within reach and not their own."""
    if not access.may("leave.approve", actor.roles):
        return []
    found = waiting(session, actor)
    with_shifts = _with_shifts(session, [each.row.id for each in found])
    return [_item(session, actor, each, with_shifts, now=now, today=today) for each in found]


def _with_shifts(session: Session, ids: Collection[int]) -> set[int]:
    """Return the leave on whose days a shift is in force: who decides last says what becomes of it."""
    has_shift = exists().where(
        AssignmentInForce.person_id == LeaveRequest.person_id,
        AssignmentInForce.date.between(LeaveRequest.first_day, LeaveRequest.last_day),
    )
    return set(session.scalars(select(LeaveRequest.id).where(LeaveRequest.id.in_(ids), has_shift)))


def _item(
    session: Session,
    actor: Actor,
    one: Waiting,
    with_shifts: set[int],
    *,
    now: dt.datetime,
    today: dt.date,
) -> Item:
    row = one.row
    asks_cover = one.decides_cover and row.id in with_shifts
    # the list and the open item show the same: the months are loaded once
    read = cache(partial(read_leave, session, actor, row.id, now=now, today=today))
    approve = Decision(address=url_for("leave.approve", leave_id=row.id), words=_("Approve"))
    return Item(
        kind=KIND,
        id=row.id,
        seen=row.lock_version,
        filed_at=row.created_at,
        deadline=one.deadline,
        kind_name=_("Leave"),
        icon="beach",
        asker=row.person.name,
        title=words.title_of(row),
        lines=(words.span_words(row.first_day, row.last_day),),
        judge=partial(_legality, read),
        template="leave/waiting.html",
        detail=partial(_detail, read),
        address=url_for("leave.show", leave_id=row.id),
        roster=url_for("rosters.month", month=f"{row.first_day:%Y-%m}"),
        approve=None if asks_cover else approve,
        turn_down=Decision(address=url_for("leave.reject", leave_id=row.id), words=_("Return with a reason")),
        next_step=_("Say what becomes of the shifts, then approve") if asks_cover else "",
    )


def _legality(read: Callable[[], LeavePage]) -> Legality:
    page = read()
    said = words.all_words([*page.hindrances, *page.noted], page.names)
    if not said:
        return Legality(standing=Standing.ALLOWED, sentence=_("No rule forbids it"))
    standing = Standing.NOT_ALLOWED if page.hindrances else Standing.NOTE
    return Legality(standing=standing, sentence=f"{said[0].sentence} {said[0].detail}".strip())


def _detail(read: Callable[[], LeavePage]) -> Mapping[str, Any]:
    page = read()
    row = page.row
    facts = [
        (_("Days"), words.span_words(row.first_day, row.last_day)),
        (_("Kind of leave"), words.kind_name(row.kind)),
        (_("Reason"), row.reason),
        (
            _("How it was told"),
            " · ".join(part for part in (words.channel_name(row.channel), row.caller) if part),
        ),
        (_("To be decided before"), day_time(row.expires_at)),
    ]
    return {
        "row": row,
        "hindrances": words.all_words(page.hindrances, page.names),
        "noted": words.all_words(page.noted, page.names),
        "balances": [
            (words.half_days_words(each.left), words.half_days_words(each.granted), each.year)
            for each in page.balances
        ],
        "away": page.away,
        "taken": [(words.kind_name(kind), days) for kind, days in page.taken.items()],
        "shifts": [
            (day_weekday(each.shift.date), each.shift.shift_kind, each.delta, len(each.may))
            for each in page.openings
        ],
        "steps": words.steps_of(row),
        "facts": facts,
    }
