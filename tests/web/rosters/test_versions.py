import datetime as dt

from sqlalchemy import select

from roster.problem import Roster as Shifts
from tests.web.rosters.office import MONTH, NOW, Office, add_training, legal_month
from web.people.tables import DayOff, Person, ShiftKind
from web.refusal import Refusal
from web.rosters.editing import set_cell, set_locks
from web.rosters.lifecycle import return_version, submit
from web.rosters.loading import load_roster, locked_cells
from web.rosters.new_drafts import NewDraft, draft_from_last_month, draft_from_version
from web.rosters.tables import RosterVersion, VersionState
from web.rosters.versions import Comparison, compare_versions, list_versions, recent_edits

DAY = dt.date(2026, 12, 9)
BEFORE = dt.date(2026, 11, 1)


def content(office: Office, version: int) -> Shifts:
    with office.database.read() as session:
        return load_roster(session, session.get_one(RosterVersion, version))


def test_versions_are_listed_with_who_did_what_when(office: Office) -> None:
    office.published()
    second = office.draft()
    late = dt.datetime(2026, 11, 26, 1, 0, tzinfo=dt.UTC)
    with office.database.write() as session:
        submit(session, office.supervisor, second, seen=1, now=late)
        return_version(session, office.supervisor, second, reason="9日缺人", seen=2, now=late)
    with office.database.read() as session:
        newest, oldest = list_versions(session, office.department, MONTH)
        assert list_versions(session, office.department, BEFORE) == ()
    assert (newest.number, newest.state, newest.late, newest.note) == (
        2,
        VersionState.RETURNED,
        True,
        "9日缺人",
    )
    assert (newest.submitted_by, newest.submitted_at, newest.approved_by) == ("账号09001", late, None)
    assert (oldest.number, oldest.state, oldest.published_by) == (1, VersionState.PUBLISHED, "账号09001")
    assert (oldest.late, oldest.based_on) == (False, None)


def test_two_versions_are_compared_cell_by_cell(office: Office) -> None:
    one = office.draft()
    two = office.draft(legal_month().with_cell("00102", DAY, None).with_cell("00203", MONTH, "E"))
    with office.database.read() as session:
        found = compare_versions(session, office.supervisor, one, two)
    assert isinstance(found, Comparison)
    assert (found.old_number, found.new_number, found.cells, found.people) == (1, 2, 2, 2)
    assert [(change.number, change.date, change.old, change.new) for change in found.changes] == [
        ("00102", DAY, "E", None),
        ("00203", MONTH, "M", "E"),
    ]


def test_versions_of_different_months_are_not_compared(office: Office) -> None:
    one, two = office.draft(), office.draft(legal_month(BEFORE), month=BEFORE)
    with office.database.read() as session:
        found = compare_versions(session, office.supervisor, one, two)
    assert isinstance(found, Refusal)
    assert found.code == "different_months"


def test_a_new_draft_from_a_published_version_has_its_content_and_locks(office: Office) -> None:
    first = office.draft()
    with office.database.write() as session:
        set_locks(
            session,
            office.supervisor,
            first,
            person_ids=[office.people["00102"]],
            days=[DAY, dt.date(2026, 12, 12)],
            locked=True,
            seen=1,
            now=NOW,
        )
        made = draft_from_version(session, office.supervisor, first, now=NOW)
    assert isinstance(made, NewDraft)
    assert (made.number, made.dropped, made.judgement.hard_count) == (2, 0, 0)
    assert content(office, made.version_id) == legal_month()
    with office.database.read() as session:
        version = session.get_one(RosterVersion, made.version_id)
        assert (version.based_on_id, version.state) == (first, VersionState.DRAFT)
        assert locked_cells(session, version) == {("00102", DAY): "E", ("00102", dt.date(2026, 12, 12)): None}


