"""Offers to everybody who may take a shift: one takes it, the others are told; it is a swap from then on."""

import datetime as dt
from functools import partial

import pytest
from sqlalchemy import func, select

from roster.swaps.life import SwapState
from tests.web.leave.bench import Bench
from tests.web.rosters.office import NOW
from tests.web.storage.centre import all_at_once
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, december, give
from tests.web.swaps.test_lives import codes
from web.accounts.actor import Actor
from web.errors import NotFound
from web.notices.tables import Notice
from web.records.store import of_subject
from web.swaps import deciding
from web.swaps.due import swaps_due
from web.swaps.offer_tables import OfferState, SwapOffer
from web.swaps.offering import OfferAnswer, offer, open_offers, take_offer, withdraw_offer
from web.swaps.tables import SwapRequest


def offered(desk: Desk, day: int = 8, *, by: Actor | None = None, **further: object) -> OfferAnswer:
    whole = {
        "allows_exchange": True,
        "ground": "personal_matter",
        "reason": "家里有事",
        "token": f"{day} {further}",
        "now": NOW,
        "today": desk.date(NOW),
    } | further
    actor = by or desk.actor(ANN)
    with desk.database.write() as session:
        return offer(session, actor, desk.office.people[ANN], december(day), **whole)  # type: ignore[arg-type]


def taken(desk: Desk, offer_id: int | None, number: str, *, seen: int = 1) -> OfferAnswer:
    with desk.database.write() as session:
        return take_offer(
            session, desk.actor(number), offer_id or 0, seen=seen, now=NOW, today=desk.date(NOW)
        )


def has_taken(desk: Desk, offer_id: int | None, number: str) -> bool:
    return taken(desk, offer_id, number).swap_id is not None


def state(desk: Desk, offer_id: int | None) -> OfferState:
    with desk.database.read() as session:
        return session.get_one(SwapOffer, offer_id).state


def told(desk: Desk, kind: str) -> set[int]:
    with desk.database.read() as session:
        return set(session.scalars(select(Notice.user_id).where(Notice.kind == kind)))


def test_who_may_take_it_is_told_and_the_first_to_take_it_has_it(desk: Desk) -> None:
    """On the eighth Ann works early, Ben and Dan in the middle, Cai is off: all three may."""
    made = offered(desk)
    users = desk.office.users
    assert told(desk, "swap_offered") == {users[BEN], users[CAI], users[DAN]}
    first, second = taken(desk, made.offer_id, CAI), taken(desk, made.offer_id, BEN)
    assert (codes(second), second.is_stale) == (["offer_gone"], True)
    assert state(desk, made.offer_id) is OfferState.TAKEN
    assert desk.state(first.swap_id) is SwapState.RULE_CHECKED
    with desk.database.read() as session:
        row = session.get_one(SwapRequest, first.swap_id)
        seen, asked_by = row.lock_version, row.requester.employee_number
    assert asked_by == ANN
    with desk.database.write() as session:
        done = deciding.approve(
            session, desk.leader, first.swap_id or 0, seen=seen, now=NOW, today=desk.date(NOW)
        )
    assert done.state is SwapState.EFFECTIVE
    assert (desk.roster().kind(CAI, december(8)), desk.roster().kind(ANN, december(8))) == ("E", None)


def test_an_exchange_can_be_ruled_out(desk: Desk) -> None:
    made = offered(desk, allows_exchange=False)
    assert told(desk, "swap_offered") == {desk.office.users[CAI]}
    with pytest.raises(NotFound):
        taken(desk, made.offer_id, BEN)


def test_of_many_who_take_it_at_once_one_has_it(desk: Desk) -> None:
    made = offered(desk)
    acts = [partial(has_taken, desk, made.offer_id, number) for number in (BEN, CAI, DAN)]
    assert sorted(all_at_once(acts)) == [False, False, True]
    with desk.database.read() as session:
        assert session.scalar(select(func.count()).select_from(SwapRequest)) == 1


def test_a_form_that_is_sent_twice_is_one_offer(desk: Desk) -> None:
    assert offered(desk).offer_id == offered(desk).offer_id


def test_a_shift_is_offered_or_asked_for_not_both(desk: Desk) -> None:
    made = offered(desk)
    assert codes(desk.exchange(8)) == ["swap_offered_already"]
    assert codes(offered(desk, token="two")) == ["swap_offered_already"]
    with desk.database.write() as session:
        assert withdraw_offer(session, desk.actor(ANN), made.offer_id or 0, seen=1, now=NOW).reasons == ()
    assert desk.exchange(8).done
    assert codes(offered(desk, token="three")) == ["swap_asked_already"]


