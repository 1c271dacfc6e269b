"""Need against coverage: who is on duty slot by slot, which stretches are short, which version counts."""

import datetime as dt

import pytest
from sqlalchemy import delete

from roster.problem import Roster
from tests.web.coverage.month import DAY, MONTH, add_need, people_of, shifts_of, stored_month
from tests.web.forecasts.centre import NOW
from web.coverage.figures import read_coverage
from web.database import Database
from web.errors import NotFound
from web.forecasts.tables import RequirementSlot
from web.rosters.drafts import Draft, store_draft
from web.rosters.loading import load_demand
from web.rosters.tables import VersionState

LAST = dt.date(2026, 11, 30)


def test_people_on_duty_are_counted_by_slot_and_family(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        found = read_coverage(session, month.department, MONTH)
    assert found.version is not None
    assert len(found.days) == 30
    day = found.day(DAY)
    # Early 8:00–15:30, middle 15:30–23:00, night 23:00–8:00 of the evening before and of this evening.
    assert day.assigned == [1] * 48
    assert day.families["N"] == [1] * 16 + [0] * 30 + [1] * 2
    assert day.families["E"] == [0] * 16 + [1] * 15 + [0] * 17
    assert day.families["M"] == [0] * 31 + [1] * 15 + [0] * 2
    for each in found.days:
        assert [sum(people) for people in zip(*each.families.values(), strict=True)] == list(each.assigned)


def test_the_first_morning_lacks_the_night_of_a_month_without_roster(database: Database) -> None:
    with database.write() as session:
        found = read_coverage(session, stored_month(session).department, MONTH)
    assert found.days[0].assigned[:16] == [0] * 16
    assert found.days[0].stretches[0].shortage.to_minute == 23 * 60


def test_short_stretches_name_the_shifts_at_work(database: Database) -> None:
    with database.write() as session:
        found = read_coverage(session, stored_month(session).department, MONTH)
    (stretch,) = found.day(DAY).stretches
    assert (stretch.shortage.from_minute, stretch.shortage.to_minute, stretch.shortage.most) == (480, 1380, 1)
    assert [kind.code for kind in stretch.kinds] == ["E", "M"]
    assert found.short_slots == 29 * 30 + 46
    assert found.spare_slots == 0


def test_an_hour_in_which_shifts_hand_over_is_split_with_its_calls(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session, roster=False)
        halves = load_demand(session, month.department, MONTH, None)
        by_half_hour = read_coverage(session, month.department, MONTH)
        add_need(session, month.department, slot_minutes=60)
        hourly = load_demand(session, month.department, MONTH, None)
        bare = read_coverage(session, month.department, MONTH)
    assert hourly == halves
    assert bare.slot_minutes == 30  # the middle shift begins at 15:30
    assert [day.calls for day in bare.days] == [day.calls for day in by_half_hour.days]


def test_the_last_day_is_short_where_its_night_does_not_cover_the_next_morning(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        numbers = people_of(session, month.department)
        cells = ((cell, code) for cell, code in shifts_of(numbers).items() if cell[1] < LAST or code != "N")
        draft = Draft(
            month=MONTH,
            shifts=Roster(cells),
            requirement_id=None if month.requirement is None else month.requirement.id,
        )
        version = store_draft(session, month.department, draft, made_by=month.user.id, now=NOW)
        found = read_coverage(session, month.department, MONTH, version_id=version.id).day(LAST)
    short = [each.shortage for each in found.stretches]
    assert [(each.from_minute, each.to_minute, each.most) for each in short] == [(480, 1920, 1)]
    assert [len(found.need), len(found.assigned), len(found.gap)] == [48] * 3


def test_a_need_that_ends_with_the_month_asks_nothing_of_the_morning_after(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        assert len(load_demand(session, month.department, MONTH, month.version).after) == 16
        next_day = dt.datetime.combine(LAST + dt.timedelta(days=1), dt.time())
        session.execute(delete(RequirementSlot).where(RequirementSlot.ds >= next_day))
        assert load_demand(session, month.department, MONTH, month.version).after == ()


def test_occupancy_is_offered_load_over_agents_on_calls(database: Database) -> None:
    with database.write() as session:
        found = read_coverage(session, stored_month(session).department, MONTH)
    # 10 calls of 180 s in half an hour are 1 erlang; one person on duty is half an agent on calls.
    assert found.occupancy(found.day(DAY)) == [2.0] * 48
    assert found.occupancy(found.days[0])[0] is None


def test_without_roster_only_the_need_is_known(database: Database) -> None:
    with database.write() as session:
        found = read_coverage(session, stored_month(session, roster=False).department, MONTH)
    day = found.day(DAY)
    assert (found.version, day.rostered, day.stretches) == (None, False, [])
    assert list(day.need) == [1] * 16 + [2] * 30 + [1] * 2
    assert set(day.assigned) == {0}


def test_without_need_nobody_is_short(database: Database) -> None:
    with database.write() as session:
        found = read_coverage(session, stored_month(session, need=False).department, MONTH)
    assert (found.requirement, found.short_slots) == (None, 0)
    assert found.occupancy(found.day(DAY)) == [None] * 48


def test_the_newest_living_version_is_shown_and_others_on_request(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        assert month.version is not None
        empty = Draft(month=MONTH, shifts=shifts_of([]), requirement_id=None)
        second = store_draft(session, month.department, empty, made_by=None, now=NOW)
        newest = read_coverage(session, month.department, MONTH)
        assert newest.version is second
        assert [version.number for version in newest.versions] == [2, 1]
        assert all(day.rostered and set(day.assigned) == {0} for day in newest.days)
        first = read_coverage(session, month.department, MONTH, version_id=month.version.id)
        assert max(first.day(DAY).assigned) == 1
        second.state = VersionState.WITHDRAWN
        session.flush()
        assert read_coverage(session, month.department, MONTH).version is month.version


def test_the_published_version_is_shown_before_newer_drafts(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        assert month.version is not None
        month.version.state = VersionState.PUBLISHED
        draft = store_draft(
            session,
            month.department,
            Draft(month=MONTH, shifts=shifts_of([]), requirement_id=None),
            made_by=None,
            now=NOW,
        )
        found = read_coverage(session, month.department, MONTH)
        assert found.version is month.version
        assert list(found.versions) == [draft, month.version]
        assert read_coverage(session, month.department, MONTH, version_id=draft.id).version is draft


def test_versions_of_other_months_and_departments_are_not_found(database: Database) -> None:
    with database.write() as session:
        here, there = stored_month(session), stored_month(session)
        assert here.version is not None
        assert there.version is not None
        with pytest.raises(NotFound):
            read_coverage(session, here.department, MONTH, version_id=there.version.id)
        with pytest.raises(NotFound):
            read_coverage(session, here.department, dt.date(2026, 12, 1), version_id=here.version.id)
        found = read_coverage(session, here.department, MONTH)
        assert list(found.versions) == [here.version]


def test_a_version_keeps_its_own_need_and_the_page_knows_of_a_newer_one(database: Database) -> None:
    with database.write() as session:
        month = stored_month(session)
        assert not read_coverage(session, month.department, MONTH).outdated
        add_need(session, month.department, extra=3)
        found = read_coverage(session, month.department, MONTH)
        assert found.outdated
        assert max(found.day(DAY).need) == 2