def test_a_new_draft_leaves_out_who_is_gone_or_away(office: Office) -> None:
    first = office.published().act.version_id
    with office.database.write() as session:
        session.get_one(Person, office.people["00203"]).leaves_on = dt.date(2026, 12, 10)
        session.get_one(Person, office.people["00202"]).active = False
        session.add(DayOff(person_id=office.people["00102"], date=DAY, recorded_at=NOW))
        session.commit()
        made = draft_from_version(session, office.supervisor, first, now=NOW)
    assert isinstance(made, NewDraft)
    kept = content(office, made.version_id)
    assert kept.kind("00102", DAY) is None
    assert max(kept.of_person("00203")) == dt.date(2026, 12, 10)
    assert kept.of_person("00202") == {}
    assert made.dropped == 1 + 15 + 23
    assert not [v for v in made.judgement.hard if v.code in {"day_off", "employment"}]


def test_last_months_pattern_keeps_the_weekdays(office: Office) -> None:
    office.published(legal_month(BEFORE), month=BEFORE)
    with office.database.write() as session:
        session.add(DayOff(person_id=office.people["00102"], date=DAY, recorded_at=NOW))
        session.commit()
        made = draft_from_last_month(session, office.supervisor, MONTH, now=NOW)
    assert isinstance(made, NewDraft)
    assert made.dropped == 1
    assert content(office, made.version_id) == legal_month().with_cell("00102", DAY, None)


def test_new_drafts_take_no_kind_that_is_out_of_use_and_training_only_from_the_month_itself(
    office: Office,
) -> None:
    with office.database.write() as session:
        add_training(session, office)
        session.commit()
    before = legal_month(BEFORE).with_cell("00102", DAY - dt.timedelta(days=28), "T")
    office.draft(before, month=BEFORE)
    same = office.draft()
    with office.database.write() as session:
        set_cell(
            session,
            office.supervisor,
            same,
            person_id=office.people["00102"],
            day=DAY,
            kind="T",
            seen=1,
            now=NOW,
        )
        session.scalars(select(ShiftKind).where(ShiftKind.code == "M")).one().active = False
        session.commit()
        pattern = draft_from_last_month(session, office.supervisor, MONTH, now=NOW)
        again = draft_from_version(session, office.supervisor, same, now=NOW)
    assert isinstance(pattern, NewDraft)
    assert isinstance(again, NewDraft)
    for made, codes in ((pattern, {"E"}), (again, {"E", "T"})):
        assert set(content(office, made.version_id).values()) == codes
        assert not [v for v in made.judgement.hard if v.code == "kind_allowed"]


def test_without_a_roster_of_the_month_before_there_is_nothing_to_copy(office: Office) -> None:
    with office.database.write() as session:
        refused = draft_from_last_month(session, office.supervisor, MONTH, now=NOW)
        assert isinstance(refused, Refusal)
        assert (refused.code, refused.measured) == ("nothing_to_copy", "2026-11-01")
        reached = draft_from_last_month(session, office.leader, MONTH, now=NOW)
        assert isinstance(reached, Refusal)
        assert reached.code == "out_of_reach"
        assert session.scalars(select(RosterVersion)).all() == []


def test_drafts_may_be_copied_from_while_nothing_is_published(office: Office) -> None:
    office.draft(legal_month(BEFORE, kinds=("M", "E")), month=BEFORE)
    with office.database.write() as session:
        made = draft_from_last_month(session, office.supervisor, MONTH, now=NOW)
    assert isinstance(made, NewDraft)
    assert content(office, made.version_id) == legal_month(kinds=("M", "E"))


def test_recent_edits_name_person_day_and_author(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        set_cell(
            session,
            office.leader,
            version,
            person_id=office.people["00102"],
            day=DAY,
            kind=None,
            seen=1,
            now=NOW,
        )
        submit(session, office.supervisor, version, seen=2, now=NOW)
    with office.database.read() as session:
        (edit,) = recent_edits(session, version)
    assert (edit.by, edit.person_id, edit.date, edit.old, edit.new) == (
        "账号00101", office.people["00102"], DAY, "E", None
    )  # fmt: skip
