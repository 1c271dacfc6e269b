"""A department's own roster rules as stored: versions, refusals, and that the checker goes by them."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import JsonValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.rules import judge
from tests.web.rosters.office import MONTH, NOW, Office, legal_month, stored_office
from web.admin.policy_versions import list_versions, make_version, set_rules
from web.database import Database
from web.people.tables import Department
from web.policy.tables import PolicyVersion
from web.records.tables import AuditEvent
from web.refusal import Refusal
from web.rosters.drafts import Draft, store_draft
from web.rosters.loading import effective, load_problem
from web.rosters.tables import RosterVersion

TODAY = dt.date(2026, 11, 22)
SEATS: dict[str, JsonValue] = {"seats": {"hard": True, "value": 2}}


@pytest.fixture
def office(database: Database) -> Office:
    return stored_office(database)


@pytest.fixture
def session(office: Office) -> Iterator[Session]:
    with office.database.write() as opened:
        yield opened


def given(
    session: Session,
    office: Office,
    rules: dict[str, JsonValue],
    *,
    names: tuple[str, ...] = (),
    valid_from: dt.date = MONTH,
) -> PolicyVersion | list[Refusal]:
    return set_rules(
        session,
        office.supervisor,
        names=names or tuple(rules),
        rules=rules,
        valid_from=valid_from,
        today=TODAY,
        now=NOW,
    )


def codes(found: object) -> list[str]:
    assert isinstance(found, list)
    return [refusal.code for refusal in found]


def test_rules_make_a_new_version_and_leave_the_rest_as_it_was(session: Session, office: Office) -> None:
    made = given(session, office, SEATS)
    assert isinstance(made, PolicyVersion)
    assert (made.number, made.preset, made.overrides, made.rules) == (2, "S0g", {}, SEATS)
    more = given(session, office, {"night_run": None}, names=("night_run", "night_rest"))
    assert isinstance(more, PolicyVersion)
    assert more.rules == {**SEATS, "night_run": None}
    assert given(session, office, {"night_run": None}) is more, "the same once more is no version"
    back = given(session, office, {}, names=("seats",))
    assert isinstance(back, PolicyVersion)
    assert back.rules == {"night_run": None}
    notes = session.scalars(select(AuditEvent).where(AuditEvent.action == "policy.version")).all()
    assert [note.detail["rules"] for note in notes] == [["seats"], ["night_run", "seats"], ["night_run"]]


def test_a_new_policy_keeps_the_departments_own_rules(session: Session, office: Office) -> None:
    given(session, office, SEATS)
    made = make_version(
        session,
        office.supervisor,
        preset="S4f",
        overrides={},
        valid_from=dt.date(2027, 1, 1),
        today=TODAY,
        now=NOW,
    )
    assert isinstance(made, PolicyVersion)
    assert made.rules == SEATS


def test_everything_that_does_not_fit_is_refused_at_once(session: Session, office: Office) -> None:
    wrong: dict[str, JsonValue] = {
        "overtime_day": {"hard": True, "value": 240},
        "leader_kinds": ["E", "Z"],
    }
    found = given(session, office, wrong, valid_from=dt.date(2026, 11, 21))
    assert codes(found) == ["rule.beyond_law", "rule.unknown_kind", "effect_in_past"]
    assert len(list_versions(session, office.supervisor.department_id)) == 1


def test_rules_do_not_begin_before_a_version_that_would_take_them_back(
    session: Session, office: Office
) -> None:
    given(session, office, SEATS, valid_from=dt.date(2027, 2, 1))
    assert codes(given(session, office, {"night_run": None}, valid_from=dt.date(2027, 1, 31))) == [
        "later_version"
    ]


def test_without_a_policy_there_is_nothing_to_differ_from(session: Session, office: Office) -> None:
    other = Department(code="B", name="华北", created_at=NOW)
    session.add(other)
    session.commit()
    elsewhere = replace(office, supervisor=replace(office.supervisor, department_id=other.id))
    assert codes(given(session, elsewhere, SEATS)) == ["no_policy"]


def test_the_checker_keeps_the_seats_and_what_was_made_before_keeps_its_policy(
    session: Session, office: Office
) -> None:
    department = session.get_one(Department, office.department)

    def stored() -> RosterVersion:
        draft = Draft(month=MONTH, shifts=legal_month(), requirement_id=None)
        version = store_draft(session, department, draft, made_by=None, now=NOW)
        session.commit()
        return version

    def reported(version: RosterVersion) -> set[str]:
        problem = load_problem(session, department, MONTH, version=version)
        found = judge(problem, legal_month())
        return {violation.code for violation in found.violations if violation.hard}

    before = stored()
    assert isinstance(given(session, office, SEATS), PolicyVersion)
    after = stored()
    assert reported(before) == set()
    assert reported(after) == {"seats"}
    in_force = session.get_one(PolicyVersion, after.policy_version_id)
    assert effective(in_force).rules.limits["seats"] is not None
