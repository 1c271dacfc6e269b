"""Words of leaving the post: what somebody asks for, and on what somebody is away."""

from flask_babel import gettext as _

from roster.attendance.away import AwayState
from web.attendance.board import Line
from web.attendance.tables import PostLeaving


def away_words(row: PostLeaving) -> str:
    """Return what somebody asks for."""
    if row.urgent:
        return _("left the post at once, for at most %(minutes)s min", minutes=row.minutes)
    return _("wants to leave the post for %(minutes)s min", minutes=row.minutes)


def permit_words(line: Line) -> str:
    """Return on what somebody is away, for the board; empty where nobody need be asked."""
    permit = line.permit
    if permit is None:
        return _("nobody was asked") if line.needs_permit else ""
    if line.over:
        return _("%(over)s min beyond the %(minutes)s allowed", over=line.over, minutes=permit.minutes)
    if permit.state is AwayState.USED:
        return _("allowed: %(minutes)s min", minutes=permit.minutes)
    if permit.state is AwayState.REFUSED:
        return _("not allowed afterwards")
    return _("could not wait; not answered yet")
