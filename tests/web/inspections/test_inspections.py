"""Inspections: the morning's one (G-32), contents, findings, follow-up until closed, reminders once."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import pytest
from sqlalchemy import func, select

from roster.inspections import Found, InspectionKind, Look, Verdict
from tests.web.handovers.evening import at
from tests.web.rosters.office import Office, stored_office
from web.accounts.actor import Actor
from web.accounts.sessions import new_token
from web.database import Database
from web.errors import NotFound
from web.inspections.due import inspections_due
from web.inspections.following import close, follow_up
from web.inspections.overview import InspectionsPage, inspections_page
from web.inspections.tables import FindingState, FindingStep, Inspection, InspectionFinding
from web.inspections.terms import inspection_terms
from web.inspections.writing import Entered, FoundBy, Written, add_finding, write
from web.notices.tables import Notice
from web.records.store import verify
from web.records.tables import Record

DAY = dt.date(2026, 12, 8)
ANN, LEA, NIA = "00102", "00101", "00201"
TEN = (
    "appearance", "duty_record", "environment", "service_skill", "handover", "customer_information",
    "customer_requests", "follow_ups", "paid_services", "other_tasks",
)  # fmt: skip
UNTIDY = Found(
    content="environment", what="前台杂物未清", cause="未按时整理", measure="每两小时整理", due_on=DAY
)
NOTHING: Mapping[str, Verdict] = MappingProxyType({})


def looks(wrong: Mapping[str, Verdict] = NOTHING) -> tuple[Look, ...]:
    return tuple(Look(content=code, verdict=wrong.get(code, Verdict.RIGHT)) for code in TEN)


def entered(
    *findings: FoundBy, kind: InspectionKind = InspectionKind.MORNING, token: str = "", **more: object
) -> Entered:
    wrong = {each.found.content: Verdict.WRONG for each in findings}
    base = Entered(kind=kind, looks=looks(wrong), findings=findings, token=token or new_token())
    return replace(base, **more)  # type: ignore[arg-type]


def do(office: Office, what: Entered, who: Actor | None = None, *, now: dt.datetime) -> Written:
    with office.database.write() as session:
        return write(session, who or office.supervisor, what, now=now)


def page(office: Office, who: Actor | None = None, *, now: dt.datetime) -> InspectionsPage:
    with office.database.read() as session:
        return inspections_page(session, who or office.supervisor, now=now)


def due(office: Office, now: dt.datetime) -> int:
    with office.database.write() as session:
        return inspections_due(session, now)


def told(office: Office, user_id: int) -> list[str]:
    with office.database.read() as session:
        return list(session.scalars(select(Notice.kind).where(Notice.user_id == user_id).order_by(Notice.id)))


def codes(found: Written) -> list[str]:
    return [reason.code for reason in found.reasons]


def finding(office: Office) -> InspectionFinding:
    with office.database.read() as session:
        return session.scalars(select(InspectionFinding)).one()


def agent(office: Office, number: str = ANN) -> Actor:
    return replace(
        office.leader,
        user_id=office.users[number],
        person_id=office.people[number],
        roles=frozenset({"agent"}),
        scope="own",
    )


def test_g32_no_inspection_by_half_past_nine_is_shown_as_morning_check_missing(office: Office) -> None:
    with office.database.read() as session:
        terms = inspection_terms(session, office.department, at(9, 30))
    assert terms.contents == TEN
    assert not page(office, now=at(9, 29)).waiting.morning_missing
    assert due(office, at(9, 29)) == 0
    assert page(office, now=at(9, 30)).waiting.morning_missing
    assert not page(office, office.leader, now=at(9, 30)).waiting.morning_missing
    assert due(office, at(9, 30)) == 1
    assert due(office, at(9, 31)) == 0  # reminded once
    assert told(office, office.supervisor.user_id) == ["inspection_missing"]
    late = do(office, entered(), now=at(9, 45))
    assert late.done
    assert not page(office, now=at(9, 46)).waiting.morning_missing
    with office.database.read() as session:
        assert session.get_one(Inspection, late.inspection_id).is_late
    assert page(office, now=at(9, 30, day=DAY + dt.timedelta(days=1))).waiting.morning_missing


def test_an_inspection_in_time_is_signed_with_the_ten_contents_and_not_late(office: Office) -> None:
    done = do(office, entered(), now=at(9, 29))
    assert done.done, done.reasons
    assert not page(office, now=at(9, 30)).waiting.morning_missing
    assert due(office, at(9, 30)) == 0
    with office.database.read() as session:
        row = session.get_one(Inspection, done.inspection_id)
        assert [look["content"] for look in row.looks] == list(TEN)
        assert (row.is_late, row.by_number) == (False, office.supervisor.employee_number)
        record = session.get_one(Record, row.record_id)
        assert (record.kind, record.signer_number) == ("inspection.write", office.supervisor.employee_number)
        assert verify(session, office.department)[1] is None


def test_the_morning_check_is_the_supervisors(office: Office) -> None:
    refused = do(office, entered(team_id=office.teams[0]), office.leader, now=at(9))
    assert codes(refused) == ["not_a_choice"]
    spot = entered(kind=InspectionKind.SPOT, team_id=office.teams[0])
    assert do(office, spot, office.leader, now=at(9)).done
    assert page(office, now=at(9, 30)).waiting.morning_missing


def test_a_form_that_is_sent_twice_is_one_inspection(office: Office) -> None:
    what = entered(FoundBy(found=UNTIDY), token="a1")
    first, second = (do(office, what, now=at(9)) for _ in range(2))
    assert first.inspection_id == second.inspection_id
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Inspection)) == 1
        assert session.scalar(select(func.count()).select_from(InspectionFinding)) == 1


def test_everything_that_a_finding_lacks_is_named_at_once_and_nothing_is_stored(office: Office) -> None:
    bare = FoundBy(found=Found(content="environment", what=""))
    assert codes(do(office, entered(bare), now=at(9))) == [
        "finding_what", "finding_cause", "finding_measure", "finding_due",
    ]  # fmt: skip
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Inspection)) == 0


def test_a_form_made_under_other_contents_is_refused(office: Office) -> None:
    short = entered(looks=looks()[:3])
    assert codes(do(office, short, now=at(9))) == ["contents_changed"]


def test_what_is_corrected_on_the_spot_is_closed_and_tells_nobody(office: Office) -> None:
    found = replace(UNTIDY, corrected=True, due_on=None)
    assert do(office, entered(FoundBy(found=found, responsible_id=office.people[ANN])), now=at(9)).done
    row = finding(office)
    assert (row.state, row.closed_at) == (FindingState.CLOSED, at(9))
    assert told(office, office.users[ANN]) == []
    assert page(office, now=at(9)).open == []


def test_an_open_finding_is_followed_up_reminded_once_when_overdue_and_closed_with_a_result(
    office: Office,
) -> None:
    done = do(office, entered(FoundBy(found=UNTIDY, responsible_id=office.people[ANN])), now=at(9))
    assert done.done, done.reasons
    row = finding(office)
    assert told(office, office.users[ANN]) == ["finding_to_mend"]
    shown = page(office, now=at(10))
    assert [each.id for each in shown.open] == [row.id]
    assert (shown.ages[2], shown.is_overdue(shown.open[0])) == (1, False)
    worst = shown.frequencies[0]
    assert (worst.content, worst.wrong, worst.looked) == ("environment", 1, 1)
    assert due(office, at(23, 59)) == 0
    tomorrow = at(9, day=DAY + dt.timedelta(days=1))
    assert page(office, now=tomorrow).waiting.overdue == 1
    assert due(office, tomorrow) == 2
    assert due(office, tomorrow) == 0
    assert told(office, office.users[ANN]) == ["finding_to_mend", "finding_overdue"]
    assert told(office, office.supervisor.user_id) == ["finding_overdue"]

    def step(who: Actor, act: object, **more: object) -> list[str]:
        with office.database.write() as session:
            answer = act(session, who, row.id, words="已整理，见照片", now=tomorrow, **more)  # type: ignore[operator]
        return [reason.code for reason in answer.reasons]

    assert step(agent(office), follow_up, token="s1") == []
    assert step(agent(office), follow_up, token="s1") == []
    assert step(agent(office), close, token="s1", seen=2) == ["stale_finding"], "the form's other button"
    assert step(office.supervisor, close, token="s2", seen=1) == ["stale_finding"]
    assert step(agent(office), close, token="s3", seen=2) == ["own_finding"]
    assert step(office.supervisor, close, token="s2", seen=2) == []
    assert step(office.supervisor, close, token="s4", seen=2) == ["finding_closed"]
    assert step(agent(office), follow_up, token="s5") == ["finding_closed"]
    with office.database.read() as session:
        steps = session.scalars(select(FindingStep).order_by(FindingStep.id)).all()
        assert [(each.closes, each.by_number) for each in steps] == [
            (False, office.leader.employee_number),
            (True, office.supervisor.employee_number),
        ]
        kinds = session.scalars(select(Record.kind).order_by(Record.number)).all()
        assert kinds[-2:] == ["finding.follow_up", "finding.close"]
    assert finding(office).state is FindingState.CLOSED
    assert "finding_closed" in told(office, office.users[ANN])


def test_a_finding_is_added_to_an_inspection_and_reaches_only_whom_it_concerns(office: Office) -> None:
    done = do(office, entered(team_id=office.teams[1]), now=at(9))
    each = FoundBy(found=replace(UNTIDY, content=""), responsible_id=office.people[ANN])
    with office.database.write() as session:
        added = add_finding(session, office.supervisor, done.inspection_id or 0, each, token="f1", now=at(10))
    assert added.inspection_id == done.inspection_id
    row = finding(office)
    for who in (agent(office), office.leader):
        with office.database.write() as session:
            assert follow_up(session, who, row.id, words="在办", token=new_token(), now=at(11)).done
    with office.database.write() as session, pytest.raises(NotFound):
        follow_up(session, agent(office, "00103"), row.id, words="在办", token=new_token(), now=at(11))


def test_a_customers_number_in_a_finding_is_stored_masked(office: Office) -> None:
    found = replace(UNTIDY, what="未回电 13812345678")
    assert do(office, entered(FoundBy(found=found), minutes="再打 13812345678"), now=at(9)).done
    assert "13812345678" not in finding(office).what
    with office.database.read() as session:
        assert "13812345678" not in session.scalars(select(Inspection)).one().minutes


def test_s4b_names_four_contents_and_two_ways_of_looking(database: Database) -> None:
    office = stored_office(database, preset="S4b")
    with office.database.read() as session:
        terms = inspection_terms(session, office.department, at(9))
    assert terms.contents == ("work_quality", "discipline", "timeliness", "business_skill")
    assert terms.before is None
    kinds = terms.kinds(frozenset({"supervisor"}))
    assert InspectionKind.MORNING not in kinds
    assert {InspectionKind.PERIODIC, InspectionKind.SPOT, InspectionKind.MEETING} <= set(kinds)
    meeting = Entered(kind=InspectionKind.MEETING, minutes="漏接偏多，加测试", token=new_token())
    assert do(office, meeting, now=at(15)).done


def test_a_department_that_overrides_the_list_inspects_its_own(database: Database) -> None:
    office = stored_office(
        database,
        preset="S3a",
        overrides={
            "inspection.contents": ["handover", "work_quality"],
            "inspection.time": {"before": "08:00"},
        },
    )
    with office.database.read() as session:
        terms = inspection_terms(session, office.department, at(9))
    assert (terms.contents, terms.before) == (("handover", "work_quality"), 480)


def test_under_s4f_the_machine_room_is_due_until_it_is_checked(database: Database) -> None:
    office = stored_office(database, preset="S4f")
    three = (InspectionKind.MACHINE_SHIFT, InspectionKind.MACHINE_DAILY, InspectionKind.MACHINE_MONTHLY)
    assert page(office, now=at(9)).waiting.machine_due == three[1:]  # nobody is on shift
    for kind in three[1:]:
        assert do(office, Entered(kind=kind, token=new_token()), now=at(9)).done
    assert page(office, now=at(10)).waiting.machine_due == ()
    tomorrow = at(9, day=DAY + dt.timedelta(days=1))
    assert page(office, now=tomorrow).waiting.machine_due == (InspectionKind.MACHINE_DAILY,)
