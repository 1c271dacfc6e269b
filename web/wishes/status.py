"""How far a wishes round is: who has answered, who not, and how many want which day."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from roster.calendar import DayType
from web.accounts.tables import User
from web.people.tables import Department, Person, ShiftKind, Team
from web.rosters.loading import load_calendar
from web.rosters.months import days_in, next_month
from web.rosters.tables import Assignment, NoWish, Roster, RosterVersion, VersionState, Wish, WishRound

CROWDED = (0.05, 0.10, 0.15)
"""Shares of all people that want the same day off, from which on the day counts as fuller."""


@dataclass(frozen=True, kw_only=True)
class StatedWish:
    """One wish. `code` None wishes the day off; `is_met` is None while nothing is published."""

    date: dt.date
    code: str | None
    note: str
    stated_at: dt.datetime
    is_met: bool | None


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One person in a round; `none_at` is when the answer "no wishes" was given."""

    person_id: int
    number: str
    name: str
    team: str
    has_account: bool
    wishes: tuple[StatedWish, ...]
    none_at: dt.datetime | None

    @property
    def has_answered(self) -> bool:
        """Whether a wish, or that there is none, was stated."""
        return bool(self.wishes) or self.none_at is not None


@dataclass(frozen=True, kw_only=True)
class DayLine:
    """One date: how many want it off, and how many want which kind; `level` from 0 to 4."""

    date: dt.date
    day_type: DayType
    off: int
    kinds: Mapping[str, int]
    level: int


@dataclass(frozen=True, kw_only=True)
class RoundStatus:
    """A round with everybody in it; `is_published` tells whether wishes can be held against a roster."""

    round: WishRound
    people: tuple[PersonLine, ...]
    days: tuple[DayLine, ...]
    kinds: tuple[str, ...]
    is_published: bool

    @property
    def answered(self) -> int:
        """How many have answered."""
        return sum(line.has_answered for line in self.people)

    @property
    def silent(self) -> tuple[PersonLine, ...]:
        """Those who have not."""
        return tuple(line for line in self.people if not line.has_answered)

    @property
    def wishes(self) -> int:
        """How many wishes were stated."""
        return sum(len(line.wishes) for line in self.people)

    @property
    def met(self) -> int:
        """How many of them the published roster meets."""
        return sum(wish.is_met is True for line in self.people for wish in line.wishes)

    @property
    def fullest(self) -> tuple[DayLine, ...]:
        """The dates that most want off, the fullest first; at most three."""
        wanted = [day for day in self.days if day.off]
        return tuple(sorted(wanted, key=lambda day: (-day.off, day.date))[:3])


def read_status(session: Session, department: Department, found: WishRound) -> RoundStatus:
    """Return the status of a round: everybody employed in its month, by team and number."""
    shifts = published_shifts(session, department.id, found.month)
    wishes = _wishes(session, found, shifts)
    none_at = _none_at(session, found)
    people = tuple(
        PersonLine(
            person_id=person_id,
            number=number,
            name=name,
            team=team,
            has_account=has_account,
            wishes=tuple(wishes.get(person_id, ())),
            none_at=none_at.get(person_id),
        )
        for person_id, number, name, team, has_account in _people(session, found)
    )
    kinds = _kind_codes(session, department.id, people)
    return RoundStatus(
        round=found,
        people=people,
        days=_days(session, department, found.month, people),
        kinds=kinds,
        is_published=shifts is not None,
    )


def person_line(session: Session, found: WishRound, person: Person) -> tuple[PersonLine, bool]:
    """Return one person's line of a round, and whether the month is published."""
    shifts = published_shifts(session, found.department_id, found.month, person_id=person.id)
    line = PersonLine(
        person_id=person.id,
        number=person.employee_number,
        name=person.name,
        team=session.get_one(Team, person.team_id).name,
        has_account=True,
        wishes=tuple(_wishes(session, found, shifts, person_id=person.id).get(person.id, ())),
        none_at=_none_at(session, found).get(person.id),
    )
    return line, shifts is not None


def published_shifts(
    session: Session, department_id: int, month: dt.date, *, person_id: int | None = None
) -> Mapping[tuple[int, dt.date], str] | None:
    """Return the published shift of each person and date; None while nothing is published."""
    version = session.scalar(
        select(RosterVersion.id)
        .join(Roster)
        .where(
            Roster.department_id == department_id,
            Roster.month == month,
            RosterVersion.state == VersionState.PUBLISHED,
        )
    )
    if version is None:
        return None
    shifts = (
        select(Assignment.person_id, Assignment.date, ShiftKind.code)
        .join(ShiftKind, ShiftKind.id == Assignment.shift_kind_id)
        .where(Assignment.roster_version_id == version)
    )
    if person_id is not None:
        shifts = shifts.where(Assignment.person_id == person_id)
    return {(who, date): code for who, date, code in session.execute(shifts)}


