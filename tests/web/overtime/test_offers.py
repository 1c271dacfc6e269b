"""Call-in offers on both databases: who may take them, how many get one, what the clock does."""

import datetime as dt

from sqlalchemy import select

from roster.overtime.life import OvertimeState
from tests.web.overtime.shop import Shop, codes, local, stored_shop
from tests.web.rosters.office import NOW
from tests.web.storage.centre import all_at_once
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, december
from web.database import Database
from web.overtime import deciding
from web.overtime.due import overtime_due
from web.overtime.offers import OfferAnswer, able_to_take, close_offer, get_offer
from web.overtime.steps import OvertimeAnswer
from web.overtime.tables import OfferState
from web.overtime.taking import refuse_offer
from web.people.tables import DayOff, Department, ShiftKind
from web.rosters.alive import in_force
from web.rosters.amending import amend
from web.rosters.loading import load_problem

CROWD = tuple(f"003{n:02}" for n in range(1, 9))


def kind_id(shop: Shop, code: str) -> int:
    with shop.database.read() as session:
        return session.scalars(select(ShiftKind.id).where(ShiftKind.code == code)).one()


def whole_shift(shop: Shop, day: int, code: str = "E", **further: object) -> OfferAnswer:
    times = {"from_minute": None, "until_minute": None, "shift_kind_id": kind_id(shop, code)}
    return shop.offer(day, **times, **further)  # type: ignore[arg-type]


def verdicts(shop: Shop, offer: OfferAnswer) -> dict[str, list[tuple[str, int, int]]]:
    with shop.database.read() as session:
        found = able_to_take(session, get_offer(session, shop.supervisor, offer.offer_id or 0))
        return {
            each.person.employee_number: [
                (reason.code, reason.measured, reason.limit) for reason in each.against if reason.hard
            ]
            for each in found
        }


def test_everybody_stands_there_with_rule_measured_and_limit(database: Database) -> None:
    """The evening of the 8th, 18:00 to 21:30: Ben and Dan are at work, Cai begins at 8:00 the next day."""
    shop = stored_shop(database)
    with database.write() as session:
        session.add(DayOff(person_id=shop.desk.office.people["00101"], date=december(8), recorded_at=NOW))
        session.commit()
    offer = shop.offer(8, until_minute=21 * 60 + 30)
    found = verdicts(shop, offer)
    assert found[ANN] == [("overtime_day", 210, 180)]
    assert found[BEN] == [("overtime_at_work", 210, 0), ("overtime_day", 210, 180)]
    assert found[CAI] == [("rest_between", 630, 660)]
    assert found["00101"] == [("day_off", 0, 0), ("overtime_day", 210, 180)]


def test_first_takers_get_it_and_the_place_counts_once(database: Database) -> None:
    shop = stored_shop(database)
    offer = shop.offer(8)
    assert shop.told("overtime_offered") == 4
    assert shop.takes(ANN, offer).done
    assert shop.takes(ANN, offer).done
    assert shop.takes(CAI, offer).done
    assert (shop.stored_offer(offer).taken, shop.stored_offer(offer).state) == (2, OfferState.FILLED)
    assert codes(shop.takes("00101", offer)) == ["offer_full"]
    rows = shop.entries()
    assert [(row.state, row.minutes, row.on_day_off) for row in rows] == [
        (OvertimeState.APPROVED, 180, False),
        (OvertimeState.APPROVED, 180, True),
    ]
    assert {row.approved_by_id for row in rows} == {shop.supervisor.user_id}
    assert shop.told("overtime_offer_over") == 1


def test_who_may_not_take_it_is_refused_with_the_rule(database: Database) -> None:
    shop = stored_shop(database)
    offer = shop.offer(8)
    refused = shop.takes(BEN, offer)
    assert codes(refused) == ["overtime_at_work"]
    assert shop.stored_offer(offer).taken == 0


def test_a_whole_shift_makes_a_new_version_of_the_roster_in_force(database: Database) -> None:
    shop = stored_shop(database)
    assert shop.desk.roster().kind(CAI, december(8)) is None
    offer = whole_shift(shop, 8, wanted=1)
    found = verdicts(shop, offer)
    assert found[CAI] == []
    assert found[ANN] == [("overtime_at_work", 0, 0)]
    assert shop.takes(CAI, offer).done
    assert shop.desk.roster().kind(CAI, december(8)) == "E"
    (row,) = shop.entries()
    assert (row.minutes, row.on_day_off, row.shift_kind_id) == (450, True, kind_id(shop, "E"))


def test_a_whole_shift_that_leaves_too_little_rest_is_refused(database: Database) -> None:
    """Middle on the 8th ends at 23:00, nine hours before Cai's early shift of the 9th."""
    shop = stored_shop(database)
    found = verdicts(shop, whole_shift(shop, 8, "M"))
    assert found[CAI] == [("rest_between", 540, 660)]


