"""The demo, built on each database, broken off in the middle and gone on with."""

import dataclasses
from collections.abc import Iterator

import pytest
from sqlalchemy import func, select

from roster.handovers.life import HandoverState
from tests.web.conftest import TODAY
from web.accounts.tables import User
from web.calls.tables import CallSource
from web.config import Config
from web.database import Database
from web.demo.build import build_demo
from web.demo.people import demo_people
from web.demo.staff import OFFICE
from web.handovers.tables import Handover
from web.people.tables import Department
from web.rosters.lifecycle import hard_violations
from web.rosters.tables import AssignmentInForce, RosterVersion, VersionState

pytestmark = pytest.mark.processes

SECONDS = 8


class BrokenOffError(Exception):
    """Somebody pressed Ctrl+C."""


@pytest.fixture
def database(config: Config) -> Iterator[Database]:
    opened = Database(config.database_url)
    yield opened
    opened.close()


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
        current, coming = session.scalars(select(RosterVersion).order_by(RosterVersion.id)).all()
        assert (current.state, current.roster.month) == (VersionState.PUBLISHED, TODAY.replace(day=1))
        assert (coming.state, coming.roster.month.month) == (VersionState.DRAFT, 12)
        department = session.scalars(select(Department)).one()
        assert [hard_violations(session, department, version) for version in (current, coming)] == [(), ()]
        shifts = session.scalar(select(func.count()).select_from(AssignmentInForce))
        planned = select(func.count()).select_from(Handover).where(Handover.state == HandoverState.PLANNED)
        assert shifts == session.scalar(planned)
        assert session.scalar(select(func.count()).select_from(User)) == len(demo_people()) + len(OFFICE)
        source = session.scalars(select(CallSource)).one()
        assert source.moved_weeks == 1417
        assert "1999" in source.attribution

    build_demo(dataclasses.replace(config), seconds=SECONDS, calls=None, say=said.append)
    assert any("stays as it is" in words for words in said)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(RosterVersion)) == 2
