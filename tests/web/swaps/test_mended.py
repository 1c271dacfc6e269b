"""What could go wrong beside the straight way: borders, doubles, odd input, settling what is owed."""

import datetime as dt
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from roster.problem import Roster as Shifts
from roster.swaps.life import SwapState
from roster.swaps.moves import Move
from tests.web.browsing import Visitor, logged_in
from tests.web.rosters.office import MONTH, NOW, stored_office
from tests.web.storage.centre import all_at_once
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, december, give, quiet_month, stored_desk
from tests.web.swaps.test_lives import codes, debts
from web.accounts.tables import User
from web.database import Database
from web.people.tables import Person
from web.refusal import Refusal
from web.swaps import deciding
from web.swaps.asking import candidates_for
from web.swaps.due import swaps_due
from web.swaps.tables import SwapDebt, SwapRequest

JANUARY = dt.date(2027, 1, 1)


def visitor_of(app: Flask, desk: Desk, number: str) -> Visitor:
    with desk.database.write() as session:
        found = logged_in(app, session, session.get_one(User, desk.office.users[number]))
        session.commit()
    return found


def by_ann(desk: Desk, **settling: int | None) -> dict[str, object]:
    """Ann asks, for a shift that somebody else gives."""
    return {"by": desk.actor(ANN), "requester_id": desk.office.people[ANN], **settling}


def test_the_last_shift_of_a_month_is_checked_against_the_first_of_the_next(database: Database) -> None:
    """Dan's middle shift of 31 December ends nine hours before Cai's early one of 1 January."""
    shifts = quiet_month().with_cell(DAN, december(31), "M").with_cell(CAI, december(31), None)
    desk = stored_desk(database, shifts=shifts)
    desk.office.published(Shifts({(CAI, JANUARY): "E"}), month=JANUARY)
    refused = desk.ask(give(31, DAN, CAI))
    assert codes(refused) == ["rest_between"]
    assert desk.roster().kind(DAN, december(31)) == "M"


def test_candidates_are_judged_against_the_next_month_too(database: Database) -> None:
    shifts = quiet_month().with_cell(DAN, december(31), "M").with_cell(CAI, december(31), None)
    desk = stored_desk(database, shifts=shifts)
    desk.office.published(Shifts({(CAI, JANUARY): "E"}), month=JANUARY)
    with desk.database.read() as session:
        dan = session.get_one(Person, desk.office.people[DAN])
        asked = candidates_for(session, dan, december(31), now=NOW, today=desk.date(NOW))
    assert not isinstance(asked, Refusal)
    cai = next(each for each in asked.candidates if each.person == CAI)
    assert [(found.code, found.dates) for found in cai.verdict.reasons] == [
        ("rest_between", (december(31), JANUARY))
    ]


def test_who_gave_a_shift_cannot_take_it_back_without_the_other(desk: Desk) -> None:
    done = desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    undo = desk.ask(
        give(8, CAI, ANN), by=desk.actor(ANN), requester_id=desk.office.people[ANN], undoes_id=done.swap_id
    )
    assert undo.state is SwapState.PROPOSED
    assert codes(desk.act(deciding.approve, desk.leader, undo)) == ["wrong_swap_state"]
    desk.effective(undo, by=CAI)
    assert desk.state(done.swap_id) is SwapState.WITHDRAWN


def test_a_swap_whose_shift_has_moved_on_is_not_taken_back(desk: Desk) -> None:
    done = desk.effective(desk.exchange(8, ANN, BEN))
    desk.effective(desk.exchange(8, DAN, BEN))
    moves = (give(8, BEN, ANN), give(8, ANN, BEN))
    undo = desk.ask(*moves, **by_ann(desk, undoes_id=done.swap_id))  # type: ignore[arg-type]
    assert codes(undo) == ["swap_moved_on"]


def test_a_debt_is_paid_by_a_shift_of_who_is_owed_and_by_no_other(desk: Desk) -> None:
    desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    with desk.database.read() as session:
        debt = session.scalars(select(SwapDebt.id)).one()
    assert codes(desk.ask(give(21, CAI, DAN), pays_id=debt)) == ["swap_malformed"]
    assert codes(desk.ask(give(10, BEN, CAI), pays_id=debt)) == ["swap_malformed"]
    assert codes(desk.ask(give(5, CAI, ANN), pays_id=debt)) == ["swap_malformed"]
    paid = desk.ask(
        give(21, CAI, ANN), by=desk.actor(ANN), requester_id=desk.office.people[ANN], pays_id=debt
    )
    assert paid.state is SwapState.PROPOSED
    desk.effective(paid, by=CAI)
    assert debts(desk)[0][3] == december(21)
    again = desk.ask(
        give(23, CAI, ANN), by=desk.actor(ANN), requester_id=desk.office.people[ANN], pays_id=debt
    )
    assert codes(again) == ["swap_already_paid"]


def test_paying_back_is_no_swap_of_its_own(database: Database) -> None:
    """With one swap a month, and a creditor who owes somebody else, a debt can still be paid."""
    desk = stored_desk(database, overrides={"swap.max_per_month": 1})
    desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    with desk.database.read() as session:
        debt = session.scalars(select(SwapDebt.id)).one()
    assert desk.ask(give(21, CAI, ANN), pays_id=debt).done