def test_of_many_who_take_at_once_exactly_as_many_as_wanted_get_it(database: Database) -> None:
    shop = stored_shop(database, further=CROWD)
    offer = shop.offer(8, wanted=3)
    answers = all_at_once([lambda number=number: shop.takes(number, offer) for number in CROWD])  # type: ignore[misc]
    assert sum(answer.done for answer in answers) == 3
    assert {code for answer in answers for code in codes(answer)} == {"offer_full"}
    assert (shop.stored_offer(offer).taken, len(shop.entries())) == (3, 3)
    assert len({row.person_id for row in shop.entries()}) == 3


def test_of_many_who_take_a_whole_shift_at_once_the_roster_holds_as_many_as_wanted(
    database: Database,
) -> None:
    shop = stored_shop(database, further=CROWD)
    offer = whole_shift(shop, 9, "M", wanted=2)
    answers = all_at_once([lambda number=number: shop.takes(number, offer) for number in CROWD[:5]])  # type: ignore[misc]
    assert sum(answer.done for answer in answers) == 2
    roster = shop.desk.roster()
    assert sum(roster.kind(number, december(9)) == "M" for number in CROWD) == 2


def test_a_double_click_of_one_person_is_one_place(database: Database) -> None:
    shop = stored_shop(database)
    offer = shop.offer(8)
    answers = all_at_once([lambda: shop.takes(ANN, offer)] * 3)
    assert [answer.done for answer in answers] == [True] * 3
    assert (shop.stored_offer(offer).taken, len(shop.entries())) == (1, 1)


def test_after_the_deadline_it_is_over_and_who_made_it_is_told(database: Database) -> None:
    shop = stored_shop(database)
    offer = shop.offer(8)
    late = local(7, 12)
    assert codes(shop.takes(ANN, offer, now=late)) == ["offer_over"]
    for _ in range(2):
        with database.write() as session:
            overtime_due(session, late)
    assert shop.stored_offer(offer).state is OfferState.EXPIRED
    assert shop.told("overtime_offer_over") == 1


def test_who_has_not_answered_is_reminded_once_before_the_deadline(database: Database) -> None:
    shop = stored_shop(database)
    offer = shop.offer(8)
    shop.takes(ANN, offer)
    with database.write() as session:
        assert refuse_offer(session, shop.agent(CAI), offer.offer_id or 0, now=NOW).done
    for minutes in (121, 120, 60):
        with database.write() as session:
            overtime_due(session, local(7, 12) - dt.timedelta(minutes=minutes))
    assert shop.told("overtime_offer_soon") == 2  # the two leaders
    assert codes(shop.takes(CAI, offer)) == ["offer_answered"]


def test_an_offer_that_is_taken_back_leaves_who_has_taken_it(database: Database) -> None:
    shop = stored_shop(database)
    offer = shop.offer(8)
    shop.takes(ANN, offer)
    seen = shop.stored_offer(offer).lock_version
    with database.write() as session:
        assert close_offer(session, shop.supervisor, offer.offer_id or 0, seen=seen, now=NOW).done
    assert codes(shop.takes(DAN, offer)) == ["offer_over"]
    assert [row.state for row in shop.entries()] == [OvertimeState.APPROVED]


def test_an_offer_sent_twice_is_one_and_a_wrong_one_says_everything(database: Database) -> None:
    shop = stored_shop(database)
    assert shop.offer(8).offer_id == shop.offer(8).offer_id
    wrong = shop.offer(8, wanted=0, reason="", deadline=local(8, 18, 1))
    assert codes(wrong) == ["reason_missing", "offer_wanted", "offer_deadline"]
    assert codes(shop.offer(8, now=local(8, 18), token="late")) == ["overtime_begun"]


def test_the_roster_rules_count_what_is_booked_beside_the_roster(database: Database) -> None:
    shop = stored_shop(database)
    shop.takes(ANN, shop.offer(8))
    with database.read() as session:
        department = session.get_one(Department, shop.desk.office.department)
        problem = load_problem(session, department, december(1))
        assert problem.person_by_id[ANN].booked_overtime_minutes == 180
        assert problem.person_by_id[BEN].booked_overtime_minutes == 0


def test_who_has_taken_it_is_counted_on_and_only_the_supervisor_takes_it_back(database: Database) -> None:
    shop = stored_shop(database)
    shop.takes(ANN, shop.offer(8))
    (row,) = shop.entries()
    taken = OvertimeAnswer(entry_id=row.id, lock_version=row.lock_version)
    assert codes(shop.act(deciding.withdraw, shop.agent(ANN), taken)) == ["overtime_not_yours"]
    assert shop.act(deciding.withdraw, shop.supervisor, taken).done


def test_a_taken_shift_that_a_swap_moves_on_is_nobody_s_overtime(database: Database) -> None:
    """Cai takes the early shift of the 8th; then the roster gives it to nobody."""
    shop = stored_shop(database)
    shop.takes(CAI, whole_shift(shop, 8, wanted=1))
    with database.write() as session:
        version = in_force(session, shop.desk.office.department, december(1))
        assert version is not None
        amend(session, shop.supervisor, version, {(CAI, december(8)): None}, note="swap 1", now=NOW)
        session.commit()
    with database.write() as session:
        overtime_due(session, local(8, 17))
    assert [row.state for row in shop.entries()] == [OvertimeState.WITHDRAWN]
