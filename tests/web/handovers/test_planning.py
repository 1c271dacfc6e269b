"""Publishing makes the handovers of a month, addresses them anew, and leaves alone what has begun."""

import datetime as dt

import pytest
from sqlalchemy import func, select

from roster.handovers.life import HandoverState
from roster.problem import Roster as Shifts
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from web.database import Database
from web.handovers import refusing
from web.handovers.service import Planned, plan_handovers
from web.handovers.tables import Handover, HandoverContainer, ReceiverRule
from web.policy.tables import PolicyVersion
from web.rosters.tables import AssignmentInForce

DAY = dt.date(2026, 12, 9)
Key = tuple[str, dt.date, str]


@pytest.fixture
def office(database: Database) -> Office:
    return stored_office(database)


def handovers(office: Office) -> dict[Key, Handover]:
    """Return the handovers by outgoing person, date and kind, with what belongs to them."""
    with office.database.read() as session:
        found = {}
        for row in session.scalars(select(Handover)):
            assert row.planned_receiver is None or row.planned_receiver.id == row.planned_receiver_id
            assert row.container.team_id == row.outgoing.team_id
            assert (row.assignment.person_id, row.assignment.date) == (row.outgoing_id, row.container.date)
            found[(row.outgoing.employee_number, row.container.date, row.container.shift_kind.code)] = row
        return found


def receivers(office: Office) -> dict[Key, str | None]:
    return {
        key: None if row.planned_receiver is None else row.planned_receiver.employee_number
        for key, row in handovers(office).items()
    }


def containers(office: Office) -> int:
    with office.database.read() as session:
        return session.scalar(select(func.count()).select_from(HandoverContainer)) or 0


def test_every_shift_in_force_has_one_planned_handover_in_its_teams_container(office: Office) -> None:
    found = office.published()
    assert found.handovers == Planned(created=23 * 6, readdressed=0, removed=0)
    rows = handovers(office)
    assert set(rows) == {(number, day, kind) for (number, day), kind in legal_month().items()}
    assert {row.state for row in rows.values()} == {HandoverState.PLANNED}
    assert {row.receiver_rule for row in rows.values()} == {ReceiverRule.NEXT_LEADER}
    assert containers(office) == 23 * 2
    with office.database.read() as session:
        ids = set(session.scalars(select(AssignmentInForce.assignment_id)))
    assert {row.assignment_id for row in rows.values()} == ids


def test_the_next_leader_receives_at_the_next_shift_of_the_next_day_too(office: Office) -> None:
    office.published()
    to = receivers(office)
    assert to["00102", DAY, "E"] == "00201"
    assert to["00202", DAY, "M"] == "00101"
    assert to["00201", dt.date(2026, 12, 11), "M"] == "00101"
    assert to["00203", dt.date(2026, 12, 31), "M"] is None


def test_the_first_of_the_next_month_receives_the_last_of_this_one(office: Office) -> None:
    office.published()
    new_year = dt.date(2027, 1, 1)
    found = office.published(legal_month(new_year), month=new_year)
    assert found.handovers is not None
    assert found.handovers.readdressed == 3
    assert receivers(office)["00203", dt.date(2026, 12, 31), "M"] == "00101"


def test_a_new_version_readdresses_what_is_planned_and_keeps_its_rows(office: Office) -> None:
    office.published()
    before = handovers(office)
    found = office.published(legal_month().with_cell("00201", DAY, None))
    after = handovers(office)
    assert found.handovers == Planned(created=0, readdressed=23 * 6 - 1, removed=1)
    assert ("00201", DAY, "M") not in after
    assert after["00102", DAY, "E"].id == before["00102", DAY, "E"].id
    assert after["00102", DAY, "E"].assignment_id != before["00102", DAY, "E"].assignment_id
    assert after["00102", DAY, "E"].planned_receiver_id is None


def test_an_emptied_container_goes_with_its_shift(office: Office) -> None:
    office.published(Shifts({("00102", DAY): "E", ("00202", DAY): "M"}))
    assert containers(office) == 2
    office.published(Shifts({("00102", DAY): "E"}))
    assert (set(handovers(office)), containers(office)) == ({("00102", DAY, "E")}, 1)


def test_what_has_begun_stays_as_it_is(office: Office) -> None:
    office.published()
    with office.database.write() as session:
        begun = session.get_one(Handover, handovers(office)["00102", DAY, "E"].id)
        begun.state = HandoverState.PREPARING
        session.commit()
        was = (begun.id, begun.assignment_id, begun.planned_receiver_id)
    office.published(legal_month().with_cell("00102", DAY, None).with_cell("00201", DAY, None))
    row = handovers(office)["00102", DAY, "E"]
    assert (row.id, row.assignment_id, row.planned_receiver_id) == was
    assert row.state is HandoverState.PREPARING


def test_a_container_follows_the_roster_until_a_handover_in_it_has_begun(office: Office) -> None:
    office.published()
    begun_day = DAY + dt.timedelta(days=1)
    with office.database.write() as session:
        begun = session.get_one(Handover, handovers(office)["00102", begun_day, "E"].id)
        begun.state = HandoverState.PREPARING
        newer = PolicyVersion(
            department_id=office.department,
            number=2,
            preset="S0g",
            valid_from=MONTH,
            made_at=NOW,
        )
        session.add(newer)
        rows = {row.date: row for row in session.scalars(select(HandoverContainer)) if is_early(row)}
        first = rows[DAY].policy_version_id
        times = rows[DAY].starts_at, rows[DAY].ends_at
        for day in (DAY, begun_day):  # as a roster under another policy had it
            rows[day].starts_at -= dt.timedelta(hours=1)
            rows[day].ends_at -= dt.timedelta(hours=1)
        session.commit()
        policy = newer.id
    office.published()
    with office.database.read() as session:
        rows = {row.date: row for row in session.scalars(select(HandoverContainer)) if is_early(row)}
        assert (rows[DAY].starts_at, rows[DAY].ends_at) == times
        assert rows[DAY].policy_version_id == policy
        assert rows[begun_day].policy_version_id == first
        assert rows[begun_day].starts_at == times[0] + dt.timedelta(hours=23)


def is_early(container: HandoverContainer) -> bool:
    return container.shift_kind.code == "E"


def test_planning_once_more_changes_nothing(office: Office) -> None:
    office.published()
    with office.database.write() as session:
        again = plan_handovers(session, office.department, MONTH, dt.date(2026, 12, 31), now=NOW)
        session.commit()
    assert again == Planned(created=0, readdressed=0, removed=0)


def test_one_to_whom_somebody_was_appointed_goes_with_its_shift_all_the_same(office: Office) -> None:
    office.published()
    row = handovers(office)["00102", DAY, "E"]
    with office.database.write() as session:
        answer = refusing.appoint(
            session,
            office.supervisor,
            row.id,
            person_id=office.people["00202"],
            reason="今天由二组接",
            seen=row.lock_version,
            now=NOW,
        )
        assert answer.done, answer.reasons
    planned = office.published(legal_month().with_cell("00102", DAY, None)).handovers
    assert planned is not None
    assert planned.removed == 1
