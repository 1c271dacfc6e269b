"""What comes into a handover by itself: the day's swaps, the duty log; and what never does, numbers."""

import datetime as dt

import pytest
from sqlalchemy import select, update

from roster.attendance.events import ClockAct
from roster.handovers.life import HandoverState as State
from tests.web.handovers.evening import ANN, DAN, DAY, NIA, Evening, at
from tests.web.planted import PLANTED, WHOLE, leaks_in_database
from tests.web.rosters.office import MONTH
from tests.web.swaps.desk import BEN, CAI, Desk, december, stored_desk
from web.calls.tables import CallSlot, CallSource
from web.database import Database, JsonObject
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write
from web.errors import NotFound
from web.forecasts.tables import Forecast, Requirement, RequirementSlot
from web.handovers import drafts, preparing, receiving, refusing, submitting
from web.handovers.brought import brought
from web.handovers.frozen import read_frozen
from web.handovers.steps import opened_of
from web.handovers.tables import Handover, HandoverContainer
from web.notices.sending import send
from web.notices.tables import Notice
from web.people.tables import DayOff


def logged(evening: Evening, who: str, body: str, *, now: dt.datetime, **further: object) -> int:
    whole: dict[str, object] = {"kind": EntryKind.COMPLAINT, "body": body, "token": body} | further
    entered = Entered(**whole)  # type: ignore[arg-type]
    with evening.database.write() as session:
        written = write(session, evening.actor(who), entered, secret_key="only-for-tests", now=now)
        assert written.entry_id is not None
        return written.entry_id


def test_g08_both_of_an_approved_swap_stand_in_the_handover_of_the_day(database: Database) -> None:
    desk: Desk = stored_desk(database)
    desk.effective(desk.exchange(8))
    with database.read() as session:
        found = session.scalars(
            select(Handover)
            .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
            .where(HandoverContainer.date == december(8), Handover.outgoing_id == desk.office.people[BEN])
        ).one()
        opened = opened_of(session, found.id)
        assert opened is not None
        swaps = brought(session, opened, now=at(12))["swaps"]
    assert {(each["giver"], each["taker"]) for each in swaps} == {
        ("员工00102", "员工00202"),
        ("员工00202", "员工00102"),
    }
    assert CAI not in str(swaps)


def test_what_the_log_has_of_the_shift_comes_along_and_is_frozen(evening: Evening) -> None:
    logged(evening, ANN, "陈先生重复扣费", now=at(20, 10), handling="已提交退款单", important=True)
    logged(evening, NIA, "夜班的事", now=at(23, 30))
    handover = evening.begin(now=at(22, 35))
    evening.do(preparing.say_nothing, ANN, handover, nothing=True, now=at(22, 35))
    assert evening.act(submitting.submit, ANN, handover, now=at(22, 36)).done
    with evening.database.read() as session:
        frozen = read_frozen(session, handover, 1)
        assert frozen is not None
        assert [(each["body"], each["handling"]) for each in frozen.brought["log"]] == [
            ("陈先生重复扣费", "已提交退款单")
        ]


def test_an_entry_becomes_an_item_once(evening: Evening) -> None:
    logged(evening, ANN, "陈先生重复扣费", now=at(20, 10), important=True)
    handover = evening.begin(now=at(22, 35))
    for _ in range(2):
        assert evening.do(preparing.take_entry, ANN, handover, 1, now=at(22, 36)).done
    with evening.database.read() as session:
        ((_, item),) = drafts.drafted(session, handover)
    assert (item.title, item.important, item.texts["detail"]) == (
        "#1 陈先生重复扣费",
        True,
        "陈先生重复扣费",
    )
    with pytest.raises(NotFound):
        evening.do(preparing.take_entry, ANN, handover, 99, now=at(22, 37))


def test_customers_numbers_are_nowhere(evening: Evening) -> None:
    first = next(iter(PLANTED.values()))
    handover = evening.receiving(now=at(22, 40), title=first, detail=WHOLE, important="1", urgent="1")
    evening.do(receiving.ask, NIA, handover, version=1, item_number=1, question=WHOLE, now=at(22, 41))
    evening.do(receiving.tick, NIA, handover, 1, version=1, said_back=WHOLE, now=at(22, 42))
    evening.act(refusing.refuse, NIA, handover, reason=WHOLE, now=at(22, 43))
    assert evening.state(handover) is State.REFUSED
    assert leaks_in_database(evening.database) == {}


