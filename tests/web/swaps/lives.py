"""Lives of swaps at random, as people and the clock would have them: what never may be is never so."""

import datetime as dt
import tempfile
from collections import Counter
from functools import cache
from pathlib import Path
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from roster.problem import Problem
from roster.problem import Roster as Shifts
from roster.rules import judge
from roster.swaps.life import IN_EFFECT, SwapState
from tests.support.databases import copied_sqlite, migrated_sqlite
from tests.web.rosters.office import MONTH, NOW
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, december, give, stored_desk
from web.database import Database
from web.people.tables import Department, Person
from web.records.store import verify
from web.rosters.loading import load_problem
from web.swaps import deciding
from web.swaps.due import swaps_due
from web.swaps.loading import life_of
from web.swaps.steps import SwapAnswer
from web.swaps.tables import SwapDebt, SwapRequest

AGENTS = (ANN, BEN, CAI, DAN)
ACTS = (deciding.agree, deciding.decline, deciding.approve, deciding.reject, deciding.withdraw)


@cache
def template() -> Path:
    return migrated_sqlite(Path(tempfile.mkdtemp()))


class Lives(RuleBasedStateMachine):
    """Six people, their December in force under S0h, and anybody doing anything."""

    FURTHER: ClassVar[tuple[str, ...]] = ()
    """Employee numbers of agents who are off all month."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        database = Database(copied_sqlite(template(), Path(self.folder.name)).app)
        self.desk: Desk = stored_desk(database, further=self.FURTHER)
        self.begun = self.desk.roster()
        self.now = NOW
        self.asked = 0
        self.actors = [
            *(self.desk.actor(number) for number in AGENTS),
            self.desk.leader,
            self.desk.office.supervisor,
            self.desk.office.head,
        ]
        with database.read() as session:
            department = session.get_one(Department, self.desk.office.department)
            self.problem: Problem = load_problem(session, department, MONTH)

    def teardown(self) -> None:
        self.desk.database.close()
        self.folder.cleanup()

    @rule(data=st.data(), day=st.integers(1, 30), pays_back=st.booleans())
    def ask(self, data: st.DataObject, day: int, pays_back: bool) -> None:
        """Somebody who works asks anybody else: to exchange, or to stand in, maybe for a shift in return."""
        roster = self.desk.roster()
        working = [number for number in AGENTS if roster.kind(number, december(day))]
        one = data.draw(st.sampled_from(working or AGENTS))
        two = data.draw(st.sampled_from([number for number in AGENTS if number != one]))
        moves = [give(day, one, two)]
        if roster.kind(two, december(day)):
            moves.append(moves[0].back)
        free = [when for when in roster.of_person(two) if not roster.kind(one, when)]
        back = data.draw(st.sampled_from(free)).day if free and pays_back and len(moves) == 1 else None
        self.asked += 1
        self.desk.ask(
            *moves,
            paybacks=() if back is None else (give(back, two, one),),
            now=self.now,
            token=f"{self.asked}",
        )

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), act=st.sampled_from(ACTS), fresh=st.integers(0, 4))
    def say(self, data: st.DataObject, act: object, fresh: int) -> None:
        """Anybody says anything to any swap, mostly to the present sight of it."""
        rows = self.rows()
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        actor = data.draw(st.sampled_from(self.actors))
        seen = SwapAnswer(swap_id=row.id, lock_version=row.lock_version - (0 if fresh else 1))
        further = {} if act in (deciding.agree, deciding.approve) else {"reason": "缺人"}
        if any(actor.reaches_person(person.id, person.team_id) for person in parties(row)):
            self.desk.act(act, actor, seen, now=self.now, **further)  # type: ignore[arg-type]

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def go_through(self, data: st.DataObject) -> None:
        """Everybody who is asked says yes, in order."""
        rows = [row for row in self.rows() if row.state in (SwapState.PROPOSED, SwapState.RULE_CHECKED)]
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        for act in (deciding.agree, deciding.approve):
            for actor in self.actors:
                (now,) = (each for each in self.rows() if each.id == row.id)
                seen = SwapAnswer(swap_id=row.id, lock_version=now.lock_version)
                if any(actor.reaches_person(person.id, person.team_id) for person in parties(row)):
                    self.desk.act(act, actor, seen, now=self.now)

    @rule(hours=st.sampled_from((1, 12, 24, 24 * 4)))
    def wait(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)
        with self.desk.database.write() as session:
            swaps_due(session, self.now)

    def rows(self) -> list[SwapRequest]:
        with self.desk.database.read() as session:
            rows = list(session.scalars(select(SwapRequest).order_by(SwapRequest.id)))
            for row in rows:
                life_of(row)  # everything is loaded before the session ends
                _ = [(move.giver.team_id, move.taker.team_id) for move in row.moves]
            return rows

    @invariant()
    def every_shift_is_still_worked_by_somebody_once(self) -> None:
        assert per_day(self.desk.roster()) == per_day(self.begun)

    @invariant()
    def no_hard_rule_is_broken(self) -> None:
        assert judge(self.problem, self.desk.roster()).hard == ()

    @invariant()
    def what_is_in_effect_has_every_yes_and_what_is_not_moved_nothing(self) -> None:
        for row in self.rows():
            life = life_of(row)
            if row.made_version_id is not None:
                assert life.agreed == life.counterparts
                assert life.approved == life.chain
            else:
                assert row.state not in IN_EFFECT

    @invariant()
    def every_debt_is_paid_or_open(self) -> None:
        with self.desk.database.read() as session:
            for debt in session.scalars(select(SwapDebt)):
                assert (debt.paid_on is None) == (debt.paid_by_id is None)
                state = session.get_one(SwapRequest, debt.swap_id).state
                if state is SwapState.CLOSED and not debt.cancelled:
                    assert debt.paid_on is not None

    @invariant()
    def the_records_hold(self) -> None:
        with self.desk.database.read() as session:
            assert verify(session, self.desk.office.department)[1] is None


def parties(row: SwapRequest) -> list[Person]:
    return [person for move in row.moves for person in (move.giver, move.taker)]


def per_day(roster: Shifts) -> Counter[tuple[dt.date, str]]:
    """How many work each kind on each day."""
    return Counter((day, code) for (_, day), code in roster.items())
