"""Clocking in and out: once, in order, and going only when nothing holds the person."""

import datetime as dt

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from roster.attendance.absence import AbsenceCause
from roster.attendance.events import Whereabouts
from roster.handovers.life import HandoverState
from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from tests.web.attendance.shop import (
    ANN,
    BEN,
    DAN,
    DAY,
    LEADER,
    RELIEF,
    at,
    clocked,
    codes,
    events_of,
    stored,
    stored_shop,
    under,
    worked_of,
)
from tests.web.swaps.desk import CAI, Desk, give
from web.attendance import clocking
from web.attendance.loading import load_worked
from web.attendance.release import Hold, Known, held_minutes, holds
from web.database import Database
from web.errors import NotFound
from web.handovers.tables import Handover
from web.overtime.tables import OvertimeEntry
from web.people.tables import DayOff
from web.policy.vocabulary.handover import ReleaseGate
from web.records.store import of_subject, verify
from web.rosters.tables import AssignmentInForce
from web.swaps.tables import SwapFailure, SwapMove

GATE = {"handover.release_gate": "relief_present"}


def test_a_day_is_clocked_and_judged(shop: Desk) -> None:
    for act, when in (("in", "7:54"), ("out", "15:36")):
        assert clocked(shop, ANN, act, at(when)).done
    worked = worked_of(shop, ANN)
    assert (worked.attendance.present, codes(worked), worked.cause) == (450, [], None)


def test_a_double_click_is_one_event(shop: Desk) -> None:
    first, second = clocked(shop, ANN, "in", at("7:54:10")), clocked(shop, ANN, "in", at("7:54:11"))
    later = clocked(shop, ANN, "in", at("7:55:30"))
    assert (first.again, second.again, later.again) == (False, True, True)
    assert len(events_of(shop, ANN)) == 1


def test_what_cannot_follow_is_refused_in_words(shop: Desk) -> None:
    assert [reason.code for reason in clocked(shop, ANN, "back", at("7:54")).reasons] == ["clock_wrong_act"]
    assert [reason.code for reason in clocked(shop, ANN, "out", at("7:54")).reasons] == ["clock_wrong_act"]
    assert events_of(shop, ANN) == []


def test_leaving_the_post_needs_a_reason(database: Database) -> None:
    """S0h says nothing of who allows it."""
    shop = stored_shop(database, preset="S0h", overrides={"attendance.away_max": 20})
    clocked(shop, ANN, "in", at("7:54"))
    assert [r.code for r in clocked(shop, ANN, "away", at("9:00")).reasons] == ["reason_missing"]
    assert clocked(shop, ANN, "away", at("9:00"), note="打印").where is Whereabouts.AWAY
    assert clocked(shop, ANN, "back", at("9:21")).done
    assert codes(worked_of(shop, ANN, now=at("10:00"))) == ["away_long"]


def test_events_cannot_be_changed_or_deleted(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("7:54"))
    for statement in ("UPDATE clock_event SET note = 'x'", "DELETE FROM clock_event"):
        with shop.database.write() as session, pytest.raises(DatabaseError):
            session.execute(text(statement))


def test_for_somebody_else_only_a_leader_clocks_with_a_reason_and_marked(shop: Desk) -> None:
    with pytest.raises(NotFound):
        clocked(shop, ANN, "in", at("7:54"), by=shop.actor(DAN))
    with pytest.raises(NotFound):
        clocked(shop, BEN, "in", at("15:20"), by=shop.leader, note="手机没电")
    assert [r.code for r in clocked(shop, ANN, "in", at("7:54"), by=shop.leader).reasons] == [
        "reason_missing"
    ]
    assert clocked(shop, ANN, "in", at("7:54"), by=shop.leader, note="手机没电").done
    (event,) = events_of(shop, ANN)
    assert (event.on_behalf, event.by_id, event.note) == (True, shop.leader.user_id, "手机没电")


