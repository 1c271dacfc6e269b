"""Decisions on single cells, such as swaps, that a draft made before them does not know.

A swap changes the roster in force while somebody works on the month's next draft. Publishing the draft as
it is would take back what people have agreed on; so it is refused until the draft has those cells, too.
"""

from sqlalchemy.orm import Session

from web.refusal import Refusal
from web.rosters.alive import in_force
from web.rosters.comparing import changes_between
from web.rosters.loading import load_roster
from web.rosters.tables import RosterVersion


def overtaken_cells(session: Session, version: RosterVersion) -> list[Refusal]:
    """Return the cells that were decided on since the version was made and that it has otherwise.

    Returns
    -------
    list of Refusal
        ``amended_meanwhile``: kind in force, kind in the version; details name person and date. What a
        version made after the decision has otherwise is a decision of its own, and none of these.
    """
    current = in_force(session, version.roster.department_id, version.roster.month)
    if current is None or current.id == version.id:
        return []
    known = _known_to(session, current, version)
    if known.id == current.id:
        return []
    decided, own = load_roster(session, current), load_roster(session, version)
    return [
        Refusal(
            code="amended_meanwhile",
            measured=change.new or "",
            limit=own.kind(change.number, change.date) or "",
            details={"person": change.number, "date": change.date.isoformat()},
        )
        for change in changes_between(load_roster(session, known), decided)
        if own.kind(change.number, change.date) != change.new
    ]


def _known_to(session: Session, current: RosterVersion, version: RosterVersion) -> RosterVersion:
    """Return the newest version in force that was there when the other was made, amendments undone.

    An amendment is published without ever having been submitted (`web.rosters.amending`).
    """
    known = current
    while known.submissions == 0 and known.based_on_id is not None and not _is_before(known, version):
        known = session.get_one(RosterVersion, known.based_on_id)
    return known


def _is_before(known: RosterVersion, version: RosterVersion) -> bool:
    return known.id == version.based_on_id or known.number < version.number
