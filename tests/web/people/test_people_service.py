"""People, teams, skills, shift kinds, protected periods: what is stored, and what is refused."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.web.rosters.office import MONTH, stored_office
from tests.web.setup_world import NOW, TODAY, account, acting, empty_department, furnished_department
from tests.web.wishes.people import NOW as WISHED_AT
from tests.web.wishes.people import agent, opened
from web.accounts.actor import Actor
from web.admin import policy_versions
from web.database import Database
from web.errors import NotFound
from web.jobs.service import request_solve
from web.jobs.tables import JobState, SolveJob
from web.people import protection, service, shift_kinds, teams
from web.people.tables import (
    DayOff,
    Person,
    ProtectedPeriod,
    RoleInTeam,
    ShiftFamily,
    ShiftKind,
    Skill,
    Team,
)
from web.records.tables import AuditEvent
from web.refusal import Refusal
from web.wishes.stating import state_wish

EARLY = shift_kinds.KindDetails(
    code="E", family=ShiftFamily.EARLY, name="早班", start_minute=480, end_minute=930, paid_minutes=450,
    break_minutes=0,
)  # fmt: skip


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as opened:
        yield opened


@pytest.fixture
def actor(session: Session) -> Actor:
    user = account(session, furnished_department(session), "admin")
    session.commit()
    return acting(user)


def details(session: Session, **changes: object) -> service.PersonDetails:
    team = session.scalars(select(Team.id).order_by(Team.id).limit(1)).one()
    made = service.PersonDetails(
        employee_number="00123", name="NA", team_id=team, role=RoleInTeam.AGENT, weekly_minutes=2400
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def codes(found: object) -> list[tuple[str, str]]:
    assert isinstance(found, list)
    assert all(isinstance(refusal, Refusal) for refusal in found)
    return [(refusal.field, refusal.code) for refusal in found]


def test_a_person_is_stored_as_written(session: Session, actor: Actor) -> None:
    saved = service.save_person(session, actor, None, details(session), now=NOW)
    assert isinstance(saved, Person)
    assert (saved.employee_number, saved.name) == ("00123", "NA")
    assert session.scalar(select(AuditEvent.action)) == "person.create"


def test_the_same_form_twice_makes_one_person(session: Session, actor: Actor) -> None:
    first = service.save_person(session, actor, None, details(session), now=NOW)
    again = service.save_person(session, actor, None, details(session), now=NOW)
    assert first is again
    assert session.scalar(select(func.count()).select_from(AuditEvent)) == 1


def test_a_number_belongs_to_one_person(session: Session, actor: Actor) -> None:
    taken = details(session, employee_number="00100")
    assert codes(service.save_person(session, actor, None, taken, now=NOW)) == [
        ("employee_number", "number_taken")
    ]


def test_changes_are_noted_by_field_and_the_same_again_is_not(session: Session, actor: Actor) -> None:
    person = service.find_person(session, actor.department_id, "00101")
    assert person is not None
    changed = replace(service.details_of(person), weekly_minutes=1800, name="杨刚")
    for _ in range(2):
        assert service.save_person(session, actor, person.id, changed, now=NOW) is person
    assert session.scalars(select(AuditEvent.detail)).all() == [{"fields": ["name", "weekly_minutes"]}]


def test_the_skills_of_a_person_are_on_record_with_their_changes(session: Session, actor: Actor) -> None:
    person = session.scalars(select(Person).where(Person.employee_number == "00101")).one()
    skill = session.scalars(select(Skill).limit(1)).one()
    skilled = replace(service.details_of(person), skill_ids=frozenset({skill.id}))
    service.save_person(session, actor, person.id, skilled, now=NOW)
    assert [*person.skills, *session.scalars(select(AuditEvent.detail))] == [skill, {"fields": ["skill_ids"]}]


def test_a_team_or_skill_of_another_department_is_no_choice(session: Session, actor: Actor) -> None:
    furnished_department(session, "B")
    session.commit()
    foreign = session.scalars(select(Team).where(Team.department_id != actor.department_id)).first()
    skill = session.scalars(select(Skill).where(Skill.department_id != actor.department_id)).first()
    assert foreign is not None
    assert skill is not None
    wrong = details(session, team_id=foreign.id, skill_ids=frozenset({skill.id}))
    assert codes(service.save_person(session, actor, None, wrong, now=NOW)) == [
        ("team_id", "not_a_choice"),
        ("skill_ids", "not_a_choice"),
    ]


def test_a_leader_sees_the_own_team_only(session: Session, actor: Actor) -> None:
    leader = service.find_person(session, actor.department_id, "00100")
    other = service.find_person(session, actor.department_id, "00105")
    assert leader is not None
    assert other is not None
    user = account(session, leader.department, "leader", "00100")
    user.person = leader
    session.commit()
    watching = acting(user, "team")
    assert service.list_people(session, watching).total == 4
    with pytest.raises(NotFound):
        service.get_person(session, watching, other.id)


@pytest.mark.parametrize(
    ("search", "found"), [("00103", 1), ("敏", 1), ("0010", 8), ("NA", 1), ("%", 0), ("_", 0)]
)
def test_search_finds_parts_of_names_and_numbers(
    session: Session, actor: Actor, search: str, found: int
) -> None:
    assert service.list_people(session, actor, search=search).total == found


def test_an_inactive_person_leaves_the_list_and_can_come_back(session: Session, actor: Actor) -> None:
    person = service.find_person(session, actor.department_id, "00100")
    assert person is not None
    service.set_active(session, actor, person.id, False, now=NOW)
    assert service.list_people(session, actor).total == 7
    assert service.list_people(session, actor, active=False).total == 1
    service.set_active(session, actor, person.id, True, now=NOW)
    assert service.list_people(session, actor).total == 8


def test_long_lists_have_pages(session: Session, actor: Actor) -> None:
    team = session.scalars(select(Team).limit(1)).one()
    session.add_all(
        Person(department_id=actor.department_id, team_id=team.id, employee_number=f"9{n:04}", name="某人")
        for n in range(60)
    )
    session.commit()
    last = service.list_people(session, actor, page=99)
    assert (last.total, last.pages, last.page, len(last.people)) == (68, 2, 2, 18)


def test_protected_periods_and_days_off_are_stored_once_each(session: Session, actor: Actor) -> None:
    person = service.find_person(session, actor.department_id, "00100")
    assert person is not None
    first, last = dt.date(2026, 12, 1), dt.date(2026, 12, 3)
    for _ in range(2):
        assert not protection.protect(
            session,
            actor,
            person.id,
            first_day=first,
            last_day=last,
            no_night=True,
            no_overtime=False,
            now=NOW,
        )
        assert not protection.add_days_off(session, actor, person.id, first_day=first, last_day=last, now=NOW)
    assert session.scalar(select(func.count()).select_from(ProtectedPeriod)) == 1
    assert session.scalar(select(func.count()).select_from(DayOff)) == 3
    assert codes(
        protection.protect(
            session,
            actor,
            person.id,
            first_day=last,
            last_day=first,
            no_night=True,
            no_overtime=False,
            now=NOW,
        )
    ) == [("last_day", "ends_before_start")]


def test_a_team_with_people_stays_open(session: Session, actor: Actor) -> None:
    team = session.scalars(select(Team).limit(1)).one()
    assert codes(teams.set_team_active(session, actor, team.id, False, now=NOW)) == [
        ("name", "team_has_people")
    ]
    session.execute(Person.__table__.update().values(active=False))  # type: ignore[attr-defined]
    assert teams.set_team_active(session, actor, team.id, False, now=NOW) == []
    assert not team.active


def test_names_of_teams_and_skills_are_unique(session: Session, actor: Actor) -> None:
    assert isinstance(teams.save_team(session, actor, None, name="三组", position=3, now=NOW), Team)
    assert codes(teams.save_team(session, actor, None, name="一组", position=9, now=NOW)) == [
        ("name", "name_taken")
    ]
    second = session.scalars(select(Skill).where(Skill.name == "语音")).one()
    assert codes(teams.save_skill(session, actor, second.id, name="投诉", now=NOW)) == [
        ("name", "name_taken")
    ]


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"code": "M"}, ("code", "kind_code")),
        ({"code": "E1"}, ("code", "kind_code")),
        ({"end_minute": 480}, ("end", "kind_length")),
        ({"end_minute": 480 + 1441}, ("end", "kind_length")),
        ({"paid_minutes": 451}, ("paid_minutes", "longer_than_shift")),
        ({"break_minutes": 450}, ("break_minutes", "longer_than_shift")),
        ({"break_minutes": 30, "break_earliest": 60}, ("break_from", "break_window")),
        ({"break_minutes": 30, "break_earliest": 60, "break_latest": 421}, ("break_from", "break_window")),
        ({"break_earliest": 60, "break_latest": 120}, ("break_from", "break_window")),
    ],
)
def test_a_shift_kind_holds_together(
    session: Session, actor: Actor, changes: dict[str, object], refusal: tuple[str, str]
) -> None:
    wrong = replace(EARLY, **changes)  # type: ignore[arg-type]
    assert codes(shift_kinds.save_kind(session, actor, None, wrong, now=NOW)) == [refusal]


def test_breaks_that_can_meet_are_equally_long_or_at_a_fixed_time(session: Session, actor: Actor) -> None:
    half = replace(EARLY, break_minutes=30, break_earliest=180, break_latest=300)
    assert isinstance(shift_kinds.save_kind(session, actor, None, half, now=NOW), ShiftKind)
    day = replace(EARLY, code="D", family=ShiftFamily.DAY, start_minute=540, end_minute=1080)
    hour = replace(day, break_minutes=60, break_earliest=180, break_latest=240)
    assert codes(shift_kinds.save_kind(session, actor, None, hour, now=NOW)) == [
        ("break_from", "breaks_meet")
    ]
    night = replace(hour, code="N", family=ShiftFamily.NIGHT, start_minute=1380, end_minute=1920)
    late = replace(night, break_earliest=420, break_latest=480)  # until 8:00; from 11:00 the early ones
    for fits in (replace(hour, break_latest=180), replace(hour, code="D2", break_minutes=30), late):
        assert isinstance(shift_kinds.save_kind(session, actor, None, fits, now=NOW), ShiftKind)
    until_eleven = replace(night, code="N2", end_minute=2220, break_earliest=660, break_latest=721)
    assert (
        codes(shift_kinds.save_kind(session, actor, None, until_eleven, now=NOW))
        == [("break_from", "breaks_meet")] * 2
    )


def test_a_shift_kind_is_stored_once(session: Session, actor: Actor) -> None:
    first = shift_kinds.save_kind(session, actor, None, EARLY, now=NOW)
    assert isinstance(first, ShiftKind)
    assert shift_kinds.save_kind(session, actor, None, EARLY, now=NOW) is first
    other = replace(EARLY, name="早早")
    assert codes(shift_kinds.save_kind(session, actor, None, other, now=NOW)) == [("code", "code_taken")]


def changed_kinds(session: Session, actor: Actor, kind: ShiftKind) -> list[object]:
    """Return what comes of another code and of another family and time for a kind; nothing is kept."""
    found: list[object] = []
    for changes in ({"code": "E2"}, {"code": "M2", "family": ShiftFamily.MIDDLE, "end_minute": 960}):
        wanted = replace(shift_kinds.details_of(kind), **changes)
        found.append(shift_kinds.save_kind(session, actor, kind.id, wanted, now=NOW))
        session.rollback()
    return found


REFUSED = [Refusal(code="kind_in_use", field="code", measured="E")]


def test_a_kind_that_somebody_wishes_changes_its_name_only(database: Database) -> None:
    office = stored_office(database)
    round_id = opened(office)
    with database.write() as session:
        kind = session.scalars(select(ShiftKind).where(ShiftKind.code == "E")).one()
        day = dt.date(2026, 12, 9)
        assert state_wish(session, agent(office), round_id, day, kind_id=kind.id, now=WISHED_AT) == ()
        assert changed_kinds(session, office.head, kind) == [REFUSED, REFUSED]
        renamed = replace(shift_kinds.details_of(kind), name="早早班")
        assert shift_kinds.save_kind(session, office.head, kind.id, renamed, now=NOW) is kind


def test_a_kind_stays_as_it_is_while_the_department_is_being_solved(database: Database) -> None:
    office = stored_office(database)
    with database.write() as session:
        kind = session.scalars(select(ShiftKind).where(ShiftKind.code == "E")).one()
        job = request_solve(
            session, department_id=office.department, month=MONTH, parameters={}, requested_by=None, now=NOW
        )
        assert isinstance(job, SolveJob)
        for state in (JobState.QUEUED, JobState.RUNNING):
            job.state = state
            session.commit()
            assert changed_kinds(session, office.head, kind) == [REFUSED, REFUSED]
        job.state = JobState.DONE
        session.commit()
        renamed = replace(shift_kinds.details_of(kind), code="E2")
        assert shift_kinds.save_kind(session, office.head, kind.id, renamed, now=NOW) is kind


def test_shift_kinds_come_from_the_policy_in_force(session: Session, actor: Actor) -> None:
    nothing = shift_kinds.take_from_policy(session, actor, today=TODAY, chinese=True, now=NOW)
    assert codes(nothing) == [("", "no_policy")]
    policy_versions.make_version(
        session, actor, preset="S0g", overrides={}, valid_from=dt.date(2026, 1, 1), today=TODAY, now=NOW
    )
    assert shift_kinds.take_from_policy(session, actor, today=TODAY, chinese=True, now=NOW) == 3
    assert shift_kinds.take_from_policy(session, actor, today=TODAY, chinese=True, now=NOW) == 0
    assert [kind.name for kind in shift_kinds.list_kinds(session, actor.department_id)] == [
        "早班",
        "中班",
        "夜班",
    ]


def test_a_shift_kind_of_the_policy_whose_break_would_meet_another_is_not_taken(
    session: Session, actor: Actor
) -> None:
    policy_versions.make_version(
        session, actor, preset="S0e", overrides={}, valid_from=dt.date(2026, 1, 1), today=TODAY, now=NOW
    )
    half = replace(EARLY, break_minutes=30, break_earliest=180, break_latest=300)
    assert isinstance(shift_kinds.save_kind(session, actor, None, half, now=NOW), ShiftKind)
    made = shift_kinds.take_from_policy(session, actor, today=TODAY, chinese=True, now=NOW)
    assert codes(made) == [("break_from", "breaks_meet")]
    assert [kind.code for kind in shift_kinds.list_kinds(session, actor.department_id)] == ["E"]


def test_nothing_of_another_department_can_be_reached(session: Session, actor: Actor) -> None:
    stranger = acting(account(session, empty_department(session, "B"), "admin", "90002"))
    session.commit()
    person = service.find_person(session, actor.department_id, "00100")
    team = session.scalars(select(Team).limit(1)).one()
    assert person is not None
    for reach in (
        lambda: service.set_active(session, stranger, person.id, False, now=NOW),
        lambda: service.save_person(session, stranger, person.id, service.details_of(person), now=NOW),
        lambda: teams.save_team(session, stranger, team.id, name="x", position=0, now=NOW),
        lambda: protection.end_protection(session, stranger, person.id, 1, now=NOW),
    ):
        with pytest.raises(NotFound):
            reach()