def silent_users(session: Session, found: WishRound) -> list[int]:
    """Return the accounts of those who have not answered a round."""
    stated = select(Wish.person_id).where(Wish.wish_round_id == found.id)
    none = select(NoWish.person_id).where(NoWish.wish_round_id == found.id)
    rows = session.scalars(
        users_of(found).where(Person.id.not_in(stated), Person.id.not_in(none)).order_by(User.id)
    )
    return list(rows)


def users_of(found: WishRound) -> Select[int]:
    """Return the query for the accounts of everybody whom a round concerns."""
    return select(User.id).join(Person, Person.id == User.person_id).where(User.active, *_employed_in(found))


def _employed_in(found: WishRound) -> tuple[ColumnElement[bool], ...]:
    return (
        Person.department_id == found.department_id,
        Person.active.is_(True),
        or_(Person.hired_on.is_(None), Person.hired_on < next_month(found.month)),
        or_(Person.leaves_on.is_(None), Person.leaves_on >= found.month),
    )


def _people(session: Session, found: WishRound) -> list[tuple[int, str, str, str, bool]]:
    account = select(User.id).where(User.person_id == Person.id, User.active).exists()
    rows = session.execute(
        select(Person.id, Person.employee_number, Person.name, Team.name, account)
        .join(Team, Team.id == Person.team_id)
        .where(*_employed_in(found))
        .order_by(Team.position, Team.id, Person.employee_number)
    )
    return list(rows.all())


def _none_at(session: Session, found: WishRound) -> Mapping[int, dt.datetime]:
    rows = session.execute(select(NoWish.person_id, NoWish.stated_at).where(NoWish.wish_round_id == found.id))
    return dict(rows.all())


def _wishes(
    session: Session,
    found: WishRound,
    shifts: Mapping[tuple[int, dt.date], str] | None,
    *,
    person_id: int | None = None,
) -> Mapping[int, list[StatedWish]]:
    wishes = (
        select(Wish, ShiftKind.code)
        .outerjoin(ShiftKind, ShiftKind.id == Wish.shift_kind_id)
        .where(Wish.wish_round_id == found.id)
        .order_by(Wish.date)
    )
    if person_id is not None:
        wishes = wishes.where(Wish.person_id == person_id)
    rows = session.execute(wishes)
    stated: dict[int, list[StatedWish]] = defaultdict(list)
    for wish, code in rows:
        stated[wish.person_id].append(
            StatedWish(
                date=wish.date,
                code=code,
                note=wish.note,
                stated_at=wish.stated_at,
                is_met=None if shifts is None else shifts.get((wish.person_id, wish.date)) == code,
            )
        )
    return stated


def _days(
    session: Session, department: Department, month: dt.date, people: tuple[PersonLine, ...]
) -> tuple[DayLine, ...]:
    calendar = load_calendar(session, department)
    wanted: dict[dt.date, Counter[str]] = defaultdict(Counter)
    for line in people:
        for wish in line.wishes:
            wanted[wish.date][wish.code or ""] += 1
    dates = [month + dt.timedelta(days=day) for day in range(days_in(month))]
    return tuple(
        DayLine(
            date=date,
            day_type=calendar.day_type(date),
            off=wanted[date][""],
            kinds={code: count for code, count in wanted[date].items() if code},
            level=_level(wanted[date][""], len(people)),
        )
        for date in dates
    )


def _level(off: int, people: int) -> int:
    """Return 0 where nobody wants the day off, else 1 to 4 by the share of the people who do."""
    return 0 if off == 0 else 1 + sum(off >= share * people for share in CROWDED)


def _kind_codes(session: Session, department_id: int, people: tuple[PersonLine, ...]) -> tuple[str, ...]:
    """Return the codes that somebody wishes, by start of the shift."""
    wished = {wish.code for line in people for wish in line.wishes if wish.code}
    codes = session.scalars(
        select(ShiftKind.code)
        .where(ShiftKind.department_id == department_id)
        .order_by(ShiftKind.start_minute, ShiftKind.code)
    )
    return tuple(code for code in codes if code in wished)
