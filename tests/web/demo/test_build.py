"""The demo, built on each database, broken off in the middle and gone on with."""

import dataclasses
from collections import Counter
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState
from tests.web.conftest import TODAY
from web.accounts.tables import User
from web.attendance.tables import ClockCorrection
from web.calls.tables import CallSource
from web.config import Config
from web.database import Database
from web.demo.build import build_demo
from web.demo.people import demo_people
from web.demo.staff import OFFICE
from web.handovers.content_tables import CheckItem
from web.handovers.tables import Handover
from web.leave.tables import LeaveRequest
from web.overtime.tables import OvertimeEntry, OvertimeOffer
from web.people.tables import Department
from web.records.store import verify
from web.rosters.lifecycle import hard_violations
from web.rosters.tables import AssignmentInForce, RosterVersion, VersionState
from web.swaps.offer_tables import SwapOffer
from web.swaps.tables import SwapRequest

pytestmark = pytest.mark.processes

SECONDS = 8


class BrokenOffError(Exception):
    """Somebody pressed Ctrl+C."""


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    opened = Database(config.database_url)
    yield opened
    opened.close()


def states_of_requests(session: Session) -> dict[str, Counter[str]]:
    """How many requests of each kind are in each state."""
    return {
        table.__tablename__: Counter(state.value for state in session.scalars(select(table.state)))
        for table in (LeaveRequest, SwapRequest, SwapOffer, OvertimeEntry, OvertimeOffer, ClockCorrection)
    }


def expect_a_life(asked: dict[str, Counter[str]]) -> None:
    """Something waits, was granted and was refused of everything."""
    leave, swap, overtime = asked["leave_request"], asked["swap_request"], asked["overtime_entry"]
    assert min(leave["cover_arranged"], leave["submitted"] - 2, leave["rejected"]) >= 1
    assert min(swap["rule_checked"], swap["effective"], swap["rejected"] + swap["declined"]) >= 1
    assert asked["swap_offer"]["open"] >= 1
    assert min(overtime["requested"], overtime["rejected"]) >= 1
    assert asked["overtime_offer"].total() == 1
    assert asked["clock_correction"]["open"] == 1


def expect_handovers(handed: Counter[HandoverState]) -> None:
    """Of the last shifts three are signed, one is returned, one refused, one waits for its receiver."""
    del handed[HandoverState.PLANNED]
    assert handed == {
        HandoverState.COMPLETE: 3,
        HandoverState.RETURNED: 1,
        HandoverState.REFUSED: 1,
        HandoverState.READY: 1,
    }


def test_a_demo_that_was_broken_off_is_gone_on_with(config: Config, database: Database) -> None:
    said: list[str] = []

    def say(words: str) -> None:
        said.append(words)
        if ": roster of cost" in words and len(said) < 5:
            raise BrokenOffError

    with pytest.raises(BrokenOffError):
        build_demo(config, seconds=SECONDS, calls=None, say=say)
    with database.read() as session:
        assert session.scalars(select(RosterVersion)).one().state is VersionState.DRAFT

    build_demo(config, seconds=SECONDS, calls=None, say=said.append)
    with database.read() as session:
        living = RosterVersion.state != VersionState.SUPERSEDED
        coming, current = session.scalars(
            select(RosterVersion).where(living).order_by(RosterVersion.state)
        ).all()
        assert (current.state, current.roster.month) == (VersionState.PUBLISHED, TODAY.replace(day=1))
        assert (coming.state, coming.roster.month.month) == (VersionState.DRAFT, 12)
        department = session.scalars(select(Department)).one()
        assert [hard_violations(session, department, version) for version in (current, coming)] == [(), ()]
        shifts = session.scalar(select(func.count()).select_from(AssignmentInForce))
        handed = Counter(session.scalars(select(Handover.state)))
        assert shifts == handed.total()
        expect_handovers(handed)
        assert session.scalar(select(func.count()).select_from(CheckItem)) == 6
        assert session.scalar(select(func.count()).select_from(User)) == len(demo_people()) + len(OFFICE)
        source = session.scalars(select(CallSource)).one()
        assert source.moved_weeks == 1417
        assert "1999" in source.attribution
        asked = states_of_requests(session)
        versions = session.scalar(select(func.count()).select_from(RosterVersion))
    expect_a_life(asked)

    build_demo(dataclasses.replace(config), seconds=SECONDS, calls=None, say=said.append)
    assert any("stays as it is" in words for words in said)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(RosterVersion)) == versions
        assert states_of_requests(session) == asked
        assert verify(session, department.id)[1] is None
