"""Words of the page of roster rules: what each rule says, what a breach is counted in, what is refused."""

from flask_babel import gettext as _

from roster.settings import Limit
from web.i18n import N_
from web.policy.rule_catalogue import POSTS, RULES, SHIFT_NEEDS, Group, Unit
from web.rule_names import rule_name
from web.wording import add_refusals

add_refusals(
    {
        "later_version": N_(
            "Version %(measured)s takes effect on %(limit)s and would take this back. "
            "Choose that day or a later one."
        ),
        "rule.unknown": N_("There is no rule %(measured)s."),
        "rule.wrong_type": N_("%(measured)s does not fit here. Write a number."),
        "rule.out_of_range": N_("%(measured)s is out of range: %(limit)s."),
        "rule.beyond_law": N_("%(measured)s is more than labour law allows: at most %(limit)s."),
        "rule.law_holds": N_("Labour law holds this rule: it cannot be made soft or switched off."),
        "rule.always_soft": N_("This rule can only be soft. What must hold is a locked cell."),
        "rule.unknown_kind": N_("The department has no kind of shift %(measured)s."),
        "rule.nothing_chosen": N_("Choose at least one."),
        "rule.limits_idle": N_(
            "Nobody would look at the limits by kind: let this rule hold, or make it soft."
        ),
        "rule.repeated": N_("Something is named twice."),
        "need.nothing": N_("Write down at least one."),
        "need.too_many": N_("%(measured)s are too many: at most %(limit)s."),
        "need.unknown_skill": N_("The department has no such skill."),
        "need.when": N_("Choose shifts, or write from when to when."),
        "need.shift_or_time": N_("Choose shifts or write times, not both."),
        "need.ends_before": N_(
            "The end must lie after the beginning; a time over midnight is two posts, one until 24:00."
        ),
        "need.skills_together": N_(
            "At one time %(measured)s different skills are asked for: at most %(limit)s can be."
        ),
        "need.twice": N_("There are two numbers for %(measured)s on the same weekday."),
        "rule.night_too_short": N_("By law the night lasts from 22:00 to 6:00; it can only be longer."),
    }
)

GROUPS: dict[Group, str] = {
    Group.HOURS: N_("Hours"),
    Group.REST: N_("Rest, runs and kinds of shift"),
    Group.NIGHTS: N_("Nights"),
    Group.WEEKENDS: N_("Weekends"),
    Group.COVERAGE: N_("Coverage, seats and reserve"),
    Group.PEOPLE: N_("People on the shift"),
    Group.NEEDS: N_("Posts and needs per shift"),
    Group.FAIRNESS: N_("Fairness and wishes"),
    Group.MONEY: N_("Money"),
    Group.STABILITY: N_("Stability"),
}

DETAIL_NAMES: dict[str, str] = {
    POSTS: N_("Posts that ask for a skill"),
    SHIFT_NEEDS: N_("People wanted per shift"),
    "normal_day_minutes": N_("Normal working day, hours"),
    "forbidden_successions": N_("What may not follow the day after"),
    "most_of_kind": N_("Shifts of each kind in the month, at most"),
    "night_window": N_("Night work"),
    "leader_kinds": N_("Shifts that need a leader"),
    "turn_kinds": N_("Shifts that are taken in turn"),
    "probation_in_team": N_("Experience counts within the team only"),
    "month_shape_days": N_("Days at the start and at the end that are compared"),
    "money_unit": N_("Unit of labour cost, yuan"),
    "night_premium": N_("Premium at night, percent"),
    "holiday_premium": N_("Premium on statutory holidays, percent"),
}

SAYS: dict[str, str] = {
    "average_week": N_("At most %(limit)s h a week on average"),
    "contract_max": N_("At most %(limit)s h above the contract in the month"),
    "contract_min": N_("At most %(limit)s h below the contract in the month"),
    "overtime_day": N_("At most %(limit)s h of overtime on a day"),
    "overtime_month": N_("At most %(limit)s h of overtime in the month, what was booked before included"),
    "no_overtime": N_("Who is protected from overtime works none"),
    "rest_between": N_("At least %(limit)s h between two shifts"),
    "weekly_days_off": N_("Days off in every week: at least %(limit)s"),
    "working_run": N_("Working days in a row: at most %(limit)s"),
    "shortest_working_run": N_("Working days in a row: at least %(limit)s"),
    "shortest_days_off": N_("Days off in a row: at least %(limit)s"),
    "closed_day": N_("Nobody works while the department is closed"),
    "succession": N_("Shifts follow each other only as is permitted below"),
    "kinds_in_month": N_("Nobody has more shifts of a kind than is permitted below or by the contract"),
    "no_night": N_("Who is protected from nights works none"),
    "night_run": N_("Nights in a row: at most %(limit)s"),
    "night_rest": N_("Days after a night before another shift: at least %(limit)s"),
    "nights_in_month": N_("Nights in the month: at most %(limit)s"),
    "weekends_in_month": N_("Weekends with work in the month: at most %(limit)s"),
    "shortage": N_("People missing at any time: at most %(limit)s"),
    "surplus": N_("People too many at any time: at most %(limit)s"),
    "shift_shortage": N_("People missing on any shift: at most %(limit)s"),
    "shift_surplus": N_("People too many on any shift: at most %(limit)s"),
    "seats": N_("People on duty at once: at most %(limit)s"),
    "meal_break": N_("Every break begins within the times of its shift, and coverage is what it leaves"),
    "longest_break": N_("The break of a shift lasts at most %(limit)s h"),
    "reserve": N_("Emergency seats on special days: at least %(limit)s"),
    "reserve_most": N_("Emergency seats on special days: at most %(limit)s"),
    "reserve_surplus": N_("People beyond the need on special days: at least %(limit)s at any time"),
    "reserve_ordinary": N_("People in reserve on other days: at least %(limit)s per kind of shift"),
    "leader_present": N_("Team leaders on every shift: at least %(limit)s"),
    "skills_per_post": N_("Posts without somebody who has the skill: at most %(limit)s"),
    "probation_pairing": N_("On probation per experienced person on the same shift: at most %(limit)s"),
    "night_fairness": N_("Nights differ by at most %(limit)s between like people"),
    "weekend_fairness": N_("Weekend days differ by at most %(limit)s between like people"),
    "holiday_fairness": N_("Shifts on statutory holidays differ by at most %(limit)s between like people"),
    "turn_fairness": N_("Shifts taken in turn differ by at most %(limit)s between those who may work them"),
    "month_shape": N_(
        "Whose month starts busy works at least %(limit)s days more at its start than at its end"
    ),
    "wish": N_("Wishes are met where that is possible"),
    "labour_cost": N_("Of two rosters that serve alike, the cheaper one is better"),
    "stability": N_("A published month changes as little as possible"),
}
"""By rule; a rule that is off is shown with dots for its number."""

