"""Lives of leave beside swaps at random: what never may be is never so."""

import datetime as dt

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule
from sqlalchemy import select

from roster.leave.life import GRANTED, WAITING, LeaveState
from roster.rules import judge
from tests.web.leave.bench import OPEN, Bench, new_hr
from tests.web.rosters.office import MONTH, NUMBERS
from tests.web.swaps.lives import AGENTS, Lives, per_day
from web.leave import deciding
from web.leave.due import leave_due
from web.leave.effecting import Cover
from web.leave.loading import duties
from web.leave.steps import LeaveAnswer
from web.leave.tables import LeaveCover, LeaveRequest
from web.people.tables import Department
from web.rosters.loading import load_problem
from web.swaps.due import swaps_due

KINDS = ("personal", "sick", "emergency")


class LeaveLives(Lives):
    """The people of the swaps, who may also fall ill, and somebody who is free to stand in."""

    FURTHER = ("00104",)

    def __init__(self) -> None:
        super().__init__()
        self.bench = Bench(desk=self.desk, hr=new_hr(self.desk.database, self.desk.office.department))
        self.approvers = list(self.bench.chain.values())

    @rule(
        who=st.sampled_from(AGENTS),
        first=st.integers(1, 31),
        more=st.sampled_from((0, 0, 0, 1, 2, 4, 8)),
        kind=st.sampled_from(KINDS),
    )
    def fall_ill(self, who: str, first: int, more: int, kind: str) -> None:
        self.asked += 1
        last = min(31, first + more)
        self.bench.ask(first, last, kind=kind, who=who, now=self.now, token=f"{self.asked}")

    @rule(data=st.data(), act=st.sampled_from((deciding.reject, deciding.withdraw)))
    def say_no(self, data: st.DataObject, act: object) -> None:
        self._act(data, act, reason="缺人")

    @rule(data=st.data(), covered=st.booleans())
    def approve_a_leave(self, data: st.DataObject, covered: bool) -> None:
        """Somebody approves, with whom they like to see in the shifts, lawful or not."""
        row = self._waiting(data)
        if row is None:
            return
        with self.desk.database.read() as session:
            dates = [shift.date for shift in duties(session, row.person_id, row.first_day, row.last_day)]
        others = st.sampled_from(AGENTS).map(lambda number: Cover(stand_in=number))
        covers = {day: data.draw(others) if covered else OPEN for day in dates}
        self._act(data, deciding.approve, covers=covers, row=row)

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def approve_all_levels(self, data: st.DataObject) -> None:
        """Everybody says yes in order; who is off stands in where lawful, else the shifts stay open."""
        row = self._waiting(data)
        if row is None:
            return
        for actor in self.approvers:
            with self.desk.database.read() as session:
                seen = session.get_one(LeaveRequest, row.id).lock_version
                dates = [shift.date for shift in duties(session, row.person_id, row.first_day, row.last_day)]
            answer = LeaveAnswer(leave_id=row.id, lock_version=seen)
            if actor.reaches_person(row.person_id, row.person.team_id):
                covers = {day: self._who_is_off(data, day) for day in dates}
                done = self.bench.act(deciding.approve, actor, answer, now=self.now, covers=covers).done
                if not done:
                    covers = dict.fromkeys(dates, OPEN)
                    self.bench.act(deciding.approve, actor, answer, now=self.now, covers=covers)

    @rule(data=st.data())
    def take_back_what_was_granted(self, data: st.DataObject) -> None:
        """Before it begins; the roster stays as it is, and the days are free again."""
        with self.desk.database.read() as session:
            rows = session.scalars(
                select(LeaveRequest)
                .where(LeaveRequest.state == LeaveState.COVER_ARRANGED)
                .order_by(LeaveRequest.id)
            ).all()
            row = data.draw(st.sampled_from(rows)) if rows else None
            number = None if row is None else row.person.employee_number
        if row is not None and number is not None:
            seen = LeaveAnswer(leave_id=row.id, lock_version=row.lock_version)
            self.bench.act(deciding.withdraw, self.bench.actor(number), seen, now=self.now)

    @rule(hours=st.sampled_from((1, 12, 24, 24 * 4, 24 * 12)))
    def wait(self, hours: int) -> None:
        self.now += dt.timedelta(hours=hours)
        with self.desk.database.write() as session:
            swaps_due(session, self.now)
        with self.desk.database.write() as session:
            leave_due(session, self.now)

    @invariant()
    def every_shift_is_still_worked_by_somebody_once(self) -> None:
        """But for those that were left open."""
        with self.desk.database.read() as session:
            left = [
                (cover.date, cover.shift_kind.code)
                for cover in session.scalars(select(LeaveCover).where(LeaveCover.stand_in_id.is_(None)))
            ]
        missing = per_day(self.begun)
        missing.subtract(per_day(self.desk.roster()))
        missing.subtract(left)
        assert set(missing.values()) <= {0}

    @invariant()
    def no_hard_rule_is_broken(self) -> None:
        """Leave included: nobody is rostered on a day of leave."""
        with self.desk.database.read() as session:
            department = session.get_one(Department, self.desk.office.department)
            problem = load_problem(session, department, MONTH)
        assert judge(problem, self.desk.roster()).hard == ()

    @invariant()
    def what_is_granted_has_every_yes_and_no_shift(self) -> None:
        with self.desk.database.read() as session:
            for row in session.scalars(select(LeaveRequest)):
                approved = [consent.role for consent in row.consents]
                assert approved == row.chain[: len(approved)]
                if row.state in GRANTED:
                    assert approved == row.chain
                    assert not duties(session, row.person_id, row.first_day, row.last_day)
                elif row.state in WAITING:
                    assert len(approved) < len(row.chain)
                if len(approved) < len(row.chain):
                    assert not row.covers

    def _who_is_off(self, data: st.DataObject, day: dt.date) -> Cover:
        roster = self.desk.roster()
        off = [number for number in (*self.FURTHER, *NUMBERS) if roster.kind(number, day) is None]
        return Cover(stand_in=data.draw(st.sampled_from(off))) if off else OPEN

    def _waiting(self, data: st.DataObject) -> LeaveRequest | None:
        with self.desk.database.read() as session:
            rows = session.scalars(
                select(LeaveRequest).where(LeaveRequest.state.in_(tuple(WAITING))).order_by(LeaveRequest.id)
            ).all()
            row = data.draw(st.sampled_from(rows)) if rows else None
            if row is not None:
                _ = (row.person.team_id, row.chain)
            return row

    def _act(
        self, data: st.DataObject, act: object, *, row: LeaveRequest | None = None, **further: object
    ) -> None:
        row = row or self._waiting(data)
        if row is None:
            return
        actor = data.draw(st.sampled_from([*self.actors, self.bench.hr]))
        seen = LeaveAnswer(leave_id=row.id, lock_version=row.lock_version)
        if actor.reaches_person(row.person_id, row.person.team_id):
            self.bench.act(act, actor, seen, now=self.now, **further)  # type: ignore[arg-type]
