"""One swap whose shifts lie in two published months: both rosters change together, or neither does."""

import datetime as dt

import pytest
from flask import Flask

from roster.problem import Roster as Shifts
from roster.swaps.life import SwapState
from roster.swaps.moves import Move
from tests.web.rosters.office import MONTH, NOW, NUMBERS
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, stored_desk
from tests.web.swaps.test_lives import codes, told
from tests.web.swaps.test_mended import visitor_of
from web.database import Database
from web.records.store import of_subject
from web.rosters.alive import in_force
from web.rosters.amending import amend
from web.rosters.loading import load_roster
from web.swaps import deciding
from web.swaps.steps import SwapAnswer

LAST, JANUARY, SECOND = (MONTH + dt.timedelta(days=day) for day in (30, 31, 32))


def turns(month: dt.date, last: dt.date) -> Shifts:
    """Ann and the leaders early, Ben and Dan in the middle, every other day; Cai early in between."""
    days = [month + dt.timedelta(days=day) for day in range((last - month).days + 1)]
    return Shifts(
        ((number, day), "M" if number in (BEN, DAN) else "E")
        for number in NUMBERS
        for day in days
        if (day.toordinal() % 2 == LAST.toordinal() % 2) != (number == CAI)
    )


@pytest.fixture
def desk(database: Database) -> Desk:
    """Both months are in force; successive shifts may be swapped."""
    made = stored_desk(database, overrides={"swap.consecutive": True}, shifts=turns(MONTH, LAST))
    made.office.published(turns(JANUARY, dt.date(2027, 1, 31)), month=JANUARY)
    return made


def move(day: dt.date, giver: str, taker: str) -> Move:
    return Move(date=day, giver=giver, taker=taker)


def over_new_year(desk: Desk) -> SwapAnswer:
    """Ann and Ben exchange on the last day of December and on the second of January."""
    return desk.ask(*(each for day in (LAST, SECOND) for each in (move(day, ANN, BEN), move(day, BEN, ANN))))


def kinds(desk: Desk, number: str) -> list[str | None]:
    """What somebody works on the two days, by the rosters in force."""
    return [load_roster_of(desk, day).kind(number, day) for day in (LAST, SECOND)]


def load_roster_of(desk: Desk, day: dt.date) -> Shifts:
    with desk.database.read() as session:
        version = in_force(session, desk.office.department, day.replace(day=1))
        assert version is not None
        return load_roster(session, version)


def versions(desk: Desk) -> list[int]:
    with desk.database.read() as session:
        found = [in_force(session, desk.office.department, month) for month in (MONTH, JANUARY)]
        return [0 if version is None else version.number for version in found]


def test_both_rosters_change_in_one_act(app: Flask, desk: Desk) -> None:
    asked = over_new_year(desk)
    assert asked.done, asked.reasons
    agreed = desk.act(deciding.agree, desk.actor(BEN), asked)
    page = f"/swaps/{asked.swap_id}"
    leader = visitor_of(app, desk, "00101")
    assert leader.get(page).text.count("swap-days") == 2
    assert leader.get("/approvals").text.count("swap-days") == 2
    assert (kinds(desk, ANN), versions(desk)) == (["E", "E"], [1, 1])
    done = desk.act(deciding.approve, desk.leader, agreed)
    assert done.state is SwapState.EFFECTIVE
    assert (kinds(desk, ANN), kinds(desk, BEN), versions(desk)) == (["M", "M"], ["E", "E"], [2, 2])
    with desk.database.read() as session:
        _, content = of_subject(session, desk.office.department, f"swap:{asked.swap_id}")[-1]
        assert len(content["made_versions"]) == 2
    assert leader.get(page).text.count("swap-days") == 2
    assert told(desk, ANN).count("swap_effective") == 1


def test_it_is_taken_back_in_both(desk: Desk) -> None:
    done = desk.effective(over_new_year(desk))
    back = [each for day in (LAST, SECOND) for each in (move(day, BEN, ANN), move(day, ANN, BEN))]
    undo = desk.ask(*back, requester_id=desk.office.people[ANN], by=desk.actor(ANN), undoes_id=done.swap_id)
    assert undo.done, undo.reasons
    desk.effective(undo)
    assert (kinds(desk, ANN), versions(desk)) == (["E", "E"], [3, 3])
    assert desk.state(done.swap_id) is SwapState.WITHDRAWN


def test_a_second_month_that_has_changed_refuses_all(desk: Desk) -> None:
    agreed = desk.act(deciding.agree, desk.actor(BEN), over_new_year(desk))
    with desk.database.write() as session:
        version = in_force(session, desk.office.department, JANUARY)
        assert version is not None
        cells = {(ANN, SECOND): "M"}
        assert amend(session, desk.office.supervisor, version, cells, note="by hand", now=NOW).version
        session.commit()
    refused = desk.act(deciding.approve, desk.leader, agreed)
    assert refused.is_stale
    assert "swap_roster_changed" in codes(refused)
    assert (kinds(desk, ANN), versions(desk)) == (["E", "M"], [1, 2])
    assert desk.state(agreed.swap_id) is SwapState.RULE_CHECKED


def test_rest_over_the_seam_is_judged_on_what_both_months_become(desk: Desk) -> None:
    """Cai takes a late shift of New Year's Eve and gives the early one of the next morning away with it."""
    alone = desk.ask(move(LAST, DAN, CAI))
    assert codes(alone) == ["rest_between"]
    both = desk.ask(move(LAST, DAN, CAI), move(JANUARY, CAI, DAN))
    assert both.done, both.reasons
    desk.effective(both, by=CAI)
    assert load_roster_of(desk, JANUARY).kind(DAN, JANUARY) == "E"
    assert load_roster_of(desk, LAST).kind(CAI, LAST) == "M"


def test_two_parts_that_break_a_rule_only_together_are_refused(database: Database) -> None:
    """Dan is off on both days: either shift could be his, but not the late one and then the early one."""
    shifts = turns(MONTH, LAST).with_cell(DAN, LAST, None)
    desk = stored_desk(database, overrides={"swap.consecutive": True}, shifts=shifts)
    desk.office.published(turns(JANUARY, dt.date(2027, 1, 31)), month=JANUARY)
    late, early = move(LAST, BEN, DAN), move(JANUARY, CAI, DAN)
    assert codes(desk.ask(late, early)) == ["rest_between"]
    assert desk.ask(early).done
    assert desk.ask(late).done


def test_a_month_without_a_roster_and_months_apart_are_refused(database: Database) -> None:
    desk = stored_desk(database, shifts=turns(MONTH, LAST))
    assert codes(over_new_year(desk)) == ["swap_not_published"]
    far = dt.date(2027, 3, 1)
    assert codes(desk.ask(move(LAST, ANN, BEN), move(far, ANN, BEN))) == ["swap_months_apart"]
