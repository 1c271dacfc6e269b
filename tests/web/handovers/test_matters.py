"""The list of open matters: its order, what narrows it down, who sees what, and who is not there."""

import dataclasses
import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import delete

from roster.leave.asking import Channel, LeaveKind
from roster.leave.life import LeaveState
from tests.web.browsing import logged_in
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NED, NIA, Evening, at
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.handovers.content_tables import HandoverMatter
from web.handovers.holders import Absence
from web.handovers.matters import MOST, Matters, Wanted, open_matters
from web.leave.tables import LeaveRequest
from web.people.tables import Department, Person
from web.policy.tables import PolicyVersion
from web.rosters.tables import AssignmentInForce

NOW = at(12)


def matter(evening: Evening, title: str, holder: str = ANN, *, days: float = 2, **further: object) -> int:
    """Store an open matter that began so many days before `NOW`."""
    with evening.database.write() as session:
        row = HandoverMatter(
            department_id=evening.office.department,
            opened_in_id=evening.handover(day=DAY - dt.timedelta(days=2)),
            opened_at=NOW - dt.timedelta(days=days),
            title=title,
            holder_id=evening.office.people[holder],
            shifts=1,
            **further,
        )
        session.add(row)
        session.commit()
        return row.id


def listed(evening: Evening, actor: Actor | None = None, *, page: int = 1, **wanted: object) -> Matters:
    with evening.database.read() as session:
        return open_matters(
            session,
            actor or evening.office.supervisor,
            Wanted(**wanted),  # type: ignore[arg-type]
            page=page,
            now=NOW,
        )


def titles(found: Matters) -> list[str]:
    return [row.matter.title for row in found.rows]


def test_by_weight_then_overdue_promises_then_age(evening: Evening) -> None:
    hour = dt.timedelta(hours=1)
    matter(evening, "普通新", days=1)
    matter(evening, "普通旧", days=40)
    matter(evening, "普通逾期", days=0.5, promised_at=NOW - hour)
    matter(evening, "普通未到", days=0.1, promised_at=NOW + hour)
    matter(evening, "急", days=1, urgent=True)
    matter(evening, "重要", days=1, important=True)
    matter(evening, "重要急", days=0.2, important=True, urgent=True)
    matter(evening, "已结", closed_at=NOW)
    found = listed(evening)
    assert titles(found) == ["重要急", "重要", "急", "普通逾期", "普通旧", "普通新", "普通未到"]
    assert [row.matter.title for row in found.rows if row.is_overdue] == ["普通逾期"]
    assert (found.total, found.overdue, found.ages) == (7, 1, (3, 3, 0, 0, 1))


def test_a_team_a_holder_and_those_who_are_not_there_narrow_it_down(evening: Evening) -> None:
    for title, holder in (("安", ANN), ("丹", DAN), ("妮", NIA)):
        matter(evening, title, holder)
    with evening.database.write() as session:
        session.get_one(Person, evening.office.people[DAN]).active = False
        session.commit()
    first, second = evening.office.teams
    assert titles(listed(evening, team_id=second)) == ["妮"]
    assert titles(listed(evening, holder_id=evening.office.people[ANN])) == ["安"]
    assert titles(listed(evening, team_id=second, holder_id=evening.office.people[ANN])) == []
    assert titles(listed(evening, away=True)) == ["丹"]
    found = listed(evening, team_id=first)
    assert [(person.employee_number, count) for person, count in found.holders] == [(ANN, 1), (DAN, 1)]
    assert (found.away, len(found.teams)) == (1, 2)


def test_everybody_sees_what_they_reach(evening: Evening) -> None:
    for title, holder in (("安", ANN), ("丹", DAN), ("妮", NIA), ("内", NED)):
        matter(evening, title, holder)
    assert titles(listed(evening, evening.actor(ANN))) == ["安"]
    assert titles(listed(evening, evening.actor(NED))) == ["内"], (
        "another team's agent sees nothing of theirs"
    )
    leader = listed(evening, evening.actor(LEA), team_id=evening.office.teams[1])
    assert titles(leader) == ["安", "丹"], "a leader stays with the own team, whatever is asked for"
    assert leader.teams == ()
    assert titles(listed(evening)) == ["安", "丹", "妮", "内"]
    nobody = dataclasses.replace(evening.actor(ANN), person_id=None)
    assert titles(listed(evening, nobody)) == []
    elsewhere = dataclasses.replace(evening.office.supervisor, department_id=other_department(evening))
    assert listed(evening, elsewhere).total == 0


def other_department(evening: Evening) -> int:
    with evening.database.write() as session:
        department = Department(code="CS2", name="客服二部", created_at=NOW)
        session.add(department)
        session.commit()
        return department.id


