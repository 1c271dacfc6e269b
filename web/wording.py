"""Words for what the core reports as data: violations of roster rules, refusals of services.

The rule, the number and the limit always stand in the sentence, the dates in the line below it.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from roster.violation import Violation
from web.duty_wording import DUTY_SENTENCES
from web.hour_wording import HOUR_SENTENCES
from web.i18n import RANGE, clock_range, day, day_weekday, hours_figure
from web.refusal import Refusal
from web.shape_wording import SHAPE_SENTENCES
from web.shift_marks import shift_name

NAMES_SHIFT = frozenset({"leader_present", "probation_pairing", "skills_per_post"})
"""Rules whose sentence names the shift, so that the line below it need not."""
NO_NAMES: Mapping[str, str] = {}


@dataclass(frozen=True, kw_only=True)
class Words:
    """One violation as a page says it.

    Parameters
    ----------
    level
        ``danger`` blocks, ``warn`` costs.
    sentence
        The rule with measured value and limit.
    detail
        Dates, shifts or people concerned; may be empty.
    """

    level: str
    sentence: str
    detail: str


def violation_words(violation: Violation, names: Mapping[str, str] = NO_NAMES) -> Words:
    """Return the words of one violation in the present language.

    Parameters
    ----------
    names
        Names of people by employee number, for the rules that compare people.
    """
    return Words(
        level="danger" if violation.hard else "warn",
        sentence=SENTENCES[violation.code](violation),
        detail=_detail(violation, names),
    )


def dates_words(dates: Sequence[dt.date]) -> str:
    """10月9日 周五; 10月12日–10月18日 when they follow each other; else a list."""
    if not dates:
        return _("the whole month")
    if len(dates) == 1:
        return day_weekday(dates[0])
    if (dates[-1] - dates[0]).days == len(dates) - 1:
        return f"{day(dates[0])}{RANGE}{day(dates[-1])}"
    return _(", ").join(day(date) for date in dates)


def _detail(violation: Violation, names: Mapping[str, str]) -> str:
    facts = violation.details
    if "first" in facts and "second" in facts:
        return (
            f"{day(violation.dates[0])} {shift_name(str(facts['first']))} → "
            f"{day(violation.dates[-1])} {shift_name(str(facts['second']))}"
        )
    if "most_person" in facts:
        return _most_and_least(facts, names)
    kind = facts.get("kind")
    words = dates_words(violation.dates)
    return f"{words} {shift_name(str(kind))}" if kind and violation.code not in NAMES_SHIFT else words


def _most_and_least(facts: Mapping[str, str | int], names: Mapping[str, str]) -> str:
    most, least = str(facts["most_person"]), str(facts["least_person"])
    numbers = {
        "person": names.get(most, most),
        "most": facts["most"],
        "other": names.get(least, least),
        "least": facts["least"],
    }
    if facts.get("carried"):
        return _("%(person)s %(most)s, %(other)s %(least)s, earlier months included", **numbers)
    return _("%(person)s %(most)s, %(other)s %(least)s", **numbers)


def _kind_allowed(violation: Violation) -> str:
    skills = str(violation.details.get("missing_skills", ""))
    if skills:
        return _("Lacks a skill for this shift: %(skills)s", skills=_(", ").join(skills.split("|")))
    return _("May not be given this shift")


def _day_off(violation: Violation) -> str:
    return _("On leave that day") if violation.details.get("leave") else _("A fixed day off")


def _locked(violation: Violation) -> str:
    facts = violation.details
    return _(
        "Locked is %(locked)s, given is %(given)s",
        locked=shift_name(str(facts["locked"])),
        given=shift_name(str(facts["kind"])),
    )


def _rest_between(violation: Violation) -> str:
    measured, limit = hours_figure(violation.measured), hours_figure(violation.limit)
    if str(violation.details.get("first", "")).startswith("N"):
        return _(
            "%(measured)s h rest after a night shift; at least %(limit)s h", measured=measured, limit=limit
        )
    return _("%(measured)s h rest between shifts; at least %(limit)s h", measured=measured, limit=limit)


def _short_rest(violation: Violation) -> str:
    if violation.measured == 1 and violation.limit == 2:
        return _("A single day off between working days")
    return _(
        "Only %(measured)s days off in a row; at least %(limit)s",
        measured=violation.measured,
        limit=violation.limit,
    )


def _shift_need(violation: Violation) -> str:
    return _(
        "People in the %(kind)s: %(measured)s; wanted: %(limit)s",
        kind=shift_name(str(violation.details["kind"])),
        measured=violation.measured,
        limit=violation.limit,
    )


def _wish(violation: Violation) -> str:
    wished = str(violation.details["wished"])
    if violation.details.get("avoid"):
        return _("Wish not met: not %(wished)s", wished=shift_name(wished))
    return _("Wish not met: %(wished)s", wished=shift_name(wished))


def _leader_present(violation: Violation) -> str:
    facts = {"measured": violation.measured, "limit": violation.limit}
    kind = violation.details.get("kind")
    if kind is None:
        return _(
            "The team leaders can lead %(measured)s shifts of the month at most; %(limit)s need one", **facts
        )
    return _(
        "Team leaders in the %(kind)s: %(measured)s; at least %(limit)s",
        kind=shift_name(str(kind)),
        **facts,
    )


def _shortage(violation: Violation) -> str:
    facts = violation.details
    return _(
        "%(times)s: up to %(most)s short",
        times=clock_range(int(facts["from_minute"]), int(facts["to_minute"])),
        most=facts["most"],
    )


SENTENCES: Mapping[str, Callable[[Violation], str]] = {
    "employment": lambda _v: _("Not employed on this date"),
    "kind_allowed": _kind_allowed,
    "day_off": _day_off,
    "locked": _locked,
    "overlap": lambda v: _("Two shifts overlap by %(measured)s h", measured=hours_figure(v.measured)),
    "no_night": lambda _v: _("Cannot be given this shift (reason not shown)"),
    "closed_day": lambda _v: _("The department is closed that day"),
    "rest_between": _rest_between,
    "succession": lambda v: _(
        "%(second)s may not follow on %(first)s",
        first=shift_name(str(v.details["first"])),
        second=shift_name(str(v.details["second"])),
    ),
    "working_run": lambda v: _(
        "%(measured)s days in a row; at most %(limit)s", measured=v.measured, limit=v.limit
    ),
    "shortest_working_run": lambda v: _(
        "Only %(measured)s working days in a row; at least %(limit)s", measured=v.measured, limit=v.limit
    ),
    "shortest_days_off": _short_rest,
    "weekly_days_off": lambda v: _(
        "Days off in the week: %(measured)s; at least %(limit)s", measured=v.measured, limit=v.limit
    ),
    "night_run": lambda v: _(
        "%(measured)s nights in a row; at most %(limit)s", measured=v.measured, limit=v.limit
    ),
    "night_rest": lambda v: _(
        "Days off after the night shift: %(measured)s; at least %(limit)s", measured=v.measured, limit=v.limit
    ),
    "nights_in_month": lambda v: _(
        "%(measured)s nights in the month; at most %(limit)s", measured=v.measured, limit=v.limit
    ),
    "weekends_in_month": lambda v: _(
        "%(measured)s weekends with work in the month; at most %(limit)s", measured=v.measured, limit=v.limit
    ),
    "kinds_in_month": lambda v: _(
        "%(measured)s times %(kind)s in the month; at most %(limit)s",
        measured=v.measured,
        kind=shift_name(str(v.details["kind"])),
        limit=v.limit,
    ),
    **HOUR_SENTENCES,
    "contract_max": lambda v: _(
        "%(measured)s h in the month; the contract allows %(limit)s h",
        measured=hours_figure(v.measured),
        limit=hours_figure(v.limit),
    ),
    "contract_min": lambda v: _(
        "%(measured)s h in the month; the contract wants %(limit)s h",
        measured=hours_figure(v.measured),
        limit=hours_figure(v.limit),
    ),
    "meal_break": lambda v: _(
        "No break can begin in the window of the %(kind)s", kind=shift_name(str(v.details["kind"]))
    ),
    "wish": _wish,
    "leader_present": _leader_present,
    "shortage": _shortage,
    "surplus": lambda v: _("Up to %(most)s more than needed", most=v.details["most"]),
    "shift_shortage": _shift_need,
    "shift_surplus": _shift_need,
    **DUTY_SENTENCES,
    "night_fairness": lambda v: _(
        "Nights differ by %(measured)s between like people; at most %(limit)s",
        measured=v.measured,
        limit=v.limit,
    ),
    "weekend_fairness": lambda v: _(
        "Weekend days differ by %(measured)s between like people; at most %(limit)s",
        measured=v.measured,
        limit=v.limit,
    ),
    **SHAPE_SENTENCES,
}
"""One sentence per rule of `roster.rules`; a test sees that none is missing."""

REFUSALS: dict[str, str] = {}
"""English sentence by code of refusal, with ``%(measured)s``, ``%(limit)s`` and the details."""


def add_refusals(sentences: Mapping[str, str]) -> None:
    """Register a feature's sentences; mark them with `web.i18n.N_` for the catalogues.

    Raises
    ------
    ValueError
        When a code has a sentence already.
    """
    for code, sentence in sentences.items():
        if REFUSALS.get(code, sentence) != sentence:
            raise ValueError(f"two sentences for the refusal {code!r}")
        REFUSALS[code] = sentence


def refusal_words(refusal: Refusal) -> str:
    """Return the sentence of one refusal in the present language."""
    facts = {**refusal.details, "measured": refusal.measured, "limit": refusal.limit}
    return _(REFUSALS[refusal.code], **facts)
