"""One person's side of a wishes round: the month day by day, the own wishes, what is left of the quota."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.calendar import DayType
from web.people.tables import Department, Person, ShiftKind
from web.reminders.hand_in import is_handed_in
from web.rosters.loading import load_calendar
from web.rosters.months import days_in
from web.rosters.tables import NoWish, RoundState, Wish, WishRound
from web.wishes.choices import DayState, day_states, possible_kinds, protected_from
from web.wishes.rounds import Phase, phase_of
from web.wishes.status import PersonLine, StatedWish, person_line


@dataclass(frozen=True, kw_only=True)
class OwnDay:
    """One date; `refused` are the ids of shift kinds that the person may not be given."""

    date: dt.date
    day_type: DayType
    state: DayState
    wish: StatedWish | None
    refused: frozenset[int]


@dataclass(frozen=True, kw_only=True)
class OwnRound:
    """A round as one person sees it.

    Attributes
    ----------
    weekdays
        Seven dates in the order of the department's week, for the heads of the columns.
    blanks
        Empty places before the first of the month.
    kinds
        Shift kinds that may be wished.
    months
        Months that have a round, the earliest first.
    """

    round: WishRound
    phase: Phase
    is_handed_in: bool
    line: PersonLine
    weekdays: tuple[dt.date, ...]
    blanks: int
    days: tuple[OwnDay, ...]
    kinds: tuple[ShiftKind, ...]
    is_published: bool
    months: tuple[dt.date, ...]

    @property
    def left(self) -> int:
        """How many wishes may still be stated."""
        return max(0, self.round.quota - len(self.line.wishes))

    @property
    def before(self) -> dt.date | None:
        """The month with a round before this one."""
        return max((month for month in self.months if month < self.round.month), default=None)

    @property
    def after(self) -> dt.date | None:
        """The month with a round after this one."""
        return min((month for month in self.months if month > self.round.month), default=None)


def read_own_round(
    session: Session,
    department: Department,
    person: Person,
    *,
    month: dt.date | None,
    now: dt.datetime,
) -> OwnRound | None:
    """Return a round as the person sees it; None when the department has none.

    Parameters
    ----------
    month
        First day of the month; a month without a round, and None, take the round that closes next,
        else the latest one.
    """
    rounds = session.scalars(
        select(WishRound).where(WishRound.department_id == department.id).order_by(WishRound.month)
    ).all()
    if not rounds:
        return None
    found = next((one for one in rounds if one.month == month), None) or _present(rounds, now)
    handed_in = is_handed_in(session, department.id, found.month)
    line, is_published = person_line(session, found, person)
    calendar = load_calendar(session, department)
    dates = [found.month + dt.timedelta(days=day) for day in range(days_in(found.month))]
    states = day_states(session, person, dates)
    refused = protected_from(session, person, dates)
    wishes = {wish.date: wish for wish in line.wishes}
    first_weekday = found.month - dt.timedelta(days=(found.month.isoweekday() - department.week_start) % 7)
    return OwnRound(
        round=found,
        phase=phase_of(found, now, handed_in=handed_in),
        is_handed_in=handed_in,
        line=line,
        weekdays=tuple(first_weekday + dt.timedelta(days=day) for day in range(7)),
        blanks=(found.month - first_weekday).days,
        days=tuple(
            OwnDay(
                date=date,
                day_type=calendar.day_type(date),
                state=states[date],
                wish=wishes.get(date),
                refused=refused.get(date, frozenset()),
            )
            for date in dates
        ),
        kinds=possible_kinds(session, department.id),
        is_published=is_published,
        months=tuple(one.month for one in rounds),
    )


def waits_for(session: Session, department_id: int, person_id: int, now: dt.datetime) -> int:
    """Return how many open rounds wait for the person's answer."""
    wished = select(Wish.id).where(Wish.wish_round_id == WishRound.id, Wish.person_id == person_id)
    none = select(NoWish.person_id).where(NoWish.wish_round_id == WishRound.id, NoWish.person_id == person_id)
    waiting = select(func.count()).where(
        WishRound.department_id == department_id,
        WishRound.state == RoundState.OPEN,
        WishRound.opens_at <= now,
        WishRound.closes_at > now,
        ~wished.exists(),
        ~none.exists(),
    )
    return session.scalar(waiting) or 0


def _present(rounds: Sequence[WishRound], now: dt.datetime) -> WishRound:
    """Return the open round that closes next, else the latest one."""
    running = [one for one in rounds if phase_of(one, now) is Phase.OPEN]
    return min(running, key=lambda one: one.closes_at) if running else rounds[-1]
