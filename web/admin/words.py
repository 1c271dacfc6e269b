"""Words of the set-up pages: steps, kinds of calendar days, provenance, refusals."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from web.admin.calendar_year import WEEKEND, WORKING_DAY
from web.admin.checklist import Step
from web.i18n import N_, locale
from web.navigation import exists
from web.people.tables import CalendarDayKind, CalendarDayStatus
from web.policy.problems import PolicyProblem
from web.policy.schema import Provenance
from web.policy.words import Words
from web.refusal import Refusal
from web.wording import add_refusals, refusal_words

add_refusals(
    {
        "department_code_missing": N_("The code of the department is missing."),
        "department_name_missing": N_("The name of the department is missing."),
        "department_taken": N_("There is a department %(measured)s already."),
        "unknown_zone": N_("There is no time zone %(measured)s. Write it like Asia/Shanghai."),
        "unknown_country": N_(
            "No calendar is known for %(measured)s. Write two letters like CN, or nothing."
        ),
        "zone_in_use": N_("Rosters are kept in %(limit)s already; the time zone stays."),
        "unknown_preset": N_("There is no preset %(measured)s."),
        "shift_kinds_first": N_(
            "%(measured)s does not say when the shift ends: make the department's shift kinds first."
        ),
        "effect_in_past": N_("A policy takes effect today or later: what was decided stays decided."),
        "policy.unknown_key": N_("There is no such setting."),
        "policy.wrong_type": N_("%(measured)s does not fit here. Write a whole number."),
        "policy.wrong_format": N_("%(measured)s is not written as it should be."),
        "policy.not_a_choice": N_("Choose one of the entries."),
        "policy.out_of_range": N_("%(measured)s is out of range: the bound is %(limit)s."),
        "policy.empty": N_("Choose at least one."),
        "policy.missing_part": N_("Something is missing here. Fill in every field."),
        "policy.unknown_part": N_("There is a part that nobody knows."),
        "policy.not_a_step": N_("%(measured)s is no multiple of %(limit)s."),
        "policy.repeated": N_("Something is named twice."),
        "policy.unknown_shift": N_("There is no shift %(measured)s in this policy."),
        "policy.not_ascending": N_("The days must rise from line to line."),
        "policy.range_reversed": N_("The least is above the most."),
        "policy.more_days_than_open": N_("More working days than open days (%(limit)s)."),
        "policy.shift_code_family": N_("A shift's code begins with the letter of its family."),
        "policy.shift_break": N_(
            "The break does not fit into the shift, or only one of its two times is given."
        ),
        "policy.shift_minutes": N_("Longer than the shift itself (%(limit)s minutes)."),
        "policy.shift_starts_at_24": N_("A shift that begins at midnight begins at 0:00."),
        "policy.invalid": N_("%(measured)s does not fit."),
    }
)


def refusal_sentences(refusals: Iterable[Refusal]) -> list[str]:
    """Return the refusals of this feature's services in words."""
    return [refusal_words(refusal) for refusal in refusals]


@dataclass(frozen=True, kw_only=True)
class StepWords:
    """One step of the checklist as the page shows it."""

    title: str
    why: str
    state: str
    button: str
    endpoint: str
    year: int | None = None

    @property
    def address(self) -> str | None:
        """Where the step is taken; None where the present person may not go."""
        if not exists(self.endpoint):
            return None
        return url_for(self.endpoint) if self.year is None else url_for(self.endpoint, year=self.year)


def step_words(step: Step) -> StepWords:
    """Return title, reason, state and the one button of a step."""
    title, why, button, endpoint = _STEPS[step.key]
    return StepWords(
        title=_(title), why=_(why), state=_state(step), button=_("Look at it") if step.done else _(button),
        endpoint=endpoint, year=step.year,
    )  # fmt: skip


