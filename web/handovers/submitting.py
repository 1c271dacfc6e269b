"""Submitting a handover: what is missing is named, else the content is frozen as a signed record."""

import datetime as dt

from sqlalchemy.orm import Session

from roster.handovers.gates import Facts, refusals
from roster.handovers.life import HandoverAct, HandoverState, Hold
from roster.handovers.window import Timing
from web.accounts.actor import Actor
from web.answer import Reason
from web.files.attaching import bind
from web.handovers.act_tables import HandoverVersion
from web.handovers.brought import brought
from web.handovers.carrying import carry
from web.handovers.drafts import drafted
from web.handovers.frozen import freeze
from web.handovers.item_files import frozen_files
from web.handovers.sections import frozen_sections, lacking
from web.handovers.steps import (
    HandoverAnswer,
    Opened,
    Part,
    done,
    hindrances,
    open_handover,
    overtaken,
    refused,
    sign,
    take,
)
from web.handovers.telling import tell_submitted
from web.refusal import Refusal


def submit(
    session: Session, actor: Actor, handover_id: int, *, seen: int, now: dt.datetime
) -> HandoverAnswer:
    """Freeze what was written as the next version, and commit.

    Before the window it stays a draft (G-22); after it, it is taken and marked late (R-9.6).
    """
    opened = open_handover(session, actor, handover_id, lock=True)
    reasons = hindrances(opened, HandoverAct.SUBMIT, seen=seen, part=Part.OUTGOING)
    if reasons:
        return refused(session, actor, handover_id, reasons)
    if carry(session, opened, now=now):
        session.commit()  # what came along meanwhile stays on the draft, whatever becomes of the submission
        opened = open_handover(session, actor, handover_id, lock=True)
    items = tuple(item for _, item in drafted(session, handover_id))
    lacks = lacking(opened, items)
    facts = Facts(missing=tuple(lacks))
    reasons = [
        *_too_early(opened, now),
        *refusals(HandoverAct.SUBMIT, opened.life, opened.terms, facts),
    ]
    if reasons:
        return refused(session, actor, handover_id, reasons)
    # whether a reopened one had been in time does not change by being written anew
    is_anew = opened.row.state is HandoverState.REOPENED
    is_late = opened.row.is_late if is_anew else timing(opened, now) is Timing.LATE
    if not take(session, opened, HandoverAct.SUBMIT, seen=seen, now=now, submitted_at=now, is_late=is_late):
        return overtaken(session, actor, handover_id, HandoverAct.SUBMIT, seen=seen)
    files = frozen_files(session, handover_id)
    content = freeze(opened, items, files, brought(session, opened, now=now), is_late=is_late)
    content["sections"] = frozen_sections(opened, items)
    record = sign(session, actor, opened, HandoverAct.SUBMIT, now=now, content=content)
    session.add(HandoverVersion(handover_id=opened.row.id, version=opened.row.version, record_id=record.id))
    bind(session, record, content)
    tell_submitted(session, opened, now=now)
    session.commit()
    return done(opened)


def timing(opened: Opened, at: dt.datetime) -> Timing:
    """Return how an instant lies to the window; where none is set nobody is early or late."""
    window = opened.window
    return Timing.IN_TIME if window is None else window.timing(at)


def _too_early(opened: Opened, now: dt.datetime) -> list[Reason]:
    window = opened.window
    if window is None or window.timing(now) is not Timing.EARLY or Hold.TEMPORARY in opened.life.holds:
        return []  # a special situation was arranged beforehand: who leaves early hands over early
    return [Refusal(code="handover_early", details={"at": window.since.isoformat()})]
