"""Who is fit for overtime in a window of time: what stands against each person, with the rule's numbers."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from roster.overtime.caps import Load, over_caps
from roster.overtime.counting import Window, whole_minutes
from roster.overtime.terms import OvertimeTerms
from roster.problem import Person
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True)
class Shift:
    """A shift of the person, or overtime that is agreed on, as instants; `date` is that of its start."""

    date: dt.date
    kind: str
    window: Window


@dataclass(frozen=True, kw_only=True)
class Extra:
    """Overtime that somebody would work.

    Parameters
    ----------
    date
        The day it is booked on: the start's, or that of the shift that it makes longer.
    skill
        That whoever works it must have; None for none.
    consent, emergency
        See `roster.overtime.caps.over_caps`.
    """

    date: dt.date
    window: Window
    skill: str | None = None
    consent: bool = False
    emergency: bool = False


def against(
    person: Person,
    extra: Extra,
    shifts: Sequence[Shift],
    load: Load,
    terms: OvertimeTerms,
    *,
    rest: int | None,
) -> tuple[Violation, ...]:
    """Return everything that stands against a person working overtime; what is not ``hard`` is a note.

    Parameters
    ----------
    shifts
        Those around the window, of other months and departments as well.
    rest
        Minutes between two shifts; None where no rule says any. Judged against shifts of other dates: on
        the date itself the overtime makes the working day longer, and the caps say how far.
    """
    day = extra.date
    found: list[Violation] = []
    if not person.is_employed(day):
        found.append(Violation(code="employment", person=person.id, dates=(day,)))
    if day in person.leave or day in person.days_off:
        found.append(
            Violation(
                code="day_off", person=person.id, dates=(day,), extra=(("leave", int(day in person.leave)),)
            )
        )
    if not person.may_do_overtime(day):
        found.append(
            Violation(
                code="no_overtime",
                person=person.id,
                dates=(day,),
                measured=extra.window.minutes,
                unit="minutes",
                extra=(("kind", "O"),),
            )
        )
    if extra.skill is not None and extra.skill not in person.skills:
        found.append(
            Violation(
                code="kind_allowed", person=person.id, dates=(day,), extra=(("missing_skills", extra.skill),)
            )
        )
    for shift in shifts:
        found += _beside(person.id, extra, shift, rest)
    found += over_caps(
        person.id,
        day,
        extra.window.minutes,
        load,
        terms,
        consent=extra.consent,
        emergency=extra.emergency,
    )
    return tuple(found)


def _beside(person: str, extra: Extra, shift: Shift, rest: int | None) -> list[Violation]:
    """Judge one shift: at the same time it cannot be; on another date it must leave the rest between."""
    shared = extra.window.shared(shift.window)
    if shared is not None:
        return [
            Violation(
                code="overtime_at_work",
                person=person,
                dates=(shift.date,),
                measured=shared.minutes,
                unit="minutes",
                extra=(("kind", shift.kind),),
            )
        ]
    if rest is None or shift.date == extra.date:
        return []
    before = shift.window.ends_at <= extra.window.starts_at
    first, second = (shift.window, extra.window) if before else (extra.window, shift.window)
    gap = whole_minutes(first.ends_at, second.starts_at)
    if gap >= rest:
        return []
    codes = (shift.kind, "O") if before else ("O", shift.kind)
    return [
        Violation(
            code="rest_between",
            person=person,
            dates=tuple(sorted((shift.date, extra.date))),
            measured=gap,
            limit=rest,
            unit="minutes",
            extra=(("first", codes[0]), ("second", codes[1])),
        )
    ]