def test_only_who_offered_takes_the_offer_back_and_only_once(desk: Desk) -> None:
    made = offered(desk)
    with desk.database.write() as session:
        refused = withdraw_offer(session, desk.actor(BEN), made.offer_id or 0, seen=1, now=NOW)
    assert codes(refused) == ["offer_not_yours"]
    assert taken(desk, made.offer_id, BEN).swap_id
    with desk.database.write() as session:
        late = withdraw_offer(session, desk.actor(ANN), made.offer_id or 0, seen=1, now=NOW)
    assert codes(late) == ["offer_gone"]


def test_all_that_is_wrong_with_an_offer_is_said_at_once(desk: Desk) -> None:
    """With a ground that the policy does not know, nobody may take it."""
    assert codes(offered(desk, reason=" ", ground="nonsense")) == [
        "reason_missing",
        "swap_malformed",
        "offer_nobody",
    ]


def test_what_nobody_takes_expires_with_the_notice_of_the_shift(desk: Desk) -> None:
    """The notice of one day ends with the seventh in China."""
    made = offered(desk)
    with desk.database.write() as session:
        swaps_due(session, dt.datetime(2026, 12, 7, 15, 59, 59, tzinfo=dt.UTC))
    assert state(desk, made.offer_id) is OfferState.OPEN
    with desk.database.write() as session:
        swaps_due(session, dt.datetime(2026, 12, 7, 16, 0, tzinfo=dt.UTC))
    assert state(desk, made.offer_id) is OfferState.EXPIRED
    assert told(desk, "swap_offer_over") == {desk.office.users[ANN]}
    assert codes(taken(desk, made.offer_id, CAI, seen=2)) == ["offer_gone"]


def test_an_offer_is_seen_by_who_may_take_it_and_by_the_leader(desk: Desk) -> None:
    offered(desk, allows_exchange=False)
    with desk.database.read() as session:
        seen = {
            name: len(open_offers(session, actor))
            for name, actor in (
                ("giver", desk.actor(ANN)),
                ("invited", desk.actor(CAI)),
                ("not invited", desk.actor(BEN)),
                ("leader", desk.leader),
            )
        }
    assert seen == {"giver": 1, "invited": 1, "not invited": 0, "leader": 1}


@pytest.mark.parametrize("token", ["", "offer-1"])
def test_a_token_that_no_form_of_ours_makes_is_refused(desk: Desk, token: str) -> None:
    """An offer's own token, too: whoever used it up could keep everybody from taking the offer."""
    assert codes(desk.exchange(8, token=token)) == ["swap_malformed"]
    assert codes(offered(desk, token=token)) == ["swap_malformed"]


@pytest.mark.parametrize("seen", [0, 10**30])
def test_a_sight_that_is_none_is_stale(desk: Desk, seen: int) -> None:
    made = offered(desk)
    assert codes(taken(desk, made.offer_id, CAI, seen=seen)) == ["offer_gone"]
    with desk.database.write() as session:
        late = withdraw_offer(session, desk.actor(ANN), made.offer_id or 0, seen=seen, now=NOW)
    assert codes(late) == ["offer_gone"]
    assert state(desk, made.offer_id) is OfferState.OPEN


def test_the_records_of_an_offer_name_the_policy(desk: Desk) -> None:
    made = offered(desk)
    with desk.database.read() as session:
        ((record, content),) = of_subject(session, desk.office.department, f"offer:{made.offer_id}")
    assert record.policy_version_id is not None
    assert content["reason"] == "家里有事"


def test_who_waits_for_leave_is_given_no_shift_that_day(desk: Desk) -> None:
    """R-4.15, the other way round: else the leave could not be granted any more."""
    bench = Bench(desk=desk, hr=desk.leader)
    assert bench.ask(8, who=CAI).done
    offered(desk)
    assert told(desk, "swap_offered") == {desk.office.users[BEN], desk.office.users[DAN]}
    assert "swap_not_available" in codes(desk.ask(give(8, DAN, CAI)))


def test_a_swap_agreed_to_before_the_leave_was_asked_for_is_not_approved_meanwhile(desk: Desk) -> None:
    bench = Bench(desk=desk, hr=desk.leader)
    agreed = desk.act(deciding.agree, desk.actor(CAI), desk.ask(give(8, ANN, CAI)))
    assert bench.ask(8, who=CAI).done
    assert codes(desk.act(deciding.approve, desk.leader, agreed)) == ["swap_not_available"]
