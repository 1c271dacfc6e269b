import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import select

from roster.violation import Violation
from tests.web.rosters.office import MONTH, NOW, Office, add_training, legal_month, stored_office
from web.database import Database
from web.errors import NotFound
from web.people.tables import ShiftKind
from web.records.tables import AuditEvent
from web.rosters.acts import EDITABLE, Act
from web.rosters.editing import Edit, preview_change, set_cell, set_locks
from web.rosters.lifecycle import return_version, submit
from web.rosters.loading import load_roster, locked_cells
from web.rosters.tables import RosterEvent, RosterVersion, VersionState

DAY = dt.date(2026, 12, 9)
SATURDAY = dt.date(2026, 12, 12)


def edit(
    office: Office,
    version: int,
    number: str,
    day: dt.date,
    kind: str | None,
    *,
    seen: int,
    actor: object = None,
) -> Edit:
    who = office.leader if actor == "leader" else office.supervisor
    with office.database.write() as session:
        return set_cell(
            session, who, version, person_id=office.people[number], day=day, kind=kind, seen=seen, now=NOW
        )


def codes(act: Act) -> list[str]:
    return [reason.code for reason in act.reasons]


def cell(office: Office, version: int, number: str, day: dt.date) -> str | None:
    with office.database.read() as session:
        return load_roster(session, session.get_one(RosterVersion, version)).kind(number, day)


def test_a_cell_changes_with_its_effect_and_undo_brings_the_old_one_back(office: Office) -> None:
    version = office.draft()
    done = edit(office, version, "00102", DAY, None, seen=1)
    assert done.act.done
    assert done.act.lock_version == 2
    assert done.effect is not None
    assert (done.effect.old, done.effect.new, done.effect.minutes_delta) == ("E", None, -450)
    assert done.effect.hours.minutes == 22 * 450
    assert [(change.now.kind, change.now.date) for change in done.effect.coverage] == [("E", DAY)]
    assert (done.effect.coverage[0].before.delta, done.effect.coverage[0].now.delta) == (3, 2)
    assert cell(office, version, "00102", DAY) is None
    back = edit(office, version, "00102", DAY, "E", seen=2)
    assert (back.act.lock_version, cell(office, version, "00102", DAY)) == (3, "E")
    with office.database.read() as session:
        audited = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()
        assert [(row.action, row.detail["old"], row.detail["new"]) for row in audited] == [
            ("roster.edit_cell", "E", None),
            ("roster.edit_cell", None, "E"),
        ]


def test_a_change_that_breaks_rules_is_taken_and_says_which(office: Office) -> None:
    version = office.draft()
    done = edit(office, version, "00102", DAY, "M", seen=1)
    assert done.act.done
    assert done.effect is not None
    fresh = [violation for violation in done.effect.fresh if violation.hard]
    assert [(v.code, v.person, v.measured, v.limit) for v in fresh] == [("rest_between", "00102", 540, 660)]
    assert fresh[0] in done.effect.violations
    undone = edit(office, version, "00102", DAY, "E", seen=2)
    assert undone.effect is not None
    assert fresh[0] in undone.effect.gone


def test_a_preview_says_the_same_and_writes_nothing(office: Office) -> None:
    version = office.draft()
    with office.database.read() as session:
        seen = preview_change(
            session, office.supervisor, version, person_id=office.people["00102"], day=DAY, kind="M"
        )
    assert cell(office, version, "00102", DAY) == "E"
    assert edit(office, version, "00102", DAY, "M", seen=1).effect == seen.effect