def test_pages_have_each_matter_once(evening: Evening) -> None:
    for number in range(MOST + 3):
        matter(evening, f"第{number}件", days=number)
    first, second = listed(evening), listed(evening, page=2)
    assert (first.pages, first.total, second.total) == (2, MOST + 3, MOST + 3)
    assert (len(first.rows), len(second.rows)) == (MOST, 3)
    assert len({*titles(first), *titles(second)}) == MOST + 3
    assert listed(evening, page=99).page == 2


def on_leave(evening: Evening, who: str, first: dt.date, last: dt.date, state: LeaveState) -> None:
    with evening.database.write() as session:
        policy = session.query(PolicyVersion).one()
        session.add(
            LeaveRequest(
                department_id=evening.office.department,
                person_id=evening.office.people[who],
                created_by_id=evening.office.users[who],
                channel=next(iter(Channel)),
                token=f"{who}-{first}",
                kind=next(iter(LeaveKind)),
                first_day=first,
                last_day=last,
                reason="有事",
                state=state,
                policy_version_id=policy.id,
                chain=[],
                expires_at=NOW,
                created_at=NOW,
                changed_at=NOW,
            )
        )
        session.commit()


def absences_of(evening: Evening, now: dt.datetime = NOW) -> dict[str, Absence | None]:
    with evening.database.read() as session:
        found = open_matters(session, evening.office.supervisor, Wanted(), now=now)
    return {row.matter.title: row.absence for row in found.rows}


def test_whose_holder_is_not_there_is_said_with_the_reason(evening: Evening) -> None:
    for title, holder in (("安", ANN), ("丹", DAN), ("丽", LEA), ("妮", NIA), ("内", NED)):
        matter(evening, title, holder)
    assert set(absences_of(evening).values()) == {None}
    day = dt.timedelta(days=1)
    with evening.database.write() as session:
        session.get_one(Person, evening.office.people[ANN]).active = False
        session.get_one(Person, evening.office.people[DAN]).leaves_on = DAY - day
        session.get_one(Person, evening.office.people[LEA]).leaves_on = DAY
        session.commit()
    on_leave(evening, NIA, DAY - day, DAY, LeaveState.ON_LEAVE)
    on_leave(evening, NED, DAY, DAY, LeaveState.SUBMITTED)
    assert absences_of(evening) == {
        "安": Absence.LEFT,
        "丹": Absence.LEFT,
        "丽": None,
        "妮": Absence.ON_LEAVE,
        "内": None,
    }, "a last day of work is a day of work, and leave that nobody has granted is none"


def test_no_shift_for_seven_days_is_said_only_where_the_roster_is_known(evening: Evening) -> None:
    further = evening.office.people[ANN]
    matter(evening, "安", ANN)
    matter(evening, "丹", DAN)
    with evening.database.write() as session:
        session.execute(
            delete(AssignmentInForce).where(
                AssignmentInForce.person_id == further, AssignmentInForce.ends_at > NOW
            )
        )
        session.commit()
    assert absences_of(evening) == {"安": Absence.NO_SHIFT, "丹": None}
    last = NOW + dt.timedelta(days=19)  # the 27th: nothing is published beyond the 30th
    assert set(absences_of(evening, last).values()) == {None}


def test_the_newest_handover_that_carried_it_is_named_to_who_may_read_it(evening: Evening) -> None:
    handover = evening.complete(now=at(22, 45))
    night = evening.begin(NIA, now=at(23, 5))
    found = listed(evening)
    (row,) = found.rows
    assert row.carried is not None
    assert (row.carried.handover_id, row.carried.date, row.carried.shift) == (handover, DAY, "M")
    assert night != handover, "a draft has nothing to read yet"
    assert row.matter.holder_id == evening.office.people[NIA]
    assert row.matter.last_progress == "21:40 起超时，等待增多"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_page_shows_it_and_says_what_to_do_where_nothing_is_open(app: Flask, evening: Evening) -> None:
    with evening.database.write() as session:
        lea = logged_in(app, session, session.get_one(User, evening.office.users[LEA]))
        session.commit()
    empty = lea.get("/handovers/matters").text
    assert "/handovers" in empty
    assert "age-bars" not in empty
    found = matter(evening, "王女士投诉", important=True, urgent=True, last_progress="已回电")
    matter(evening, "", DAN)
    page = lea.get("/handovers/matters")
    assert page.status_code == 200
    for words in ("王女士投诉", "已回电", f'id="matter-{found}"', "age-bars"):
        assert words in page.text
    form = lea.get(f"/handovers/matters?give={found}").text
    assert f"/handovers/matters/{found}/give" in form
    assert lea.get("/handovers/matters?holder=nobody&team=x&page=-1&give=999").status_code == 200
    for address in ("/handovers", "/handovers/past", "/handovers/figures"):
        assert "/handovers/matters" in lea.get(address).text
