"""Overtime in the inbox: what the actor approves, confirms, is ordered to work, or may take."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from web import access
from web.accounts.actor import Actor
from web.approvals.item import Decision, Item, Legality, Standing
from web.i18n import day_time, day_weekday
from web.overtime import words
from web.overtime.page import EntryPage, read_entry
from web.overtime.tables import OvertimeEntry, OvertimeOffer
from web.overtime.waiting import AGREE, APPROVE, CONFIRM, Waiting, overtime_waiting

KIND, OFFER = "overtime", "offer"
ENDPOINTS = {APPROVE: "overtime.approve", AGREE: "overtime.agree", CONFIRM: "overtime.confirm"}


def overtime_items(session: Session, actor: Actor, now: dt.datetime, _today: dt.date) -> list[Item]:
    """Return what of overtime waits for the actor."""
    found = []
    for each in overtime_waiting(session, actor, now=now):
        if each.entry is not None and access.may(ENDPOINTS[each.what], actor.roles):
            found.append(_entry(session, actor, each, each.entry, now=now))
        elif each.offer is not None and access.may("overtime.take", actor.roles):
            found.append(_offer(each, each.offer))
    return found


def _entry(session: Session, actor: Actor, one: Waiting, row: OvertimeEntry, *, now: dt.datetime) -> Item:
    read = partial(read_entry, session, actor, row.id, now=now)
    item = Item(
        kind=KIND,
        id=row.id,
        seen=one.seen,
        filed_at=one.filed_at,
        deadline=one.deadline,
        kind_name=_("Overtime"),
        icon="clock-plus",
        asker=row.person.name,
        title=f"{row.person.name} {day_weekday(row.date)}",
        lines=(words.when_words(row.starts_at, row.ends_at), words.origin_name(row.origin)),
        judge=partial(_legality, read),
        template="overtime/waiting.html",
        detail=partial(_detail, read),
        address=url_for("overtime.show", entry_id=row.id),
    )
    if one.what == APPROVE:
        return replace(
            item,
            approve=Decision(address=url_for("overtime.approve", entry_id=row.id), words=_("Approve")),
            turn_down=Decision(
                address=url_for("overtime.reject", entry_id=row.id), words=_("Return with a reason")
            ),
        )
    if one.what == AGREE:
        return replace(
            item,
            approve=Decision(address=url_for("overtime.agree", entry_id=row.id), words=_("Agree")),
            turn_down=Decision(address=url_for("overtime.decline", entry_id=row.id), words=_("Refuse")),
        )
    return replace(item, next_step=_("Confirm the minutes"))


def _offer(one: Waiting, row: OvertimeOffer) -> Item:
    return Item(
        kind=OFFER,
        id=row.id,
        seen=one.seen,
        filed_at=one.filed_at,
        deadline=one.deadline,
        kind_name=_("Overtime"),
        icon="clock-plus",
        asker="",
        title=f"{_('Overtime on offer')} {day_weekday(row.date)}",
        lines=(words.when_words(row.starts_at, row.ends_at), words.places_words(row.taken, row.wanted)),
        template="overtime/waiting.html",
        detail=partial(_offer_detail, row),
        address=url_for("overtime.offer_page", offer_id=row.id),
        next_step=_("Look at it and answer"),
    )


def _legality(read: partial[EntryPage]) -> Legality:
    said = words.all_words(read().against)
    if not said:
        return Legality(standing=Standing.ALLOWED, sentence=_("No rule forbids it, nothing to note"))
    forbids = any(each.level == "danger" for each in said)
    standing = Standing.NOT_ALLOWED if forbids else Standing.NOTE
    return Legality(standing=standing, sentence=f"{said[0].sentence} {said[0].detail}".strip())


def _detail(read: partial[EntryPage]) -> Mapping[str, Any]:
    page = read()
    row = page.row
    facts = [
        (_("Time"), words.when_words(row.starts_at, row.ends_at)),
        (_("Counts"), words.minutes_words(row.minutes)),
        (_("Origin"), words.origin_name(row.origin)),
        (_("Reason"), row.reason),
    ]
    return {
        "against": words.all_words(page.against),
        "flags": [words.flag_words(flag) for flag in row.flags],
        "facts": [fact for fact in facts if fact[1]],
    }


def _offer_detail(row: OvertimeOffer) -> Mapping[str, Any]:
    facts = [
        (_("Time"), words.when_words(row.starts_at, row.ends_at)),
        (_("Reason"), row.reason),
        (_("Expires"), day_time(row.deadline)),
    ]
    return {"facts": facts}