def test_how_many_were_on_the_shift_is_counted(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    with evening.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        assert brought(session, opened, now=at(22, 36))["people"] == {"planned": 3, "missing": []}


def people(evening: Evening, handover: int, *, now: dt.datetime) -> object:
    with evening.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        return brought(session, opened, now=now)["people"]


def test_who_has_not_clocked_in_though_the_shift_runs_is_missing(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    evening.clock(ANN, ClockAct.IN, now=at(15, 20))
    assert people(evening, handover, now=at(15, 25)) == {"planned": 3, "missing": []}
    assert people(evening, handover, now=at(22, 36)) == {"planned": 3, "missing": ["员工00101", "员工00103"]}
    assert people(evening, handover, now=at(23, 20)) == {"planned": 3, "missing": ["员工00101", "员工00103"]}
    with evening.database.write() as session:
        session.add(DayOff(person_id=evening.office.people[DAN], date=DAY, recorded_at=at(9)))
        session.commit()
    assert people(evening, handover, now=at(22, 36)) == {"planned": 3, "missing": ["员工00101"]}


def test_where_the_clock_is_not_in_use_nobody_is_missing(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    evening.clock(ANN, ClockAct.IN, now=at(15, 20, day=DAY - dt.timedelta(days=2)))
    assert people(evening, handover, now=at(22, 36)) == {"planned": 3, "missing": []}


def brought_now(evening: Evening, handover: int, *, now: dt.datetime) -> JsonObject:
    with evening.database.read() as session:
        opened = opened_of(session, handover)
        assert opened is not None
        return brought(session, opened, now=now)


def calls(evening: Evening, *slots: tuple[dt.datetime, str, float, float | None, float | None]) -> None:
    """Store slots of half an hour: start, queue, offered, answered, seconds waited by all."""
    with evening.database.write() as session:
        source = CallSource(
            department_id=evening.office.department,
            file_name="calls.csv",
            content_hash="1" * 64,
            rows=len(slots),
            slot_minutes=30,
            imported_at=at(23),
        )
        session.add(source)
        session.flush()
        for start, queue, offered, answered, waited in slots:
            session.add(
                CallSlot(
                    department_id=evening.office.department,
                    source_id=source.id,
                    queue=queue,
                    ds=start.replace(tzinfo=None),
                    slot_minutes=30,
                    offered=offered,
                    answered=answered,
                    abandoned=None if answered is None else offered - answered,
                    wait_seconds=waited,
                )
            )
        session.commit()


def test_figures_of_the_queues_are_those_of_the_shift_so_far_and_frozen(evening: Evening) -> None:
    calls(
        evening,
        (at(15), "", 99, 99, 99),  # begins before the shift
        (at(20), "", 40, 36, 400),
        (at(20, 30), "", 20, 15, 1680),
        (at(22, 30), "", 77, 77, 77),  # has not ended
    )
    handover = evening.submitted(now=at(22, 36))
    with evening.database.read() as session:
        frozen = read_frozen(session, handover, 1)
        assert frozen is not None
        (line,) = frozen.brought["queues"]
    assert (line["offered"], line["answered"], line["abandoned"]) == (60, 51, 9)
    assert round(line["wait_s"], 1) == 34.7
    assert line["worst"] == {"at": at(20, 30).isoformat(), "wait_s": 84.0}
    assert line["until"] == at(21).isoformat()


def test_what_a_file_does_not_say_is_unknown_and_no_nought(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    found = brought_now(evening, handover, now=at(22, 36))
    assert (found["queues"], found["next_shift"]) == ([], None)
    calls(
        evening,
        (at(20), "账单", 40, None, None),
        (at(20, 30), "账单", 10, 9, 60),
        (at(20), "报障", 0, 0, 0),
    )
    lines = brought_now(evening, handover, now=at(22, 36))["queues"]
    said = [(line["queue"], line["offered"], line["answered"], line["wait_s"]) for line in lines]
    assert said == [("报障", 0, 0, None), ("账单", 50, None, None)]


def needed(evening: Evening, *, people: int) -> None:
    """Say that so many people are needed at any time; the newest need counts."""
    start = dt.datetime.combine(MONTH, dt.time())
    slots = [start + dt.timedelta(minutes=30 * number) for number in range(31 * 48)]
    with evening.database.write() as session:
        forecast = Forecast(
            department_id=evening.office.department,
            first_day=MONTH,
            days=31,
            cutoff=start,
            method="indices",
            slot_minutes=30,
            made_at=at(8),
        )
        requirement = Requirement(
            department_id=evening.office.department,
            forecast=forecast,
            settings={},
            need_minutes=0,
            contract_minutes=0,
            made_at=at(8),
            slots=[RequirementSlot(ds=ds, required=people) for ds in slots],
        )
        session.add_all([forecast, requirement])
        session.commit()


def test_where_the_next_shift_is_short_is_said(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    needed(evening, people=4)
    found = brought_now(evening, handover, now=at(22, 36))["next_shift"]
    assert found["people"] == 3
    assert {short["missing"] for short in found["short"]} == {1}
    assert dt.datetime.fromisoformat(found["short"][0]["from"]) <= dt.datetime.fromisoformat(found["from"])
    needed(evening, people=1)
    assert brought_now(evening, handover, now=at(22, 36))["next_shift"]["short"] == []


def test_how_many_notices_the_receiver_has_not_read_is_said_without_their_words(evening: Evening) -> None:
    handover = evening.begin(now=at(22, 35))
    user = evening.office.users[NIA]
    with evening.database.write() as session:
        session.execute(update(Notice).where(Notice.user_id == user).values(read_at=at(9)))
        for kind in ("roster_published", "handover_to_receive"):
            send(session, kind, {user: {"month": "2026-12"}}, key=f"x-{kind}", now=at(20))
        session.commit()
    found = brought_now(evening, handover, now=at(22, 36))["notices"]
    assert found == {"name": "员工00201", "unread": 1, "needed": True}
