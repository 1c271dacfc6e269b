"""What a regulation demands of a swap beside the rules of the roster: notice, number, grounds, order."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from roster.problem import Cell, Roster
from roster.swaps.moves import Swap
from roster.swaps.standing import Standing
from roster.swaps.terms import SwapTerms
from roster.violation import Violation

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, kw_only=True)
class Moment:
    """When a swap is judged.

    Parameters
    ----------
    today
        The department's local date.
    minutes_ahead
        Minutes from now to the start of each shift that is given, by who gives it and its date; exact across
        a change of clocks, since the caller counts them between instants.
    """

    today: date
    minutes_ahead: Mapping[Cell, int]


def unmet(
    swap: Swap, roster: Roster, *, terms: SwapTerms, standing: Standing, moment: Moment
) -> tuple[Violation, ...]:
    """Return every demand of the regulation that the swap does not meet.

    Parameters
    ----------
    roster
        The one in force, before the swap.

    Returns
    -------
    tuple of Violation
        ``swap_begun`` (minutes since the start), ``swap_notice`` (days, R-4.6), ``swap_ground`` (R-4.2,
        R-4.3), ``swap_month`` (swaps, R-4.11), ``swap_consecutive`` (dates, R-4.12), ``swap_payback_due``
        (shifts owed, A-21). A swap that the company asks for (R-4.20), or that settles an earlier one, can
        only have begun.
    """
    begun = tuple(_begun(swap, moment))
    if swap.by_company or swap.settles:
        return begun
    return (
        *begun,
        *_late(swap, terms, moment),
        *_groundless(swap, terms),
        *_too_many(swap, terms, standing),
        *_in_a_row(swap, roster, terms, standing),
        *_still_owed(swap, terms, standing),
    )


def _begun(swap: Swap, moment: Moment) -> Iterator[Violation]:
    for move in swap.all_moves:
        ahead = moment.minutes_ahead[move.giver, move.date]
        if ahead <= 0:
            yield Violation(
                code="swap_begun", person=move.giver, dates=(move.date,), measured=-ahead, unit="minutes"
            )


def _late(swap: Swap, terms: SwapTerms, moment: Moment) -> Iterator[Violation]:
    """Compare calendar days (A-19), or 24 hours each where the department counts strictly."""
    if terms.notice_days is None:
        return
    ahead: dict[date, int] = {}
    for move in swap.moves:
        minutes = moment.minutes_ahead[move.giver, move.date]
        days = (move.date - moment.today).days
        exact = minutes // MINUTES_PER_DAY if terms.notice_is_strict else days
        ahead[move.date] = min(exact, ahead.get(move.date, exact))
    for when, days in sorted(ahead.items()):
        if days < terms.notice_days:
            yield Violation(
                code="swap_notice",
                person=swap.requester,
                dates=(when,),
                measured=max(0, days),
                limit=terms.notice_days,
                unit="days",
            )


def _groundless(swap: Swap, terms: SwapTerms) -> Iterator[Violation]:
    if terms.grounds is not None and swap.ground not in terms.grounds:
        yield Violation(
            code="swap_ground",
            person=swap.requester,
            dates=swap.dates,
            extra=(("ground", swap.ground), ("accepted", "|".join(sorted(terms.grounds)))),
        )


def _too_many(swap: Swap, terms: SwapTerms, standing: Standing) -> Iterator[Violation]:
    if terms.most_per_month is None:
        return
    for person in _exchanging(swap):
        for month in sorted({day.replace(day=1) for day in swap.touched(person)}):
            count = standing.count(person, month) + 1
            if count > terms.most_per_month:
                yield Violation(
                    code="swap_month",
                    person=person,
                    dates=tuple(sorted(swap.touched(person))),
                    measured=count,
                    limit=terms.most_per_month,
                    unit="shifts",
                    extra=(("month", f"{month:%Y-%m}"),),
                )


def _in_a_row(swap: Swap, roster: Roster, terms: SwapTerms, standing: Standing) -> Iterator[Violation]:
    """Find successive shifts of a person that two swaps touch, or of which one swap gives both away."""
    if terms.consecutive:
        return
    after = swap.applied(roster)
    for person in _exchanging(swap):
        new, old = swap.touched(person), standing.touched(person)
        rostered = {*roster.of_person(person), *after.of_person(person), *new, *old}
        for one, two in _neighbours(rostered):
            given_both = {one, two} <= swap.given(person)
            met = (one in new and two in old) or (one in old and two in new)
            if given_both or met:
                yield Violation(
                    code="swap_consecutive",
                    person=person,
                    dates=(one, two),
                    measured=2,
                    limit=1,
                    unit="shifts",
                )


def _still_owed(swap: Swap, terms: SwapTerms, standing: Standing) -> Iterator[Violation]:
    owed = standing.owed.get(swap.requester, 0)
    if not terms.consecutive and owed:
        yield Violation(
            code="swap_payback_due", person=swap.requester, dates=swap.dates, measured=owed, unit="shifts"
        )


def _exchanging(swap: Swap) -> tuple[str, ...]:
    return tuple(person for person in swap.parties if swap.touched(person))


def _neighbours(dates: Iterable[date]) -> Iterable[tuple[date, date]]:
    ordered = sorted(dates)
    return pairwise(ordered)
