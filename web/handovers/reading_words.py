"""Words and addresses of the reading page: acts, signatures, where a missing thing is, what to do next."""

import datetime as dt
from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _

from roster.handovers.life import HandoverState
from roster.violation import Violation
from web.handovers.act_tables import Side
from web.handovers.reading_page import RecordPage
from web.handovers.tables import Handover
from web.i18n import N_, local, time_seconds

ACTS: Final[Mapping[str, str]] = {
    "begin": N_("begun"),
    "submit": N_("submitted"),
    "return": N_("returned by the leader"),
    "pass": N_("passed by the leader"),
    "recall": N_("recalled by the leader"),
    "appoint": N_("receiver appointed"),
    "readdress": N_("addressed anew by the roster"),
    "receive": N_("receiving begun"),
    "read_back": N_("said back"),
    "confirm_read_back": N_("what was said back confirmed"),
    "ask": N_("question"),
    "answer": N_("answer"),
    "clear": N_("question cleared"),
    "check": N_("everything read and counted"),
    "count": N_("a thing of the count marked"),
    "doubt": N_("to be looked at once more: the count has changed"),
    "sign_outgoing": N_("signed by outgoing"),
    "sign_incoming": N_("signed by incoming"),
    "refuse": N_("takeover refused"),
    "send_back": N_("sent back by the superior"),
    "order": N_("takeover ordered by the superior"),
    "hold": N_("stopped"),
    "lift": N_("goes on"),
    "redo": N_("signed anew"),
    "review": N_("reviewed"),
    "reopen": N_("reopened"),
    "act_for": N_("handed over by order in place of the outgoing person"),
    "amend": N_("amended"),
    "take_note": N_("noted"),
}
NEXT: Final[Mapping[HandoverState, str]] = {
    HandoverState.RETURNED: N_("Returned: the outgoing person mends it and submits the next version."),
    HandoverState.REFUSED: N_("Refused: the superior decides. Until then the outgoing person stays."),
    HandoverState.INVALID: N_(
        "Invalid: it was not made face to face. The outgoing person stays responsible; meet and sign anew."
    ),
    HandoverState.REOPENED: N_("Reopened: responsibility is the outgoing person's again."),
    HandoverState.BLOCKED: N_("No handover under this condition. The leader lifts it once it is over."),
    HandoverState.SUSPENDED: N_("The outgoing person handles the fault, the incoming person assists."),
    HandoverState.HELD_OVER: N_("The shift is over and the relief is missing: the outgoing person stays."),
    HandoverState.TEMPORARY: N_("A temporary arrangement with the superior stands."),
}
MEANINGS: Final[Mapping[str, str]] = {
    Side.LEADER: N_("Checked; not recorded wrongly, incompletely, omitted or misfiled"),
    Side.OUTGOING: N_("Complete and true as submitted"),
    Side.INCOMING: N_("I have read and understood every item and am responsible from this signature"),
    Side.FOREMAN: N_("Reviewed"),
}
CHIPS: Final = (
    N_("A question has no clear answer"),
    N_("The record is incomplete"),
    N_("The count does not agree"),
    N_("A fault is being handled"),
)


def act_name(kind: str) -> str:
    """Return what a record of a handover is, such as ``handover.submit``."""
    name = kind.rpartition(".")[2]
    return _(ACTS[name]) if name in ACTS else name


def meaning_words(side: str) -> str:
    """Return what somebody declares by signing."""
    return _(MEANINGS[Side(side)])


def next_words(state: HandoverState) -> str:
    """Return what happens next where a handover does not go its way; empty where it does."""
    return _(NEXT[state]) if state in NEXT else ""


def refusal_chips() -> list[str]:
    """Return frequent reasons of a refusal, ready to be completed."""
    return [_(chip) for chip in CHIPS]


def person_name(row: Handover) -> str:
    """Return who receives."""
    person = row.receiver or row.planned_receiver
    return _("nobody yet") if person is None else person.name


def full_second(at: dt.datetime) -> str:
    """2026-10-09 22:46:50, on the department's clock."""
    return f"{local(at).date().isoformat()} {time_seconds(at)}"


def place_of(page: RecordPage, lack: Violation) -> str:
    """Return the id of what a missing thing is about: a button, a field, a check."""
    number = lack.details.get("item")
    if number:
        kind = {"item_unread": "read", "item_not_read_back": "back"}.get(lack.code, "item")
        return f"{kind}-{number}"
    check = page.check_of(lack)
    return "questions" if check is None else f"check-{check.id}"