_STEPS: dict[str, tuple[str, str, str, str]] = {
    "department": (
        N_("Department"),
        N_("Name, time zone and weekend; every date and hour is read in that zone."),
        N_("Confirm the settings"),
        "department.edit",
    ),
    "teams": (
        N_("Teams and skills"),
        N_("People belong to teams; shifts may ask for skills."),
        N_("Add teams"),
        "teams.index",
    ),
    "people": (
        N_("People"),
        N_("Who is rostered, with which contract. A file can bring all at once."),
        N_("Import people"),
        "people.import_page",
    ),
    "shift_kinds": (
        N_("Shift kinds"),
        N_("Early, middle, night: times, paid minutes, breaks."),
        N_("Make shift kinds"),
        "shift_kinds.index",
    ),
    "calendar": (
        N_("Calendar"),
        N_("Statutory holidays, adjusted rest days, make-up working days."),
        N_("Take the proposal over"),
        "calendar.index",
    ),
    "policy": (
        N_("Policy"),
        N_("Which regulation holds, and where the department differs."),
        N_("Choose a policy"),
        "policy.index",
    ),
    "calls": (
        N_("Call history"),
        N_("Eight weeks of calls or more make a forecast that one can trust."),
        N_("Import calls"),
        "calls.import_page",
    ),
    "targets": (
        N_("Targets"),
        N_("Service level, handling time, shrinkage: how many people the calls need."),
        N_("Confirm the targets"),
        "department.targets",
    ),
    "users": (
        N_("Accounts"),
        N_("Who logs in, with which role."),
        N_("Add accounts"),
        "users.index",
    ),
}
"""Title, reason, button while open, and where it leads, by step."""


def _state(step: Step) -> str:
    count = step.count
    if step.year is not None:
        return _("no day of %(year)s yet", year=step.year)
    texts = {
        "teams": ngettext("%(num)s team", "%(num)s teams", count),
        "people": ngettext("%(num)s person", "%(num)s people", count),
        "shift_kinds": ngettext("%(num)s shift kind", "%(num)s shift kinds", count),
        "calendar": ngettext("%(num)s day", "%(num)s days", count) if count else _("no statutory holidays"),
        "policy": ngettext("%(num)s version", "%(num)s versions", count),
        "calls": ngettext("%(num)s day of calls", "%(num)s days of calls", count),
        "users": ngettext("%(num)s account", "%(num)s accounts", count),
    }
    return texts.get(step.key, _("confirmed") if step.done else _("only proposed so far"))


def day_kinds() -> list[tuple[str, str]]:
    """Return the kinds of calendar days with their names."""
    return [
        (CalendarDayKind.STATUTORY_HOLIDAY.value, _("statutory holiday")),
        (CalendarDayKind.ADJUSTED_REST_DAY.value, _("adjusted rest day")),
        (CalendarDayKind.MAKEUP_WORKING_DAY.value, _("make-up working day")),
        (CalendarDayKind.ORDINARY_DAY.value, _("ordinary day")),
        (CalendarDayKind.SPECIAL_DAY.value, _("special day")),
    ]


def day_names() -> dict[str, str]:
    """Return the name of everything that a date can be."""
    return {**dict(day_kinds()), WEEKEND: _("weekend"), WORKING_DAY: _("working day")}


def day_states() -> list[tuple[str, str]]:
    """Return whether a calendar day has been announced, in words."""
    return [
        (CalendarDayStatus.OFFICIAL.value, _("official")),
        (CalendarDayStatus.PROVISIONAL.value, _("provisional")),
    ]


def weekdays() -> list[tuple[int, str]]:
    """Return ISO weekdays with their names."""
    names = (
        _("Monday"),
        _("Tuesday"),
        _("Wednesday"),
        _("Thursday"),
        _("Friday"),
        _("Saturday"),
        _("Sunday"),
    )
    return list(enumerate(names, start=1))


def in_language(zh: str, en: str) -> str:
    """Return whichever of two data texts the reader's language wants."""
    return zh if locale().language == "zh" else en


def said(words: Words) -> str:
    """Return policy words in the reader's language."""
    return in_language(words.zh, words.en)


def provenance_words(provenance: Provenance, *, derived: bool, is_set: bool = False) -> tuple[str, str]:
    """Return (words, kind of tag) for where a value comes from; our proposal is what a blank `is_set` to."""
    if provenance is Provenance.STATED:
        return (_("follows from the text") if derived else _("stated")), "ok"
    if provenance is Provenance.BLANK and is_set:
        return _("left blank: please answer; until then our proposal holds"), "warn"
    return {
        Provenance.OVERRIDE: (_("set by the department"), "info"),
        Provenance.BLANK: (_("left blank: the rule is off"), "warn"),
        Provenance.SILENT: (_("our proposal"), ""),
    }[provenance]


def as_refusal(problem: Refusal | PolicyProblem) -> Refusal:
    """Return a policy's problem in the form of a refused field."""
    if isinstance(problem, Refusal):
        return problem
    field = problem.key.replace(".", "_")
    return Refusal(code=problem.code, field=field, measured=problem.value, limit=problem.limit)