def test_nobody_goes_before_the_relief_is_there(database: Database) -> None:
    shop = stored_shop(database, overrides=GATE)
    clocked(shop, ANN, "in", at("7:54"))
    held = clocked(shop, ANN, "out", at("15:30"))
    assert (held.holds, [reason.code for reason in held.reasons]) == ((Hold.RELIEF_MISSING,), ["clock_held"])
    clocked(shop, RELIEF, "in", at("15:47"))
    gone = clocked(shop, ANN, "out", at("15:50"))
    assert (gone.done, gone.held_minutes) == (True, 17)
    with database.read() as session:
        # of the 17 minutes everybody stays 5 anyway (S1a); about the 3 after them nobody asks
        (row,) = session.scalars(select(OvertimeEntry))
        assert (row.origin, row.state, row.minutes) == (Origin.HELD_OVER, OvertimeState.WORKED, 12)


def test_a_late_relief_holds_nobody_where_the_regulation_asks_for_the_record_only(database: Database) -> None:
    """S0g lets go who has had the record passed: staying on for the relief is nobody's hold-over."""
    shop = stored_shop(database, overrides={"handover.release_gate": "leader_passed"})
    clocked(shop, ANN, "in", at("7:54"))
    clocked(shop, RELIEF, "in", at("15:47"))
    assert clocked(shop, ANN, "out", at("15:50")).held_minutes == 0


def test_a_relief_who_is_early_holds_nobody(database: Database) -> None:
    shop = stored_shop(database, overrides=GATE)
    clocked(shop, ANN, "in", at("7:54"))
    clocked(shop, RELIEF, "in", at("15:20"))
    assert clocked(shop, ANN, "out", at("15:31")).held_minutes == 0


def test_the_last_shift_of_a_day_has_no_relief_and_holds_nobody(database: Database) -> None:
    shop = stored_shop(database, overrides=GATE)
    clocked(shop, BEN, "in", at("15:20"))
    assert clocked(shop, BEN, "out", at("23:01")).done


def test_under_s0d_nobody_goes_before_the_matters_are_finished_save_in_special_circumstances(
    database: Database,
) -> None:
    """R-6.10: by the record of the shift, once it is begun; a leader lets go with a reason."""
    shop = stored_shop(database, preset="S0d")
    clocked(shop, ANN, "in", at("7:54"))

    def record_is(state: HandoverState) -> None:
        with database.write() as session:
            row = session.scalars(
                select(Handover)
                .join(AssignmentInForce, AssignmentInForce.assignment_id == Handover.assignment_id)
                .where(AssignmentInForce.person_id == shop.office.people[ANN], AssignmentInForce.date == DAY)
            ).one()
            row.state = state
            session.commit()

    record_is(HandoverState.PREPARING)
    held = clocked(shop, ANN, "out", at("15:30"))
    assert (held.holds, [each.code for each in held.reasons]) == ((Hold.MATTERS_OPEN,), ["clock_held"])
    record_is(HandoverState.READY)
    assert clocked(shop, ANN, "out", at("15:40")).done
    record_is(HandoverState.PREPARING)
    clocked(shop, ANN, "in", at("15:42"))
    with database.write() as session:
        who = shop.office.people[ANN]
        assert clocking.release(session, shop.leader, who, reason="孩子住院", now=at("15:45")) == ()
    assert clocked(shop, ANN, "out", at("15:46")).done


def test_a_leader_lets_somebody_go_with_a_reason_that_is_recorded(database: Database) -> None:
    shop = stored_shop(database, overrides=GATE)
    clocked(shop, ANN, "in", at("7:54"))

    def let_go(reason: str, when: str = "15:40") -> list[str]:
        with shop.database.write() as session:
            found = clocking.release(
                session, shop.leader, shop.office.people[ANN], reason=reason, now=at(when)
            )
        return [each.code for each in found]

    assert let_go(" ") == ["reason_missing"]
    assert let_go("家里急事") == []
    assert let_go("再一次") == ["clock_not_held"]
    assert clocked(shop, ANN, "out", at("15:45")).held_minutes == 10
    with shop.database.read() as session:
        ((record, content),) = of_subject(session, shop.office.department, f"shift/{ANN}/{DAY.isoformat()}")
        assert record.policy_version_id is not None
        assert (record.meaning, content["reason"]) == ("released", "家里急事")
        assert verify(session, shop.office.department)[1] is None


