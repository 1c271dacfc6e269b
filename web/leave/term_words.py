"""What the regulation asks for, in words for the form."""

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.leave.terms import LeaveTerms, Notice
from web.rosters.words import role_name


def notice_terms(terms: LeaveTerms) -> list[tuple[str, str]]:
    """Return what the regulation asks for, as pairs of name and words, for the form."""
    lines = [
        (_("Personal leave"), _notice(terms.personal_notice)),
        (_("Sickness, special circumstances"), _notice(terms.short_notice)),
        (_("Emergency treatment"), _("any time before the shift, by telephone")),
    ]
    if terms.holiday is not None:
        words = _notice(terms.holiday.notice)
        lines.append(
            (_("Holiday duty"), words + (_("; in principle none") if terms.holiday.only_exceptions else ""))
        )
    below = 0
    for tier in terms.tiers:
        name = role_name(tier.role)
        if not tier.is_regulated:
            name += " " + _("(not regulated by the source)")
        lines.append((_tier(below, tier.up_to_days), name))
        below = tier.up_to_days or below
    return lines


def _tier(below: int, up_to: int | None) -> str:
    if up_to is None:
        return _("Any number of days") if not below else _("More than %(days)s days", days=below)
    return ngettext("Up to %(num)s day", "Up to %(num)s days", up_to)


def _notice(notice: Notice | None) -> str:
    if notice is None:
        return _("before the shift")
    if notice.days:
        return ngettext("at least %(num)s day before", "at least %(num)s days before", notice.days)
    return ngettext("at least %(num)s minute before", "at least %(num)s minutes before", notice.minutes)
