"""How a policy shapes the month: its busy start (P-15), holidays shared out, what is published already."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from roster.problem import Person
from roster.settings import RuleSettings, soft
from web.policy.kinds import MonthPattern
from web.policy.schema import EffectivePolicy

BUSY_DAYS, BUSY_MORE, BUSY_WEIGHT = 7, 2, 8
"""Days of the start and of the end that are compared, working days more at the start, cost of each missing.

The regulation says that part of the staff works more at the start and rests more at the end of the month; it
names neither days nor people, so these numbers propose and never bind.
"""

HOLIDAY_SPREAD, HOLIDAY_WEIGHT = 1, 10
STABILITY_WEIGHT = 15
"""A changed cell costs more than a refused wish (10) and less than a person missing for half an hour (20)."""


def with_shape(settings: RuleSettings, policy: EffectivePolicy) -> RuleSettings:
    """Return the settings with the rules on the month's shape that hold under a policy.

    Holidays are shared out under every policy (R-3.6), as nights and weekends are.
    """
    starts_busy = policy.values.forecast_month_pattern is MonthPattern.START_PEAK
    return replace(
        settings,
        month_shape=soft(BUSY_MORE, weight=BUSY_WEIGHT) if starts_busy else None,
        month_shape_days=BUSY_DAYS,
        holiday_fairness=soft(HOLIDAY_SPREAD, weight=HOLIDAY_WEIGHT),
        stability=soft(weight=STABILITY_WEIGHT),
    )


def in_turn_busy(people: Iterable[Person], month: date) -> tuple[Person, ...]:
    """Return the people with those marked whose month starts busy: half of each team, the others next month.

    Leaders and agents of a team take turns apart, each in order of their employee numbers.
    """
    people = tuple(people)
    ranks: dict[tuple[str, str], int] = {}
    busy: set[str] = set()
    for person in sorted(people, key=lambda person: person.id):
        group = person.team, person.role
        ranks[group] = ranks.get(group, -1) + 1
        if (ranks[group] + month.month) % 2 == 1:
            busy.add(person.id)
    return tuple(replace(person, busy_start=person.id in busy) for person in people)
