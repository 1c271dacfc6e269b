"""Calendar, department, policy versions and the checklist, on both databases."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.setup_world import NOW, TODAY, account, acting, empty_department, furnished_department
from web.accounts.actor import Actor
from web.admin import calendar, department, policy_versions
from web.admin.checklist import checklist
from web.admin.holiday_proposal import propose
from web.admin.words import as_refusal
from web.database import Database
from web.people.reach import department_of
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus
from web.policy.problems import PROBLEM_CODES, PolicyProblem
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.rosters.tables import Roster
from web.wording import REFUSALS


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def actor(session: Session) -> Actor:
    user = account(session, empty_department(session), "admin")
    session.commit()
    return acting(user)


def codes(found: object) -> list[str]:
    assert isinstance(found, list)
    return [refusal.code for refusal in found]


def test_an_announced_year_is_official_and_later_ones_are_provisional() -> None:
    announced = propose("CN", 2026, language="zh")
    assert {day.status for day in announced} == {CalendarDayStatus.OFFICIAL}
    assert [day.name for day in announced if day.date == dt.date(2026, 10, 1)] == ["国庆节"]
    kinds = {day.date: day.kind for day in announced}
    assert kinds[dt.date(2026, 10, 7)] is CalendarDayKind.ADJUSTED_REST_DAY
    assert kinds[dt.date(2026, 10, 10)] is CalendarDayKind.MAKEUP_WORKING_DAY
    assert {day.status for day in propose("CN", 2027, language="zh")} == {CalendarDayStatus.PROVISIONAL}
    assert propose("", 2026, language="zh") == []


def test_taking_the_proposal_twice_changes_nothing_more(session: Session, actor: Actor) -> None:
    first = calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)
    assert first == len(calendar.list_days(session, actor.department_id, 2026)) == 28
    assert calendar.take_proposal(session, actor, 2026, language="zh", now=NOW) == 0


def test_official_days_of_the_department_outlive_a_new_proposal(session: Session, actor: Actor) -> None:
    day = dt.date(2027, 10, 1)
    own = calendar.DayDetails(
        date=day, kind=CalendarDayKind.MAKEUP_WORKING_DAY, name="", status=CalendarDayStatus.OFFICIAL,
        reason="国办通知",
    )  # fmt: skip
    stray = calendar.DayDetails(
        date=dt.date(2027, 7, 7), kind=CalendarDayKind.ADJUSTED_REST_DAY, name="",
        status=CalendarDayStatus.PROVISIONAL, reason="试",
    )  # fmt: skip
    calendar.save_day(session, actor, own, now=NOW)
    calendar.save_day(session, actor, stray, now=NOW)
    calendar.take_proposal(session, actor, 2027, language="zh", now=NOW)
    kinds = {row.date: row.kind for row in calendar.list_days(session, actor.department_id, 2027)}
    assert kinds[day] is CalendarDayKind.MAKEUP_WORKING_DAY
    assert stray.date not in kinds


def test_a_date_is_a_holiday_or_a_working_day_and_may_be_special_beside_it(
    session: Session, actor: Actor
) -> None:
    for kind in CalendarDayKind:
        details = calendar.DayDetails(
            date=dt.date(2026, 5, 17), kind=kind, name="电信日", status=CalendarDayStatus.OFFICIAL, reason="x"
        )
        calendar.save_day(session, actor, details, now=NOW)
    assert set(session.scalars(select(CalendarDay.kind))) == {
        CalendarDayKind.ORDINARY_DAY,
        CalendarDayKind.SPECIAL_DAY,
    }


def described(**changes: object) -> department.Description:
    values = {
        "name": "客服",
        "time_zone": "Asia/Shanghai",
        "country": "CN",
        "weekend": (6, 7),
        "week_start": 1,
    }
    return department.Description(**(values | changes))  # type: ignore[arg-type]


def test_unknown_zones_and_countries_are_refused(session: Session, actor: Actor) -> None:
    wrong = described(time_zone="Mars/Olympus", country="XX")
    assert codes(department.describe(session, actor, wrong, language="zh", today=TODAY, now=NOW)) == [
        "unknown_zone",
        "unknown_country",
    ]


def test_the_clock_stays_once_rosters_are_kept_by_it(session: Session, actor: Actor) -> None:
    session.add(Roster(department_id=actor.department_id, month=dt.date(2026, 12, 1), created_at=NOW))
    session.commit()
    moved = described(time_zone="Europe/Berlin")
    assert codes(department.describe(session, actor, moved, language="zh", today=TODAY, now=NOW)) == [
        "zone_in_use"
    ]
    assert department.describe(session, actor, described(), language="zh", today=TODAY, now=NOW) == []


def version(session: Session, actor: Actor, **changes: object) -> PolicyVersion | list[object]:
    values = {"preset": "S0g", "overrides": {}, "valid_from": TODAY, "today": TODAY, "now": NOW} | changes
    return policy_versions.make_version(session, actor, **values)  # type: ignore[arg-type,return-value]


def test_each_policy_version_is_added_once_and_none_changed(session: Session, actor: Actor) -> None:
    first = version(session, actor, valid_from=dt.date(2026, 1, 1))
    again = version(session, actor, valid_from=dt.date(2026, 1, 1))
    later = version(session, actor, overrides={"rest.days_off_per_week": 1}, valid_from=dt.date(2027, 1, 1))
    assert first is again
    assert isinstance(first, PolicyVersion)
    assert isinstance(later, PolicyVersion)
    assert (first.number, later.number) == (1, 2)
    versions = policy_versions.list_versions(session, actor.department_id)
    assert policy_versions.in_force(versions, TODAY) is first
    assert policy_versions.in_force(versions, dt.date(2027, 1, 1)) is later
    assert policy_versions.in_force(versions, dt.date(2025, 1, 1)) is None


def test_a_policy_does_not_reach_back(session: Session, actor: Actor) -> None:
    version(session, actor)
    assert codes(version(session, actor, preset="S0e", valid_from=dt.date(2026, 11, 21))) == [
        "effect_in_past"
    ]
    assert codes(version(session, actor, preset="S9z")) == ["unknown_preset"]
    wrong = {"hours.avg_week_max": 400, "shift.pattern": "never"}
    assert sorted(codes(version(session, actor, overrides=wrong))) == [
        "policy.not_a_choice",
        "policy.out_of_range",
    ]


def test_every_problem_of_a_policy_has_words() -> None:
    assert {as_refusal(PolicyProblem(code=code, key="")).code for code in PROBLEM_CODES} <= REFUSALS.keys()
    assert as_refusal(Refusal(code="effect_in_past")).code in REFUSALS


def test_an_empty_department_has_every_step_open(session: Session, actor: Actor) -> None:
    steps = checklist(session, department_of(session, actor), today=TODAY)
    assert [step.key for step in steps] == [
        "department", "teams", "people", "policy", "shift_kinds", "calendar", "calls", "targets", "users",
    ]  # fmt: skip
    assert not any(step.done for step in steps)


def test_the_calendar_is_done_when_the_coming_month_has_its_year(session: Session, actor: Actor) -> None:
    calendar.take_proposal(session, actor, 2026, language="zh", now=NOW)

    def step(today: dt.date) -> tuple[bool, int | None]:
        here = department_of(session, actor)
        (found,) = [each for each in checklist(session, here, today=today) if each.key == "calendar"]
        return found.done, found.year

    assert step(dt.date(2026, 11, 30)) == (True, None)
    assert step(dt.date(2026, 12, 1)) == (False, 2027)  # January is planned now
    calendar.take_proposal(session, actor, 2027, language="zh", now=NOW)
    assert step(dt.date(2026, 12, 31)) == (True, None)
    assert step(dt.date(2025, 12, 31)) == (False, 2025)
    assert step(dt.date(2028, 1, 1)) == (False, 2028)


def test_steps_are_done_by_doing_them(session: Session, actor: Actor) -> None:
    furnished = acting(account(session, furnished_department(session, "B"), "admin", "90002"))
    session.commit()
    department.describe(session, furnished, described(), language="zh", today=TODAY, now=NOW)
    targets = department.StaffingTargets(
        slot_minutes=30,
        service_level_share=0.8,
        service_level_seconds=20,
        shrinkage=0.3,
        aht_seconds=180,
        patience_seconds=None,
        max_occupancy=None,
    )
    assert department.set_targets(session, furnished, targets, today=TODAY, now=NOW) == []
    calendar.take_proposal(session, furnished, 2026, language="zh", now=NOW)
    version(session, furnished)
    open_steps = [
        step.key
        for step in checklist(session, department_of(session, furnished), today=TODAY)
        if not step.done
    ]
    assert open_steps == ["shift_kinds", "calls", "users"]
