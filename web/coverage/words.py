"""Words of the coverage page."""

from flask_babel import gettext as _

from web.coverage.figures import DayCoverage
from web.forecasts.words import day_kind_mark
from web.i18n import weekday_letter
from web.rosters.tables import RosterVersion, VersionState


def day_mark(day: DayCoverage) -> str:
    """五, or 五 法 where the day is not what its weekday says."""
    letter, mark = weekday_letter(day.date), day_kind_mark(day.kind)
    return f"{letter} {mark}" if mark else letter


def version_state(version: RosterVersion) -> str:
    """草稿 v3 / Draft v3."""
    names = {
        VersionState.DRAFT: _("Draft v%(number)s", number=version.number),
        VersionState.SUBMITTED: _("Submitted v%(number)s", number=version.number),
        VersionState.RETURNED: _("Returned v%(number)s", number=version.number),
        VersionState.WITHDRAWN: _("Withdrawn v%(number)s", number=version.number),
        VersionState.APPROVED: _("Approved v%(number)s", number=version.number),
        VersionState.PUBLISHED: _("Published v%(number)s", number=version.number),
        VersionState.SUPERSEDED: _("Superseded v%(number)s", number=version.number),
    }
    return names[version.state]
