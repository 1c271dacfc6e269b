"""Words of the repair page: what is asked of whom, and what it does."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.hindrance import AT_WORK, SPARED
from roster.repair import CellChange
from web.i18n import N_, day_weekday, hours, number
from web.repairs.found import Found, Hole, Load, Option
from web.rule_names import rule_name
from web.shift_marks import shift_name
from web.wording import Words, add_refusals, violation_words

add_refusals(
    {
        "repair_needs_published": N_("Only a published version can be repaired; this one is not in force."),
        "end_before_start": N_("The last day must not be before the first."),
        "absence_outside_month": N_("None of these days is in this month."),
        "repair_busy": N_("Others are looking for a repair just now. Try again in a moment."),
        "repair_failed": N_("The search did not end in time. Try again, or change a new draft by hand."),
    }
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class OptionWords:
    """One alternative as the page says it.

    Parameters
    ----------
    asked
        Per person: name, employee number, lines on what changes, what it does to hours, nights, weekends.
    coverage
        What stays open; empty when all is covered as before.
    cost
        Cost after and by how much it rises.
    values
        The changes as the form hands them on.
    """

    title: str
    asked: tuple[tuple[str, str, tuple[str, ...], str], ...]
    coverage: tuple[Words, ...]
    cost: str
    proven: bool
    values: tuple[str, ...]


def option_words(found: Found, names: Mapping[str, str]) -> list[OptionWords]:
    """Return all alternatives in words, the best first."""
    return [
        OptionWords(
            title=_("Option %(number)s", number=place),
            asked=_asked(option, names),
            coverage=tuple(violation_words(violation, names) for violation in option.left_open),
            cost=_cost(option.cost, found.cost_published),
            proven=option.proven,
            values=tuple(value_of(change) for change in option.changes),
        )
        for place, option in enumerate(found.options, 1)
    ]


def hole_words(holes: tuple[Hole, ...]) -> list[tuple[str, list[str]]]:
    """Return per shift that stays open why nobody takes it: how many people each reason concerns."""
    return [
        (
            _("%(day)s, %(shift)s", day=day_weekday(hole.date), shift=shift_name(hole.kind)),
            [_("%(reason)s: %(count)s", reason=_reason(code), count=count) for code, count in hole.reasons],
        )
        for hole in holes
    ]


def value_of(change: CellChange) -> str:
    """Return one change as the form hands it on; `read_value` reads it."""
    return "|".join((change.person, change.date.isoformat(), change.before, change.after))


def _asked(option: Option, names: Mapping[str, str]) -> tuple[tuple[str, str, tuple[str, ...], str], ...]:
    loads = {load.person: _load(load) for load in option.loads}
    order = [*option.people, *sorted({c.person for c in option.changes} - set(option.people))]
    return tuple(
        (
            names.get(person, person),
            person,
            tuple(_change(change) for change in option.changes if change.person == person),
            loads.get(person, _("the absent person")),
        )
        for person in order
    )


def _change(change: CellChange) -> str:
    when = day_weekday(change.date)
    if not change.before:
        return _("%(day)s: comes in for the %(shift)s", day=when, shift=shift_name(change.after))
    if not change.after:
        return _("%(day)s: off instead of the %(shift)s", day=when, shift=shift_name(change.before))
    return _(
        "%(day)s: %(after)s instead of %(before)s",
        day=when,
        before=shift_name(change.before),
        after=shift_name(change.after),
    )


def _load(load: Load) -> str:
    parts = []
    if load.minutes:
        parts.append(("+" if load.minutes > 0 else "−") + hours(abs(load.minutes)))
    if load.nights:
        parts.append(
            ngettext(
                "%(sign)s%(num)s night", "%(sign)s%(num)s nights", abs(load.nights), sign=_sign(load.nights)
            )
        )
    if load.weekend_days:
        parts.append(
            ngettext(
                "%(sign)s%(num)s weekend day",
                "%(sign)s%(num)s weekend days",
                abs(load.weekend_days),
                sign=_sign(load.weekend_days),
            )
        )
    return _(", ").join(parts) if parts else _("hours, nights and weekends as before")


def _sign(value: int) -> str:
    return "+" if value > 0 else "−"


def _cost(cost: int, before: int) -> str:
    return _("%(cost)s, before %(before)s", cost=number(cost), before=number(before))


def _reason(code: str) -> str:
    if code == AT_WORK:
        return _("work this shift already")
    if code == SPARED:
        return _("are needed where they work")
    return rule_name(code)