def test_nobody_lets_themselves_go_and_agents_let_nobody_go(database: Database) -> None:
    shop = stored_shop(database, overrides=GATE)
    clocked(shop, LEADER, "in", at("7:54"))
    with shop.database.write() as session:
        own = clocking.release(
            session, shop.leader, shop.office.people[LEADER], reason="急事", now=at("15:40")
        )
        assert [each.code for each in own] == ["clock_release_own"]
        with pytest.raises(NotFound):
            clocking.release(
                session, shop.actor(DAN), shop.office.people[DAN], reason="急事", now=at("15:40")
            )


def test_without_a_gate_in_the_regulation_nobody_is_held(shop: Desk) -> None:
    clocked(shop, ANN, "in", at("7:54"))
    assert clocked(shop, ANN, "out", at("15:35")).done


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (Known(gate=None, relief="A"), ()),
        (Known(gate=ReleaseGate.RELIEF_PRESENT, relief="A"), (Hold.RELIEF_MISSING,)),
        (Known(gate=ReleaseGate.RELIEF_PRESENT, relief="A", relief_here=True), ()),
        (Known(gate=ReleaseGate.RELIEF_PRESENT), ()),
        (
            Known(gate=ReleaseGate.RELIEF_PRESENT_AND_CHECKED, relief="A", checked=False),
            (Hold.RELIEF_MISSING, Hold.CHECK_MISSING),
        ),
        (Known(gate=ReleaseGate.LEADER_PASSED, relief="A", passed=False), (Hold.RECORD_NOT_PASSED,)),
        (Known(gate=ReleaseGate.LEADER_PASSED, passed=None), ()),
        (Known(gate=ReleaseGate.LEADER_PASSED, passed=True), ()),
        (Known(gate=ReleaseGate.LEADER_PASSED, passed=True, signed=True), ()),
        (Known(gate=ReleaseGate.LEADER_PASSED, passed=True, signed=False), (Hold.NOT_SIGNED,)),
        (Known(gate=ReleaseGate.LEADER_PASSED, passed=False, signed=False), (Hold.RECORD_NOT_PASSED,)),
        (Known(gate=ReleaseGate.RELIEF_PRESENT_AND_CHECKED, checked=False), ()),
        (Known(gate=ReleaseGate.RECEIVER_SIGNED, relief="A", complete=False), (Hold.NOT_RECEIVED,)),
        (Known(gate=ReleaseGate.RECEIVER_SIGNED, relief="A", complete=True), ()),
        (Known(gate=ReleaseGate.RECEIVER_SIGNED, relief="A"), ()),
        (Known(gate=ReleaseGate.RECEIVER_SIGNED, complete=False), ()),
        (Known(gate=ReleaseGate.LEADER_PASSED, passed=False, released=True), ()),
        (Known(gate=ReleaseGate.MATTERS_FINISHED, finished=False), (Hold.MATTERS_OPEN,)),
    ],
)
def test_what_holds_somebody(known: Known, expected: tuple[Hold, ...]) -> None:
    assert holds(known) == expected


def test_held_minutes_begin_with_the_end_of_the_shift() -> None:
    assert held_minutes(at("15:30"), None, at("16:00")) == 0
    assert held_minutes(at("15:30"), at("15:20"), at("16:00")) == 0
    assert held_minutes(at("15:30"), at("15:41"), at("16:00")) == 11


def test_a_missed_shift_is_absence_without_leave_unless_leave_excuses_it(shop: Desk) -> None:
    stored(shop, DAN, "in 7:50")
    assert worked_of(shop, ANN).cause is AbsenceCause.LEAVE_NOT_ASKED
    with shop.database.write() as session:
        session.add(
            DayOff(person_id=shop.office.people[ANN], date=DAY, recorded_at=at("7:00"), recorded_by_id=None)
        )
        session.commit()
    assert worked_of(shop, ANN).cause is None
    assert worked_of(shop, ANN, now=at("9:00")).cause is None


