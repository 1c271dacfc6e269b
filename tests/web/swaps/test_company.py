"""Swaps that the department asks for (R-4.20) or somebody enters for others, and several days in one."""

from dataclasses import replace

from roster.swaps.life import SwapState
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import ANN, BEN, Desk, december, give, stored_desk
from tests.web.swaps.test_lives import codes
from web.database import Database
from web.people.tables import Person
from web.swaps import deciding
from web.swaps.asking import candidates_for
from web.swaps.overview import waiting_for_approval
from web.swaps.returns import further
from web.swaps.steps import SwapAnswer
from web.swaps.tables import SwapRequest


def by_department(desk: Desk, day: int = 8) -> SwapAnswer:
    return desk.ask(
        give(day, ANN, BEN),
        give(day, BEN, ANN),
        by=desk.leader,
        requester_id=desk.office.people[ANN],
        by_company=True,
    )


def test_both_sides_are_asked_when_the_department_asks(desk: Desk) -> None:
    asked = by_department(desk)
    first = desk.act(deciding.agree, desk.actor(BEN), asked)
    assert first.state is SwapState.PROPOSED
    second = desk.act(deciding.agree, desk.actor(ANN), first)
    assert second.state is SwapState.RULE_CHECKED


def test_limits_on_what_people_may_ask_for_do_not_bind_the_department(database: Database) -> None:
    desk = stored_desk(database, overrides={"swap.max_per_month": 1})
    desk.effective(desk.exchange(8))
    assert codes(desk.exchange(12)) == ["swap_month", "swap_month"]
    assert by_department(desk, 12).done


def test_several_days_go_together_or_not_at_all(database: Database) -> None:
    desk = stored_desk(database, overrides={"swap.consecutive": True})
    days = [give(8, ANN, BEN), give(8, BEN, ANN), give(12, ANN, BEN), give(12, BEN, ANN)]
    done = desk.effective(desk.ask(*days))
    assert done.state is SwapState.EFFECTIVE
    roster = desk.roster()
    assert [roster.kind(ANN, december(day)) for day in (8, 10, 12)] == ["M", "E", "M"]
    assert [roster.kind(BEN, december(day)) for day in (8, 10, 12)] == ["E", "M", "E"]


def test_further_days_are_those_that_no_rule_forbids_beside_the_first(desk: Desk) -> None:
    """Under S0h two successive shifts cannot both be given away: the tenth is next to the eighth."""
    with desk.database.read() as session:
        ann = session.get_one(Person, desk.office.people[ANN])
        asked = candidates_for(session, ann, december(8), now=NOW, today=desk.date(NOW))
        ben = next(each for each in asked.candidates if each.person == BEN)  # type: ignore[union-attr]
        found = further(asked.month, ben.swap, now=NOW, today=desk.date(NOW))  # type: ignore[union-attr]
    dates = [each.date for each in found]
    assert december(12) in dates
    assert december(10) not in dates
    assert december(6) not in dates


def test_who_enters_a_swap_for_somebody_takes_no_step_of_it(desk: Desk) -> None:
    """The policy names the leader; a leader entered it, so the next level decides."""
    agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(by=desk.leader))
    both = replace(desk.leader, roles=frozenset({"leader", "supervisor"}))
    assert codes(desk.act(deciding.approve, both, agreed)) == ["swap_entered"]
    assert codes(desk.act(deciding.reject, both, agreed, reason="缺人")) == ["swap_entered"]
    with desk.database.read() as session:
        assert session.get_one(SwapRequest, agreed.swap_id).chain == ["supervisor"]
        assert waiting_for_approval(session, both) == []
        assert [row.id for row in waiting_for_approval(session, desk.office.supervisor)] == [agreed.swap_id]
    done = desk.act(deciding.approve, desk.office.supervisor, agreed)
    assert done.state is SwapState.EFFECTIVE
