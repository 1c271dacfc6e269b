"""What does not work while a question of the policy is unanswered, in words."""

from collections.abc import Mapping
from typing import Final

from flask_babel import gettext as _

from web.i18n import N_

_OFF: Final[Mapping[str, str]] = {
    "shift.times": N_("Until then the product's own shift times stand in for the missing ones."),
    "reserve.normal_staff": N_("Until then the roster keeps nobody in reserve on ordinary days."),
    "forecast.agent_capacity": N_("Until then no bearable calls are reckoned in the five tables."),
    "arrive.early_min_incoming": N_("Until then nobody counts as arrived too late before the shift."),
    "swap.notice_days": N_("Until then a swap may be asked for at any time before the shift."),
    "swap.max_per_month": N_("Until then there is no limit on the swaps of a month."),
    "leave.tiers": N_("Until then nobody can approve leave of the length that is left open."),
    "attendance.fine_late_early": N_("Until then no amount is proposed; the leader chooses."),
    "post.empty_after": N_("Until then no post is called empty, however long nobody is there."),
    "post.empty_fine": N_("Until then no fine is proposed for an empty post."),
    "handover.checklist": N_("Until then only what is known of the list is checked."),
    "desk.visitor_wait_max": N_("Until then no visitor counts as waiting too long."),
    "letters.retention": N_("Until then letters that were left are kept without an end."),
    "guests.voucher_quota": N_("Until then there is no limit on guests with a voucher."),
}


def what_is_off(key: str) -> str:
    """Return what stays off until the department answers for this setting."""
    return _(_OFF[key]) if key in _OFF else _("Until then the rules that need it are off.")
