"""Words for what set-up forms refuse, and for the choices they offer."""

from collections.abc import Iterable, Mapping

from flask_babel import gettext as _

from web.forecasts.target_words import TARGET_WORDS
from web.i18n import N_
from web.people.tables import RoleInTeam, ShiftFamily
from web.refusal import Refusal
from web.wording import add_refusals, refusal_words

add_refusals(
    {
        "required": N_("This is missing. Fill it in."),
        "too_long": N_("Too long: at most %(limit)s characters."),
        "control_character": N_("There are invisible characters in it. Type it again."),
        "formula": N_("A name does not begin with =, + or @."),
        "sheet_error": N_("%(measured)s is an error of a spreadsheet, not a value."),
        "not_a_date": N_("%(measured)s is no date. Write it like 2026-10-01."),
        "no_such_date": N_("%(measured)s does not exist in the calendar."),
        "year_unlikely": N_("The year of %(measured)s cannot be right."),
        "not_a_number": N_("%(measured)s is no number."),
        "not_whole": N_("%(measured)s is not a whole number."),
        "negative": N_("%(measured)s is less than zero."),
        "too_many_hours": N_("%(measured)s hours a week are too many: at most 84."),
        "out_of_range": N_("%(measured)s is out of range: %(limit)s."),
        "not_a_time": N_("%(measured)s is no time of day. Write it like 8:00."),
        "not_a_choice": N_("Choose one of the entries."),
        "number_taken": N_("%(measured)s has this employee number already."),
        "name_taken": N_("%(measured)s exists already."),
        "code_taken": N_("The code %(measured)s is taken. Further kinds carry a digit."),
        "before_hiring": N_("This lies before the first day of employment."),
        "measured_later": N_("What is measured later than today is not known yet."),
        "ends_before_start": N_("The last day lies before the first."),
        "protects_nothing": N_("Choose what is protected: nights, overtime or both."),
        "leave_too_long": N_("%(measured)s days in one go; at most %(limit)s."),
        "team_has_people": N_("The team still has %(measured)s people. Move them first."),
        "kind_code": N_("The code is %(limit)s, or %(limit)s with a digit from 2 to 9."),
        "kind_length": N_("A shift lasts more than 0 and at most 24 hours."),
        "longer_than_shift": N_("Longer than the shift itself (%(limit)s minutes)."),
        "kind_in_use": N_(
            "Rosters, wishes or a running solve have %(measured)s: only its name can change. "
            "Make a further kind instead."
        ),
        "break_window": N_("A break that begins between these times has to end before the shift does."),
        "breaks_meet": N_(
            "The break could lie beside that of %(measured)s, which has another length. "
            "Make both equally long, or let one begin at a fixed time."
        ),
        "no_policy": N_("No policy is in force yet. Choose one first."),
    }
)


LABELS: Mapping[str, str] = {
    "employee_number": N_("Employee number"),
    "name": N_("Name"),
    "team_id": N_("Team"),
    "role": N_("Role in the team"),
    "weekly_hours": N_("Contract hours a week"),
    "hired_on": N_("Employed from"),
    "probation_until": N_("Probation until"),
    "leaves_on": N_("Last day of employment"),
    "first_day": N_("First day"),
    "last_day": N_("Last day"),
    "off_first_day": N_("First day"),
    "off_last_day": N_("Last day"),
    "family": N_("Family"),
    "code": N_("Code"),
    "start": N_("Start"),
    "end": N_("End"),
    "paid_minutes": N_("Paid minutes"),
    "break_minutes": N_("Break, minutes"),
    "break_from": N_("Break begins from"),
    "break_to": N_("Break begins until"),
    "date": N_("Date"),
    "kind": N_("Kind"),
    "status": N_("State"),
    "time_zone": N_("Time zone"),
    "country": N_("Calendar of the country"),
    "week_start": N_("First day of the week"),
    "slot_minutes": N_("Length of a slot"),
    **{field: words.label for field, words in TARGET_WORDS.items()},
    "hour_cost": N_("Cost of a paid hour, yuan"),
    "calls_per_hour": N_("Calls per agent-hour"),
    "measured_on": N_("Measured on"),
    "measured_by": N_("Measured by"),
    "remark": N_("How"),
    "reason": N_("Reason"),
    "valid_from": N_("In force from"),
    "label": N_("What is counted or looked at"),
    "label_en": N_("Its English name"),
    "expected": N_("Number by the register"),
    "unit": N_("Unit"),
}
"""Name of each field in the summary of what is wrong."""


def role_choices() -> list[tuple[str, str]]:
    """Return the parts that a person may have in a team."""
    return [(RoleInTeam.AGENT.value, _("agent")), (RoleInTeam.LEADER.value, _("team leader"))]


def role_in_team(role: RoleInTeam) -> str:
    """Return the name of a part in the team."""
    return dict(role_choices())[role.value]


def family_choices() -> list[tuple[str, str]]:
    """Return the families of shift kinds with their names."""
    names = {
        ShiftFamily.EARLY: _("early"),
        ShiftFamily.MIDDLE: _("middle"),
        ShiftFamily.NIGHT: _("night"),
        ShiftFamily.DAY: _("day"),
        ShiftFamily.RESERVE: _("emergency reserve"),
        ShiftFamily.TRAINING: _("training"),
        ShiftFamily.OVERTIME: _("overtime"),
        ShiftFamily.LEAVE: _("leave"),
    }
    return [(family.value, f"{family.value} · {name}") for family, name in names.items()]


class FieldErrors(dict[str, str]):
    """One sentence per refused field; "" stands for the form as a whole."""

    @property
    def summary(self) -> list[tuple[str | None, str]]:
        """Pairs of field and sentence for the summary above the form, each with the name of its field."""
        return self.named({name: _(label) for name, label in LABELS.items()})

    def named(self, labels: Mapping[str, str]) -> list[tuple[str | None, str]]:
        """Return the same with other names of fields, in the reader's language."""
        return [
            (
                name or None,
                _("%(field)s: %(problem)s", field=labels[name], problem=text) if name in labels else text,
            )
            for name, text in self.items()
        ]


def errors_of(refusals: Iterable[Refusal]) -> FieldErrors:
    """Return the first sentence for each refused field."""
    errors = FieldErrors()
    for refusal in refusals:
        errors.setdefault(refusal.field, refusal_words(refusal))
    return errors