COUNTED: dict[str, str] = {
    "average_week": N_("started hour"),
    "contract_max": N_("started hour"),
    "contract_min": N_("started hour"),
    "overtime_day": N_("started hour"),
    "overtime_month": N_("started hour"),
    "no_overtime": N_("started hour"),
    "rest_between": N_("pair of shifts"),
    "succession": N_("pair of shifts"),
    "weekly_days_off": N_("day of breach"),
    "working_run": N_("day of breach"),
    "shortest_working_run": N_("day of breach"),
    "shortest_days_off": N_("day of breach"),
    "month_shape": N_("day of breach"),
    "night_run": N_("night beyond"),
    "nights_in_month": N_("night beyond"),
    "weekends_in_month": N_("weekend beyond"),
    "shortage": N_("person and slot"),
    "surplus": N_("person and slot"),
    "seats": N_("person and slot"),
    "reserve_surplus": N_("person and slot"),
    "shift_shortage": N_("person"),
    "shift_surplus": N_("person"),
    "reserve_ordinary": N_("person"),
    "probation_pairing": N_("person"),
    "leader_present": N_("leader missing"),
    "reserve": N_("seat"),
    "reserve_most": N_("seat"),
    "skills_per_post": N_("post"),
    "meal_break": N_("break"),
    "night_fairness": N_("night of difference"),
    "weekend_fairness": N_("day of difference"),
    "holiday_fairness": N_("shift of difference"),
    "turn_fairness": N_("shift of difference"),
    "wish": N_("point of the wish"),
    "labour_cost": N_("unit of labour cost"),
    "stability": N_("changed cell"),
}
"""What the weight is multiplied by; for all else it is the number of shifts."""

UNITS: dict[Unit, str] = {
    Unit.HOURS: N_("h"),
    Unit.DAYS: N_("days"),
    Unit.NIGHTS: N_("nights"),
    Unit.WEEKENDS: N_("weekends"),
    Unit.PEOPLE: N_("people"),
    Unit.SEATS: N_("seats"),
    Unit.POSTS: N_("posts"),
    Unit.SHIFTS: N_("shifts"),
    Unit.PERCENT: N_("percent"),
    Unit.YUAN: N_("yuan"),
}

NO_NUMBER = "…"


def group_name(group: Group) -> str:
    """Return the heading of a part of the page."""
    return _(GROUPS[group])


def setting_name(name: str) -> str:
    """Return the name of a rule, or of a setting that says how rules are read."""
    return _(DETAIL_NAMES[name]) if name in DETAIL_NAMES else rule_name(name)


def says(name: str, limit: Limit | None) -> str:
    """Return what a rule says, its number in the unit that is typed; dots stand for one that is off."""
    number = NO_NUMBER if limit is None else RULES[name].unit.typed(limit.value)
    return _(SAYS[name], limit=number)


def counted(name: str) -> str:
    """Return what one breach of a rule is counted in."""
    return _(COUNTED[name]) if name in COUNTED else _("shift")


def state(name: str, limit: Limit | None) -> tuple[str, str, str]:
    """Return (words, kind of tag, icon) for how a rule is applied."""
    if limit is None:
        return _("switched off"), "line", "ban"
    if limit.hard:
        return _("must hold"), "info", "lock"
    return _("soft: %(weight)s per %(unit)s", weight=limit.weight, unit=counted(name)), "", "adjustments"


def state_sentence(name: str, limit: Limit | None) -> str:
    """Return what a change does, for the message after it."""
    if limit is None:
        return _("“%(rule)s” is no longer looked at", rule=rule_name(name))
    if limit.hard:
        return _("must hold: %(says)s", says=says(name, limit))
    return _(
        "is tried: %(says)s; each %(unit)s against it costs %(weight)s",
        says=says(name, limit),
        unit=counted(name),
        weight=limit.weight,
    )


def unit_name(unit: Unit) -> str:
    """Return what stands after a typed number."""
    return _(UNITS[unit]) if unit in UNITS else ""