def swapped_shop(database: Database) -> Desk:
    """Ann's early shift of the day was given to Cai, and somebody clocks."""
    shop = stored_shop(database, preset="S0h")
    asked = shop.ask(give(8, ANN, CAI))
    assert asked.done, asked.reasons
    shop.effective(asked, by=CAI)
    stored(shop, DAN, "in 7:50")
    return shop


def test_leave_on_a_swapped_shift_is_absence_without_leave(database: Database) -> None:
    shop = swapped_shop(database)
    assert worked_of(shop, CAI).cause is AbsenceCause.LEAVE_NOT_ASKED
    with shop.database.write() as session:
        session.add(
            DayOff(person_id=shop.office.people[CAI], date=DAY, recorded_at=at("7:00"), recorded_by_id=None)
        )
        session.commit()
    assert worked_of(shop, CAI).cause is AbsenceCause.LEAVE_ON_SWAPPED


@pytest.mark.parametrize(
    ("unexcused", "giver_share", "cause"),
    [(True, 50, AbsenceCause.UNCLEAR_SWAP), (True, 100, None), (False, 50, None)],
)
def test_what_a_leader_decided_of_a_failed_swap_counts(
    database: Database, unexcused: bool, giver_share: int, cause: AbsenceCause | None
) -> None:
    shop = swapped_shop(database)
    with shop.database.write() as session:
        move = session.scalars(select(SwapMove)).one()
        session.add(
            SwapFailure(
                swap_id=move.swap_id,
                move_id=move.id,
                giver_share=giver_share,
                unexcused=unexcused,
                reason="交接不清",
                decided_by_id=shop.leader.user_id,
                at=at("20:00"),
            )
        )
        session.commit()
    assert worked_of(shop, CAI).cause is cause


def test_nobody_has_missed_what_was_over_before_the_department_clocked(shop: Desk) -> None:
    stored(shop, DAN, "in 16:00")
    with shop.database.read() as session:
        found = load_worked(session, shop.office.department, DAY, DAY, now=at("23:30"))
    assert [each.row.shift_kind.code for each in found] == ["M", "M"]


def test_clocking_without_a_shift_is_stored_and_counts_for_none(shop: Desk) -> None:
    off = DAY + dt.timedelta(days=1)
    assert clocked(shop, ANN, "in", at("10:00", off)).done
    assert clocked(shop, ANN, "out", at("12:00", off)).done
    assert len(events_of(shop, ANN)) == 2


def test_a_blank_window_is_off_and_says_so(database: Database) -> None:
    shop = stored_shop(database, preset="S0h")
    stored(shop, ANN, "in 7:59", "out 15:35")
    worked = worked_of(shop, ANN)
    assert codes(worked) == []
    assert ("arrive.early_min_incoming", "blank") in worked.terms.off


@pytest.mark.parametrize(
    ("preset", "expected"), [("S1a", []), ("S4f", ["arrived_short"]), ("S3a", ["arrived_short"])]
)
def test_g20_under_the_presets_themselves(database: Database, preset: str, expected: list[str]) -> None:
    shop = stored_shop(database)
    under(shop, preset)
    stored(shop, ANN, "in 7:52", "out 15:40")
    assert codes(worked_of(shop, ANN)) == expected


@pytest.mark.parametrize(
    ("preset", "minutes", "expected"),
    [("S0f", 10, []), ("S0f", 11, ["away_long"]), ("S1a", 20, []), ("S1a", 21, ["away_long"])],
)
def test_g19_under_the_presets_themselves(
    database: Database, preset: str, minutes: int, expected: list[str]
) -> None:
    shop = stored_shop(database, preset=preset)
    stored(shop, ANN, "in 7:50", "away 9:00", f"back 9:{minutes}", "out 15:40")
    assert codes(worked_of(shop, ANN)) == expected
