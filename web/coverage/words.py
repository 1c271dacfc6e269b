"""Words of the coverage page."""

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.shortfall import LEAVE, NO_SHIFT, OTHER_SHIFT, Shortfall
from web.coverage.figures import DayCoverage
from web.forecasts.words import day_kind_mark
from web.i18n import N_, weekday_letter
from web.rosters.tables import RosterVersion, VersionState
from web.rule_names import rule_name
from web.wording import add_refusals

add_refusals(
    {
        "simulation_without_need": N_("Nothing is forecast for this month. Make the forecast first."),
        "simulation_runs": N_("Another roster is being played through. Wait until it is done, or stop it."),
        "simulation_elsewhere": N_(
            "Not started: the server is playing through the roster of another department, one at a time. "
            "Start it again in a few minutes."
        ),
    }
)


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


def shortfall_words(found: Shortfall) -> list[str]:
    """Return what keeps everybody else away, most people first: 3 on leave, 2 Rest between shifts …."""
    words = [ngettext("%(num)s on duty", "%(num)s on duty", found.on_duty)]
    words += [f"{count} {_stop(why)}" for why, count in found.stopped.items()]
    if found.free:
        words.append(
            ngettext(
                "%(num)s could work by all hard rules",
                "%(num)s could work by all hard rules",
                len(found.free),
            )
        )
    return words


def _stop(why: str) -> str:
    names = {
        LEAVE: _("on leave"),
        OTHER_SHIFT: _("in another shift"),
        NO_SHIFT: _("without a shift at that time"),
        # why somebody works no nights or no overtime is nobody's business
        "no_night": _("cannot be given the shift"),
        "no_overtime": _("cannot be given the shift"),
    }
    return names[why] if why in names else _("stopped by: %(rule)s", rule=rule_name(why))
