"""A department whose published December is swapped in, under preset S0h, and its people at work."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from roster.problem import Roster as Shifts
from roster.swaps.life import SwapState
from roster.swaps.moves import Move
from tests.support.kept import kept
from tests.web.rosters.office import MONTH, NOW, NUMBERS, Office, stored_office
from web.accounts import passwords
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import User
from web.database import Database
from web.rosters.alive import in_force
from web.rosters.loading import load_roster
from web.swaps import deciding
from web.swaps.asking import propose
from web.swaps.placing import Ask
from web.swaps.steps import SwapAnswer
from web.swaps.tables import SwapRequest

PASSWORD = "four-quiet-paper-boats"
ANN, BEN, CAI, DAN = "00102", "00202", "00203", "00103"
"""Ann and Dan are agents of the first team, Ben and Cai of the second."""


def quiet_month() -> Shifts:
    """Ann and the leaders early, Ben and Dan in the middle, on even dates; Cai early on odd dates.

    A day off between two shifts leaves room for any exchange.
    """
    return Shifts(
        ((number, MONTH + dt.timedelta(days=day)), "M" if number in (BEN, DAN) else "E")
        for number in NUMBERS
        for day in range(31)
        if (day % 2 == 0) == (number == CAI)
    )


def december(day: int) -> dt.date:
    return MONTH.replace(day=day)


def give(day: int, giver: str, taker: str) -> Move:
    return Move(date=december(day), giver=giver, taker=taker)


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The office with its month in force."""

    office: Office

    @property
    def database(self) -> Database:
        return self.office.database

    def actor(self, number: str, scope: str = "own") -> Actor:
        """Somebody as an agent, or with the reach of a leader."""
        with self.database.read() as session:
            user = session.get_one(User, self.office.users[number])
            return replace(actor_of(user, scope), team_id=user.person.team_id if user.person else None)

    @property
    def leader(self) -> Actor:
        """Leads Ann's team."""
        return self.office.leader

    def ask(
        self,
        *moves: Move,
        by: Actor | None = None,
        now: dt.datetime = NOW,
        **further: object,
    ) -> SwapAnswer:
        """Ask for a swap of whoever gives the first shift."""
        with self.database.write() as session:
            whole = {
                "requester_id": self.office.people[moves[0].giver],
                "moves": moves,
                "reason": "家里有事",
                "ground": "personal_matter",
                "token": f"{hash(f'{moves} {further} {now}')}",
            } | further
            ask = Ask(**whole)  # type: ignore[arg-type]
            return propose(session, by or self.actor(moves[0].giver), ask, now=now, today=self.date(now))

    def exchange(self, day: int = 8, one: str = ANN, two: str = BEN, **further: object) -> SwapAnswer:
        """Ask for an exchange of the shifts of a day."""
        return self.ask(give(day, one, two), give(day, two, one), **further)  # type: ignore[arg-type]

    def act(
        self,
        act: Callable[..., SwapAnswer],
        actor: Actor,
        answer: SwapAnswer,
        *,
        now: dt.datetime = NOW,
        **further: object,
    ) -> SwapAnswer:
        """Let somebody act on a swap as they saw it."""
        with self.database.write() as session:
            if act in (deciding.agree, deciding.approve):
                further["today"] = self.date(now)
            return act(session, actor, answer.swap_id, seen=answer.lock_version, now=now, **further)

    def effective(self, answer: SwapAnswer, *, by: str = BEN, approver: Actor | None = None) -> SwapAnswer:
        """Let the counterpart agree and the leader approve."""
        agreed = self.act(deciding.agree, self.actor(by), answer)
        assert agreed.done, agreed.reasons
        approved = self.act(deciding.approve, approver or self.leader, agreed)
        assert approved.done, approved.reasons
        return approved

    @staticmethod
    def date(now: dt.datetime) -> dt.date:
        return now.astimezone(dt.timezone(dt.timedelta(hours=8))).date()

    def roster(self) -> Shifts:
        """The shifts in force."""
        with self.database.read() as session:
            version = in_force(session, self.office.department, MONTH)
            assert version is not None
            return load_roster(session, version)

    def state(self, swap_id: int | None) -> SwapState:
        with self.database.read() as session:
            return session.get_one(SwapRequest, swap_id).state


def every_day() -> dict[str, object]:
    """Overrides of a department that is open all week."""
    return {"work.days": {"days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}}


@kept
def stored_desk(
    database: Database,
    *,
    preset: str = "S0h",
    overrides: Mapping[str, object] = MappingProxyType({}),
    shifts: Shifts | None = None,
    further: Sequence[str] = (),
) -> Desk:
    """Store the department and publish its December.

    Parameters
    ----------
    further
        Employee numbers of further agents of the first team.
    """
    office = stored_office(
        database, preset=preset, overrides={**every_day(), **overrides}, further=[*further]
    )
    office.published(quiet_month() if shifts is None else shifts)
    return Desk(office=office)


def with_password(desk: Desk, *numbers: str) -> None:
    """Let people log in over HTTP."""
    hashed = passwords.hash_password(PASSWORD)
    with desk.database.write() as session:
        for number in numbers:
            session.get_one(User, desk.office.users[number]).password = hashed
        session.commit()
