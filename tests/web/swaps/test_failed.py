"""Swapped shifts that stayed empty: shares and absence are decided by a person (R-4.13, R-4.14)."""

import datetime as dt

import pytest
from flask import Flask

from roster.swaps.life import SwapState
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import ANN, CAI, DAN, Desk, give, stored_desk
from tests.web.swaps.test_lives import codes, debts
from tests.web.swaps.test_mended import visitor_of
from web import clock
from web.accounts.actor import Actor
from web.database import Database
from web.records.store import of_subject
from web.swaps import failing
from web.swaps.due import swaps_due
from web.swaps.steps import SwapAnswer
from web.swaps.tables import SwapRequest
from web.swaps.words import swap_words

MORNING = dt.datetime(2026, 12, 8, 1, 0, tzinfo=dt.UTC)
"""Nine o'clock in China: the early shift has begun."""


def failed(desk: Desk, answer: SwapAnswer, *, by: Actor | None = None, **further: object) -> SwapAnswer:
    with desk.database.write() as session:
        move = session.get_one(SwapRequest, answer.swap_id).moves[0].id
        seen = session.get_one(SwapRequest, answer.swap_id).lock_version
    whole = {
        "move_id": move,
        "giver_share": 30,
        "unexcused": True,
        "reason": "没有人到岗",
        "seen": seen,
        "now": MORNING,
    } | further
    with desk.database.write() as session:
        return failing.fail(session, by or desk.office.supervisor, answer.swap_id or 0, **whole)  # type: ignore[arg-type]


def test_the_leader_decides_the_shares_and_nothing_is_owed(desk: Desk) -> None:
    done = desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    answer = failed(desk, done)
    assert answer.state is SwapState.FAILED
    with desk.database.read() as session:
        kept = failing.failures_of(session, done.swap_id or 0)
        assert [(each.giver_share, each.unexcused) for each in kept] == [(30, True)]
        record, content = of_subject(session, desk.office.department, f"swap:{done.swap_id}")[-1]
        assert record.kind == "swap.fail"
        assert content["shares"] == {ANN: 30, CAI: 70}
    assert [cancelled for *_, cancelled in debts(desk)] == [True]
    with desk.database.write() as session:
        swaps_due(session, MORNING + dt.timedelta(days=7))
    assert desk.state(done.swap_id) is SwapState.CLOSED


def test_it_can_be_said_until_a_week_after_the_shift(desk: Desk) -> None:
    done = desk.effective(desk.exchange(8))
    with desk.database.write() as session:
        swaps_due(session, MORNING + dt.timedelta(days=6))
    assert failed(desk, done, now=MORNING + dt.timedelta(days=6)).state is SwapState.FAILED


def test_all_reasons_against_a_decision_are_said_at_once(desk: Desk) -> None:
    done = desk.effective(desk.exchange(8))
    refused = failed(desk, done, giver_share=101, reason="", now=NOW)
    assert codes(refused) == ["swap_not_begun", "swap_share", "reason_missing"]


def test_nobody_decides_on_a_shift_of_their_own(desk: Desk) -> None:
    done = desk.effective(desk.exchange(8))
    assert codes(failed(desk, done, by=desk.actor(ANN, "team"))) == ["swap_own"]


def test_across_teams_no_leader_of_one_side_decides(app: Flask, desk: Desk) -> None:
    """Ann is of the leader's team, Cai of another: her leader would put all of it on him."""
    done = desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    refused = failed(desk, done, by=desk.leader, giver_share=0)
    assert codes(refused) == ["swap_other_team"]
    with desk.database.read() as session:
        assert failing.failures_of(session, done.swap_id or 0) == []
    with app.test_request_context():
        (reason,) = refused.reasons
        assert "主管" in swap_words(reason, {}).sentence
    assert failed(desk, done, by=desk.office.supervisor, giver_share=0).done


def test_the_leader_of_both_sides_decides(desk: Desk) -> None:
    done = desk.effective(desk.exchange(8, ANN, DAN), by=DAN)
    assert failed(desk, done, by=desk.leader).done


def test_it_is_decided_once(desk: Desk) -> None:
    done = desk.effective(desk.exchange(8))
    assert failed(desk, done).done
    assert codes(failed(desk, done)) == ["wrong_swap_state", "swap_failed_already"]


@pytest.mark.parametrize(("share", "lawful"), [(0, False), (1, True), (99, True), (100, False)])
def test_where_both_are_responsible_neither_share_is_nothing(
    database: Database, share: int, lawful: bool
) -> None:
    """S4f, R-4.14."""
    desk = stored_desk(database, overrides={"swap.failure": "both_responsible"})
    done = desk.effective(desk.exchange(8))
    assert codes(failed(desk, done, giver_share=50)) == ["swap_not_unexcused"]
    assert failed(desk, done, giver_share=share, unexcused=False).done is lawful


def test_the_leader_finds_the_form_once_the_shift_has_begun(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = desk.effective(desk.exchange(8, ANN, DAN), by=DAN)
    leader, ann = visitor_of(app, desk, "00101"), visitor_of(app, desk, ANN)
    address = f"/swaps/{done.swap_id}"
    assert f"{address}/fail" not in leader.get(address).text
    monkeypatch.setattr(clock, "now", lambda: MORNING)
    assert f"{address}/fail" not in ann.get(address).text
    page = leader.get(address).text
    assert f"{address}/fail" in page
    with desk.database.read() as session:
        row = session.get_one(SwapRequest, done.swap_id)
        form = {
            "move": str(row.moves[0].id),
            "seen": str(row.lock_version),
            "giver_share": "40",
            "reason": "没人",
        }
    assert leader.post(f"{address}/fail", data=form).status_code == 302
    shown = leader.get(address).text
    assert "40 %" in shown
    assert "60 %" in shown
    assert leader.post(f"{address}/fail", data=form).status_code == 409
