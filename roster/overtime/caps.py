"""How much overtime a day and a month may hold (Labour Law art. 41, art. 42 for emergencies)."""

from dataclasses import dataclass
from datetime import date

from roster.overtime.terms import OvertimeTerms
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True)
class Load:
    """Overtime that a person has already: worked, agreed on, or asked for.

    Parameters
    ----------
    day, month
        Minutes on the date and in its month, the new ones not among them.
    works
        Whether a shift of the roster lies on the date: then every minute makes that day longer. On a day
        off only what goes beyond a normal day does.
    """

    day: int = 0
    month: int = 0
    works: bool = True


def over_caps(
    person: str,
    day: date,
    minutes: int,
    load: Load,
    terms: OvertimeTerms,
    *,
    consent: bool = False,
    emergency: bool = False,
) -> tuple[Violation, ...]:
    """Return which caps the minutes would break, with what was measured.

    They refuse (``hard``), save in an emergency that threatens life, health or what the public depends on
    (art. 42) and to which the person has agreed; then they are notes.
    """
    noted = emergency and consent
    of_day = load.day + minutes - (0 if load.works else terms.normal_day)
    of_month = load.month + minutes
    found = []
    if of_day > terms.day_cap:
        found.append(
            Violation(
                code="overtime_day",
                person=person,
                dates=(day,),
                measured=of_day,
                limit=terms.day_cap,
                unit="minutes",
                hard=not noted,
            )
        )
    if of_month > terms.month_cap:
        found.append(
            Violation(
                code="overtime_month",
                person=person,
                dates=(day,),
                measured=of_month,
                limit=terms.month_cap,
                unit="minutes",
                hard=not noted,
                extra=(("booked", load.month),),
            )
        )
    return tuple(found)


def over_average(
    person: str, day: date, minutes: int, days: int, weekly_limit: int | None
) -> tuple[Violation, ...]:
    """Return the note that the average week is too long (R-3.1); overtime is never refused for it.

    Parameters
    ----------
    minutes
        Of roster and overtime together, in the days that count.
    weekly_limit
        Minutes; None where no regulation states any.
    """
    if weekly_limit is None or minutes * 7 <= weekly_limit * days:
        return ()
    return (
        Violation(
            code="average_week",
            person=person,
            dates=(day,),
            measured=minutes,
            limit=weekly_limit * days // 7,
            unit="minutes",
            hard=False,
            extra=(("days", days), ("weekly_limit", weekly_limit)),
        ),
    )