def test_two_shifts_at_once_are_refused_within_the_version(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        session.scalars(select(ShiftKind).where(ShiftKind.code == "N")).one().end_minute = 1980
        session.commit()
    refused = edit(office, version, "00102", DAY - dt.timedelta(days=1), "N", seen=1)
    assert codes(refused.act) == ["overlap"]
    reason = refused.act.reasons[0]
    assert isinstance(reason, Violation)
    assert (reason.person, reason.measured, reason.dates) == ("00102", 60, (DAY - dt.timedelta(days=1), DAY))
    assert (refused.act.lock_version, refused.effect) == (1, None)
    assert cell(office, version, "00102", DAY - dt.timedelta(days=1)) == "E"


def test_two_shifts_at_once_are_refused_across_the_months(office: Office) -> None:
    with office.database.write() as session:
        session.scalars(select(ShiftKind).where(ShiftKind.code == "N")).one().end_minute = 1980
        session.commit()
    office.published()
    november = office.draft(legal_month(dt.date(2026, 11, 1)), month=dt.date(2026, 11, 1))
    refused = edit(office, november, "00102", dt.date(2026, 11, 30), "N", seen=1)
    assert codes(refused.act) == ["overlap"]


@pytest.mark.parametrize("state", [state for state in VersionState if state not in EDITABLE])
def test_what_is_no_draft_is_not_edited(office: Office, state: VersionState) -> None:
    version = office.draft()
    with office.database.write() as session:
        session.get_one(RosterVersion, version).state = state
        session.commit()
    assert codes(edit(office, version, "00102", DAY, None, seen=1).act) == ["wrong_state"]
    with office.database.write() as session:
        act = set_locks(
            session,
            office.supervisor,
            version,
            person_ids=[office.people["00102"]],
            days=[DAY],
            locked=True,
            seen=1,
            now=NOW,
        )
    assert codes(act) == ["wrong_state"]


def test_the_first_change_of_a_returned_version_makes_it_a_draft_again(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)
        return_version(session, office.supervisor, version, reason="请改9日", seen=2, now=NOW)
    assert edit(office, version, "00102", DAY, None, seen=3).act.state is VersionState.DRAFT
    with office.database.read() as session:
        last = session.scalars(select(RosterEvent).order_by(RosterEvent.id.desc())).first()
        assert last is not None
        assert (last.from_state, last.to_state) == (VersionState.RETURNED, VersionState.DRAFT)


def test_a_leader_edits_the_own_teams_rows_only(office: Office) -> None:
    version = office.draft()
    refused = edit(office, version, "00202", DAY, None, seen=1, actor="leader")
    assert (codes(refused.act), refused.act.is_out_of_reach) == (["out_of_reach"], True)
    assert edit(office, version, "00102", DAY, None, seen=1, actor="leader").act.done


def test_all_reasons_come_at_once(office: Office) -> None:
    version = office.draft()
    refused = edit(office, version, "00202", DAY, "X", seen=7, actor="leader")
    assert codes(refused.act) == ["out_of_reach", "stale_version", "unknown_kind"]
    outside = edit(office, version, "00102", dt.date(2027, 1, 1), "E", seen=1)
    assert codes(outside.act) == ["day_outside_month"]


def test_another_departments_person_or_version_is_not_there(database: Database) -> None:
    here, there = stored_office(database), stored_office(database, code="XX")
    version = here.draft()
    foreign = replace(here, people=there.people)
    with pytest.raises(NotFound):
        edit(foreign, version, "00102", DAY, None, seen=1)
    with pytest.raises(NotFound):
        edit(replace(here, supervisor=there.supervisor), version, "00102", DAY, None, seen=1)


def test_a_stale_edit_is_told_who_changed_what(office: Office) -> None:
    version = office.draft()
    edit(office, version, "00102", DAY, None, seen=1)
    refused = edit(office, version, "00103", DAY, None, seen=1)
    assert refused.act.is_stale
    reason = refused.act.reasons[0]
    assert not isinstance(reason, Violation)
    assert (reason.details["by"], reason.details["action"]) == ("账号09001", "roster.edit_cell")
    assert cell(office, version, "00103", DAY) == "E"


def test_of_eight_edits_on_one_sight_exactly_one_is_taken(office: Office) -> None:
    version, barrier = office.draft(), Barrier(8)

    def attempt(day: int) -> Callable[[], bool]:
        def run() -> bool:
            barrier.wait()
            return edit(office, version, "00102", MONTH + dt.timedelta(days=day), "N", seen=1).act.done

        return run

    with ThreadPoolExecutor(8) as pool:
        answers = [future.result() for future in [pool.submit(attempt(day)) for day in range(0, 16, 2)]]
    assert sum(answers) == 1
    with office.database.read() as session:
        shifts = load_roster(session, session.get_one(RosterVersion, version))
        assert list(shifts.of_person("00102").values()).count("N") == 1


def test_cells_are_locked_with_their_rests_and_a_change_keeps_the_lock(office: Office) -> None:
    version = office.draft()
    people = [office.people["00102"], office.people["00103"]]
    friday = SATURDAY - dt.timedelta(days=1)
    with office.database.write() as session:
        act = set_locks(
            session,
            office.leader,
            version,
            person_ids=people,
            days=[friday, SATURDAY],
            locked=True,
            seen=1,
            now=NOW,
        )
    assert act.lock_version == 2
    expected: dict[tuple[str, dt.date], str | None] = {
        ("00102", friday): "E",
        ("00102", SATURDAY): None,
        ("00103", friday): "E",
        ("00103", SATURDAY): None,
    }
    assert locks(office, version) == expected
    changed = edit(office, version, "00102", SATURDAY, "E", seen=2)
    assert changed.effect is not None
    assert not [violation for violation in changed.effect.fresh if violation.code == "locked"]
    edit(office, version, "00103", friday, None, seen=3)
    assert locks(office, version) == expected | {("00102", SATURDAY): "E", ("00103", friday): None}
    with office.database.write() as session:
        set_locks(
            session,
            office.supervisor,
            version,
            person_ids=people,
            days=[friday, SATURDAY],
            locked=False,
            seen=4,
            now=NOW,
        )
    assert locks(office, version) == {}
    assert cell(office, version, "00102", SATURDAY) == "E"


def test_training_is_placed_by_hand_locked_and_can_be_submitted(office: Office) -> None:
    with office.database.write() as session:
        add_training(session, office)
        session.commit()
    version = office.draft()
    with office.database.read() as session:
        seen_before = preview_change(
            session, office.supervisor, version, person_id=office.people["00102"], day=DAY, kind="T"
        )
    done = edit(office, version, "00102", DAY, "T", seen=1)
    for found in (seen_before.effect, done.effect):
        assert found is not None
        assert not [
            violation for violation in (*found.violations, *found.fresh, *found.gone) if violation.hard
        ]
    assert locks(office, version) == {("00102", DAY): "T"}
    with office.database.write() as session:
        person = [office.people["00102"]]
        unlocked = set_locks(
            session, office.supervisor, version, person_ids=person, days=[DAY], locked=False, seen=2, now=NOW
        )
        assert submit(session, office.supervisor, version, seen=unlocked.lock_version, now=NOW).done
    assert locks(office, version) == {("00102", DAY): "T"}


def test_locks_are_refused_as_edits_are(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        act = set_locks(
            session,
            office.leader,
            version,
            person_ids=[office.people["00202"]],
            days=[dt.date(2027, 1, 1)],
            locked=True,
            seen=9,
            now=NOW,
        )
        assert codes(act) == ["out_of_reach", "stale_version", "day_outside_month"]
        act = set_locks(
            session, office.leader, version, person_ids=[], days=[DAY], locked=True, seen=1, now=NOW
        )
        assert codes(act) == ["nothing_chosen"]


def locks(office: Office, version: int) -> dict[tuple[str, dt.date], str | None]:
    with office.database.read() as session:
        return locked_cells(session, session.get_one(RosterVersion, version))