def test_a_request_can_be_decided_to_the_end_of_the_last_day_of_notice(desk: Desk) -> None:
    """Asked at 20:00 of the seventh for the eighth, with one day of notice: to midnight."""
    evening = dt.datetime(2026, 12, 7, 12, 0, tzinfo=dt.UTC)
    asked = desk.exchange(8, now=evening)
    assert asked.done, asked.reasons
    with desk.database.write() as session:
        assert session.get_one(SwapRequest, asked.swap_id).expires_at == dt.datetime(
            2026, 12, 7, 16, tzinfo=dt.UTC
        )
    with desk.database.write() as session:
        swaps_due(session, evening + dt.timedelta(minutes=1))
    assert desk.state(asked.swap_id) is SwapState.PROPOSED


def test_a_double_click_at_the_same_instant_is_one_swap(desk: Desk) -> None:
    together = Barrier(4)

    def click() -> bool:
        together.wait()
        return desk.exchange(8, token="once").done

    assert all_at_once([click] * 4) == [True] * 4
    with desk.database.read() as session:
        assert len(session.scalars(select(SwapRequest)).all()) == 1


def test_withdrawing_beside_approving_ends_in_one_of_them(desk: Desk) -> None:
    """Both take the department's lock first, so that neither waits for the other for ever."""
    for day in (8, 12, 16, 20):
        agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(day))
        together = Barrier(2)

        def approve(seen: object = agreed, at: Barrier = together) -> bool:
            at.wait()
            return desk.act(deciding.approve, desk.leader, seen).done  # type: ignore[arg-type]

        def withdraw(seen: object = agreed, at: Barrier = together) -> bool:
            at.wait()
            return desk.act(deciding.withdraw, desk.actor(ANN), seen).done  # type: ignore[arg-type]

        assert sorted(all_at_once([approve, withdraw])) == [False, True]


def test_nobody_signs_two_steps(desk: Desk) -> None:
    """On holiday duty leader and supervisor approve: one account with both roles does one of it."""
    agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(8))
    with desk.database.write() as session:
        session.get_one(SwapRequest, agreed.swap_id).chain = ["leader", "supervisor"]
        session.commit()
    both = replace(desk.leader, roles=frozenset({"leader", "supervisor"}))
    half = desk.act(deciding.approve, both, agreed)
    assert half.done
    assert codes(desk.act(deciding.approve, both, half)) == ["swap_signed_already"]


@pytest.mark.parametrize(
    "address",
    [
        "/swaps/new?date=0001-01-01",
        "/swaps/new?date=2026-13-40&person=abc&with=zzz",
        "/swaps/new?date=9999-12-31",
    ],
)
def test_odd_addresses_are_answered(app: Flask, desk: Desk, address: str) -> None:
    assert visitor_of(app, desk, ANN).get(address).status_code == 200


def test_shifts_of_others_are_not_shown(app: Flask, desk: Desk) -> None:
    other = stored_office(desk.database, code="XX")
    for person in (other.people[ANN], desk.office.people[BEN]):
        assert visitor_of(app, desk, ANN).get(f"/swaps/new?person={person}").status_code == 404


def test_odd_fields_store_nothing_that_breaks_a_page(app: Flask, desk: Desk) -> None:
    ann = visitor_of(app, desk, ANN)
    form = {
        "person": desk.office.people[ANN],
        "date": "2026-12-08",
        "with": BEN,
        "way": "exchange",
        "token": "a",
    }
    assert ann.post("/swaps", data={**form, "reason": "x", "ground": "nonsense"}).status_code == 422
    for token in ("", "x" * 65, "a\0b"):
        odd = {**form, "reason": "x", "ground": "personal_matter", "token": token}
        assert ann.post("/swaps", data=odd).status_code == 422
    assert ann.post("/swaps", data={**form, "reason": "a\0b", "ground": "personal_matter"}).status_code == 302
    with desk.database.read() as session:
        row = session.scalars(select(SwapRequest)).one()
        assert row.reason == "ab"
    assert ann.get(f"/swaps/{row.id}").status_code == 200


def test_a_taker_who_has_left_is_named_and_the_page_stays(app: Flask, desk: Desk) -> None:
    """Cai has no shift of January yet and has left before: nobody who is rostered in it."""
    desk.office.published(Shifts({(ANN, JANUARY.replace(day=4)): "E"}), month=JANUARY)
    asked = desk.ask(Move(date=JANUARY.replace(day=4), giver=ANN, taker=CAI))
    assert asked.done, asked.reasons
    with desk.database.write() as session:
        gone = session.get_one(Person, desk.office.people[CAI])
        gone.leaves_on, gone.active = MONTH - dt.timedelta(days=1), False
        session.commit()
    page = visitor_of(app, desk, ANN).get(f"/swaps/{asked.swap_id}")
    assert page.status_code == 200
    assert "已不在本月班表内" in page.get_data(as_text=True)
    assert codes(desk.act(deciding.agree, desk.actor(CAI), asked)) == ["swap_not_rostered"]


def test_what_is_owed_is_paid_back_from_its_page(app: Flask, desk: Desk) -> None:
    desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    ann = visitor_of(app, desk, ANN)
    assert "/swaps/debts/1" in ann.get("/swaps").get_data(as_text=True)
    assert "2026-12-21" in ann.get("/swaps/debts/1").get_data(as_text=True)
    answer = ann.post("/swaps/debts/1", data={"date": "2026-12-21", "token": "pay"})
    assert answer.status_code == 302
    assert visitor_of(app, desk, BEN).get("/swaps/debts/1").status_code == 404
