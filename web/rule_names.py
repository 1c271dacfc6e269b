"""Short names of the roster rules, for tables and charts."""

from flask_babel import gettext as _


def rule_name(code: str) -> str:
    """Return the name of a rule of `roster.rules` in the present language."""
    names = {
        "employment": _("Employment dates"),
        "kind_allowed": _("Permitted shifts"),
        "day_off": _("Leave and fixed days off"),
        "locked": _("Locked cells"),
        "training_day": _("Training days"),
        "overlap": _("No two shifts at once"),
        "no_night": _("Protected from nights"),
        "closed_day": _("Closed days"),
        "rest_between": _("Rest between shifts"),
        "succession": _("Shift succession"),
        "working_run": _("Days in a row"),
        "shortest_working_run": _("Least days in a row"),
        "shortest_days_off": _("Days off in a row"),
        "weekly_days_off": _("Weekly days off"),
        "night_run": _("Nights in a row"),
        "night_rest": _("Rest after nights"),
        "nights_in_month": _("Nights in the month"),
        "weekends_in_month": _("Weekends in the month"),
        "kinds_in_month": _("Shifts of a kind in the month"),
        "average_week": _("Average week"),
        "overtime_day": _("Overtime of a day"),
        "overtime_month": _("Overtime of the month"),
        "no_overtime": _("Protected from overtime"),
        "labour_cost": _("Labour cost"),
        "contract_max": _("Hours above contract"),
        "contract_min": _("Hours below contract"),
        "leader_present": _("A leader on every shift"),
        "shortage": _("People short"),
        "surplus": _("People too many"),
        "shift_shortage": _("Shifts with too few people"),
        "shift_surplus": _("Shifts with too many people"),
        "month_shape": _("Busy start, lighter end of the month"),
        "seats": _("Physical seats"),
        "skills_per_post": _("Skills for every post"),
        "probation_pairing": _("Probation beside experience"),
        "reserve": _("Emergency seats on special days"),
        "reserve_most": _("Emergency seats beyond the most"),
        "reserve_surplus": _("Surplus on special days"),
        "reserve_ordinary": _("Reserve on ordinary days"),
        "wish": _("Wishes not met"),
        "stability": _("Changes of the published roster"),
        "night_fairness": _("Nights shared fairly"),
        "weekend_fairness": _("Weekends shared fairly"),
        "holiday_fairness": _("Holidays shared fairly"),
    }
    return names[code]
