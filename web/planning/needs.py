"""What is asked for beside the need per slot: a duty in turn, and the department's own posts and needs.

Whoever makes a month asks here, so that checker, solve, repair and publication see the same.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from roster.calendar import Calendar
from roster.demand import ShiftNeed
from roster.posts import SkillNeed
from roster.shifts import ShiftKind
from web.planning.duty import duty_needs
from web.policy.schema import EffectivePolicy


@dataclass(frozen=True, kw_only=True)
class Needs:
    """Needs of a month, as `roster.problem.Problem` takes them."""

    shift_needs: tuple[ShiftNeed, ...] = ()
    skill_needs: tuple[SkillNeed, ...] = ()


def needed_codes(kinds: Iterable[ShiftKind]) -> tuple[str, ...]:
    """Return the codes of the kinds that people can be wanted on: what is chosen, and serves customers."""
    return tuple(kind.code for kind in kinds if kind.assignable and kind.covers)


def needs_of(
    policy: EffectivePolicy,
    kinds: Iterable[ShiftKind],
    calendar: Calendar,
    dates: tuple[date, int],
    skills: Mapping[int, str],
) -> Needs:
    """Return what a policy asks for on every open day (R-1.18, R-2.9, R-2.23).

    A kind of shift that is not chosen any more asks for nobody. Where the department gives a number for
    the duty, that number holds.

    Parameters
    ----------
    kinds, calendar
        Of the department; the calendar with the policy's closed days.
    dates
        First day, and the number of days.
    skills
        Names of the department's skills by their ids.
    """
    kinds, (first_day, days) = tuple(kinds), dates
    in_use = needed_codes(kinds)
    by_shift = {(need.date, need.kind): need for need in duty_needs(policy, kinds, calendar, first_day, days)}
    by_skill: list[SkillNeed] = []
    for when in (first_day + timedelta(days=day) for day in range(days)):
        if calendar.is_closed(when):
            continue
        for own in policy.rules.shift_needs:
            if own.is_on(when) and own.kind in in_use:
                need = ShiftNeed(date=when, kind=own.kind, people=own.people)
                by_shift[when, own.kind] = need
        for post in policy.rules.posts:
            found = post.needs(when, skills[post.skill])
            by_skill += [need for need in found if need.kind is None or need.kind in in_use]
    return Needs(shift_needs=tuple(by_shift.values()), skill_needs=tuple(by_skill))
