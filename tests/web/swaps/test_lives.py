"""A swap from the request to the changed roster, with everything that can be said in between."""

import datetime as dt
from collections.abc import Iterable

import pytest
from sqlalchemy import select

from roster.swaps.life import SwapState
from roster.violation import Violation
from tests.web.rosters.office import NOW
from tests.web.swaps.desk import ANN, BEN, CAI, DAN, Desk, december, give, stored_desk
from web.database import Database
from web.errors import NotFound
from web.handovers.tables import Handover
from web.notices.tables import Notice
from web.people.tables import CalendarDay, CalendarDayKind, CalendarDayStatus
from web.records.store import of_subject, verify
from web.refusal import Refusal
from web.rosters.editing import set_cell
from web.rosters.lifecycle import submit
from web.rosters.new_drafts import draft_from_version
from web.rosters.tables import RosterVersion, VersionState
from web.swaps import deciding
from web.swaps.asking import candidates
from web.swaps.offering import OfferAnswer
from web.swaps.steps import SwapAnswer
from web.swaps.tables import SwapDebt, SwapRequest


def codes(answer: SwapAnswer | OfferAnswer) -> list[str]:
    return [reason.code for reason in answer.reasons]


def told(desk: Desk, number: str) -> list[str]:
    with desk.database.read() as session:
        rows = session.scalars(
            select(Notice.kind).where(Notice.user_id == desk.office.users[number]).order_by(Notice.id)
        )
        return [kind for kind in rows if kind.startswith("swap") or kind == "roster_changed"]


def test_g08_agreed_but_not_approved_the_roster_is_as_before(desk: Desk) -> None:
    before = desk.roster()
    asked = desk.exchange()
    assert (asked.done, asked.state) == (True, SwapState.PROPOSED)
    agreed = desk.act(deciding.agree, desk.actor(BEN), asked)
    assert agreed.state is SwapState.RULE_CHECKED
    assert desk.roster() == before
    approved = desk.act(deciding.approve, desk.leader, agreed)
    assert approved.state is SwapState.EFFECTIVE
    after = desk.roster()
    assert (after.kind(ANN, december(8)), after.kind(BEN, december(8))) == ("M", "E")
    assert len(after) == len(before)


def test_an_approved_swap_makes_a_version_and_addresses_both_handovers_anew(desk: Desk) -> None:
    done = desk.effective(desk.exchange())
    with desk.database.read() as session:
        versions = session.scalars(select(RosterVersion).order_by(RosterVersion.number)).all()
        assert [version.state for version in versions] == [VersionState.SUPERSEDED, VersionState.PUBLISHED]
        row = session.get_one(SwapRequest, done.swap_id)
        assert row.made_version_id == versions[1].id
        handovers = session.scalars(select(Handover)).all()
        outgoing = {
            (handover.container.date, handover.outgoing_id): handover.container.shift_kind.code
            for handover in handovers
        }
        assert outgoing[december(8), desk.office.people[ANN]] == "M"
        assert outgoing[december(8), desk.office.people[BEN]] == "E"


def test_both_sides_are_told_what_moved(desk: Desk) -> None:
    desk.effective(desk.exchange())
    assert told(desk, ANN) == ["roster_changed", "swap_effective"]
    assert told(desk, BEN) == ["swap_asked", "roster_changed", "swap_effective"]
    assert told(desk, "00101") == ["swap_to_approve"]
    assert told(desk, CAI) == []


def test_every_decision_is_signed_with_name_number_time_and_policy(desk: Desk) -> None:
    done = desk.effective(desk.exchange())
    with desk.database.read() as session:
        records = of_subject(session, desk.office.department, f"swap:{done.swap_id}")
        assert [record.kind for record, _ in records] == [
            "swap.propose",
            "swap.agree",
            "swap.approve",
            "swap.take_effect",
        ]
        assert [record.signer_number for record, _ in records] == ["CS00102", "CS00202", "CS00101", "CS00101"]
        assert all(record.policy_version_id and record.at == NOW for record, _ in records)
        assert records[0][1]["reason"] == "家里有事"
        assert verify(session, desk.office.department)[1] is None


def test_an_unlawful_swap_is_refused_with_every_reason_and_nothing_is_stored(desk: Desk) -> None:
    assert codes(desk.exchange(8, reason=" ", paybacks=(give(8, CAI, ANN), give(3, BEN, CAI)))) == [
        "reason_missing",
        "swap_malformed",
    ]
    assert codes(desk.exchange(7)) == ["swap_no_shift", "swap_no_shift"]
    assert codes(desk.ask(give(8, ANN, BEN))) == ["swap_taker_busy"]
    with desk.database.read() as session:
        assert session.scalars(select(SwapRequest)).all() == []


def test_rest_is_checked_for_both_in_the_roster_that_results(desk: Desk) -> None:
    """Dan's middle shift of the 8th ends at 23:00; Cai's of the 9th would begin nine hours later."""
    refused = desk.ask(give(9, CAI, DAN))
    (reason,) = refused.reasons
    assert isinstance(reason, Violation)
    assert (reason.code, reason.person, reason.measured, reason.limit) == ("rest_between", DAN, 540, 660)
    assert reason.dates == (december(8), december(9))


def test_g09_consecutive_swaps_are_forbidden(desk: Desk) -> None:
    desk.effective(desk.exchange(8))
    refused = desk.exchange(10)
    assert codes(refused) == ["swap_consecutive", "swap_consecutive"]
    assert desk.exchange(12).done


def test_a_form_that_is_sent_twice_is_one_swap(desk: Desk) -> None:
    one, two = desk.exchange(token="once"), desk.exchange(token="once")
    assert one.swap_id == two.swap_id
    assert told(desk, BEN) == ["swap_asked"]


def test_each_shift_is_asked_for_once_at_a_time(desk: Desk) -> None:
    first = desk.exchange(8)
    assert codes(desk.exchange(8, ANN, DAN)) == ["swap_asked_already"]
    desk.act(deciding.withdraw, desk.actor(ANN), first)
    assert desk.exchange(8, ANN, DAN, token="anew").done


def test_only_who_is_asked_agrees_and_only_the_role_in_turn_approves(desk: Desk) -> None:
    asked = desk.exchange()
    with pytest.raises(NotFound):
        desk.act(deciding.agree, desk.actor(CAI), asked)
    assert codes(desk.act(deciding.agree, desk.actor(ANN), asked)) == ["swap_not_asked"]
    assert codes(desk.act(deciding.approve, desk.leader, asked)) == ["wrong_swap_state"]
    agreed = desk.act(deciding.agree, desk.actor(BEN), asked)
    assert codes(desk.act(deciding.approve, desk.office.supervisor, agreed)) == ["not_your_step"]
    assert codes(desk.act(deciding.approve, desk.actor(BEN), agreed)) == ["swap_own"]


def test_a_leader_s_own_shift_is_approved_one_level_higher(desk: Desk) -> None:
    asked = desk.exchange(8, "00101", BEN)
    agreed = desk.act(deciding.agree, desk.actor(BEN), asked)
    assert codes(desk.act(deciding.approve, desk.leader, agreed)) == ["swap_own"]
    assert desk.act(deciding.approve, desk.office.supervisor, agreed).state is SwapState.EFFECTIVE


def test_who_acts_on_an_old_sight_is_refused(desk: Desk) -> None:
    asked = desk.exchange()
    desk.act(deciding.agree, desk.actor(BEN), asked)
    again = desk.act(deciding.agree, desk.actor(BEN), asked)
    assert codes(again) == ["stale_swap"]
    assert again.is_stale


def test_a_roster_that_changed_meanwhile_is_judged_again_and_what_changed_is_named(desk: Desk) -> None:
    agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(8))
    desk.effective(desk.exchange(8, "00101", BEN), approver=desk.office.supervisor)
    refused = desk.act(deciding.approve, desk.leader, agreed)
    changed = [reason for reason in refused.reasons if isinstance(reason, Refusal)]
    assert [(c.code, c.details["person"], c.limit, c.measured) for c in changed] == [
        ("swap_roster_changed", BEN, "M", "E")
    ]
    assert refused.is_stale
    assert desk.state(agreed.swap_id) is SwapState.RULE_CHECKED


def test_what_changed_elsewhere_does_not_matter(desk: Desk) -> None:
    agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(8))
    desk.effective(desk.exchange(16, "00101", DAN), by=DAN, approver=desk.office.supervisor)
    assert desk.act(deciding.approve, desk.leader, agreed).state is SwapState.EFFECTIVE


def test_declined_rejected_and_withdrawn_end_it_and_everybody_is_told(desk: Desk) -> None:
    declined = desk.act(deciding.decline, desk.actor(BEN), desk.exchange(8), reason="有事")
    assert declined.state is SwapState.DECLINED
    agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange(8, token="again"))
    assert codes(desk.act(deciding.reject, desk.leader, agreed, reason=" ")) == ["reason_missing"]
    rejected = desk.act(deciding.reject, desk.leader, agreed, reason="缺人")
    assert rejected.state is SwapState.REJECTED
    asked = desk.exchange(16)
    assert codes(desk.act(deciding.withdraw, desk.actor(BEN), asked)) == ["swap_not_yours"]
    assert desk.act(deciding.withdraw, desk.actor(ANN), asked).state is SwapState.WITHDRAWN
    assert told(desk, ANN) == ["swap_declined", "swap_rejected", "swap_withdrawn"]


def test_a_manager_asks_on_behalf_and_it_is_marked(desk: Desk) -> None:
    asked = desk.exchange(by=desk.leader)
    assert asked.done, asked.reasons
    with desk.database.read() as session:
        row = session.get_one(SwapRequest, asked.swap_id)
        assert (row.on_behalf, row.requester_id) == (True, desk.office.people[ANN])
    with pytest.raises(NotFound):
        desk.exchange(by=desk.actor(CAI))


def debts(desk: Desk) -> list[tuple[str, str, dt.date | None, dt.date | None, bool]]:
    with desk.database.read() as session:
        return [
            (
                debt.debtor.employee_number,
                debt.creditor.employee_number,
                debt.due,
                debt.paid_on,
                debt.cancelled,
            )
            for debt in session.scalars(select(SwapDebt).order_by(SwapDebt.id))
        ]


def test_a_stand_in_leaves_a_debt_that_another_shift_pays_back_once(desk: Desk) -> None:
    desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    end_of_january = dt.date(2027, 1, 31)
    assert debts(desk) == [(ANN, CAI, end_of_january, None, False)]
    assert codes(desk.exchange(20)) == ["swap_payback_due"]
    with desk.database.read() as session:
        debt = session.scalars(select(SwapDebt.id)).one()
    back = desk.ask(give(21, CAI, ANN), pays_id=debt)
    assert back.done, back.reasons
    desk.effective(back, by=ANN)
    assert debts(desk) == [(ANN, CAI, end_of_january, december(21), False)]
    assert desk.roster().kind(ANN, december(21)) == "E"


def test_a_payback_agreed_with_the_swap_is_worked_in_the_same_roster(desk: Desk) -> None:
    done = desk.effective(desk.ask(give(8, ANN, CAI), paybacks=(give(21, CAI, ANN),)), by=CAI)
    assert debts(desk) == [(ANN, CAI, december(21), december(21), False)]
    after = desk.roster()
    assert [after.kind(who, december(day)) for who, day in ((ANN, 8), (CAI, 8), (ANN, 21), (CAI, 21))] == [
        None,
        "E",
        "E",
        None,
    ]
    assert desk.state(done.swap_id) is SwapState.EFFECTIVE


def test_a_swap_in_effect_is_taken_back_by_its_own_rules(desk: Desk) -> None:
    """Both agree and the leader approves; the debt goes with it."""
    before = desk.roster()
    done = desk.effective(desk.ask(give(8, ANN, CAI)), by=CAI)
    undo = desk.ask(
        give(8, CAI, ANN),
        by=desk.actor(CAI),
        requester_id=desk.office.people[CAI],
        undoes_id=done.swap_id,
    )
    assert undo.done, undo.reasons
    desk.effective(undo, by=ANN)
    assert desk.state(done.swap_id) is SwapState.WITHDRAWN
    assert desk.roster() == before
    assert debts(desk) == [(ANN, CAI, dt.date(2027, 1, 31), None, True)]
    assert desk.exchange(20).done


def test_on_holiday_duty_the_superior_approves_after_the_leader(desk: Desk) -> None:
    with desk.database.write() as session:
        session.add(
            CalendarDay(
                department_id=desk.office.department,
                date=december(8),
                kind=CalendarDayKind.STATUTORY_HOLIDAY,
                name="元旦",
                status=CalendarDayStatus.OFFICIAL,
            )
        )
        session.commit()
    agreed = desk.act(deciding.agree, desk.actor(BEN), desk.exchange())
    half = desk.act(deciding.approve, desk.leader, agreed)
    assert half.state is SwapState.RULE_CHECKED
    assert codes(desk.act(deciding.approve, desk.office.head, half)) == ["not_your_step"]
    assert desk.act(deciding.approve, desk.office.supervisor, half).state is SwapState.EFFECTIVE


def test_a_draft_that_does_not_know_a_swap_is_neither_submitted_nor_published(desk: Desk) -> None:
    """It would take back what two people have agreed on; with their cells put right it goes through."""
    with desk.database.write() as session:
        current = session.scalars(select(RosterVersion)).one()
        made = draft_from_version(session, desk.office.supervisor, current.id, now=NOW)
        assert not isinstance(made, Refusal)
    desk.effective(desk.exchange(8))
    with desk.database.write() as session:
        act = submit(session, desk.office.supervisor, made.version_id, seen=1, now=NOW)
    assert [(reason.code, reason.measured, reason.details["person"]) for reason in refusals(act.reasons)] == [
        ("amended_meanwhile", "M", ANN),
        ("amended_meanwhile", "E", BEN),
    ]
    seen = act.lock_version
    for number, kind in ((ANN, "M"), (BEN, "E")):
        with desk.database.write() as session:
            person = desk.office.people[number]
            edit = set_cell(
                session,
                desk.office.supervisor,
                made.version_id,
                person_id=person,
                day=december(8),
                kind=kind,
                seen=seen,
                now=NOW,
            )
            seen = edit.act.lock_version
    with desk.database.write() as session:
        assert submit(session, desk.office.supervisor, made.version_id, seen=seen, now=NOW).done


def refusals(reasons: Iterable[object]) -> list[Refusal]:
    return [reason for reason in reasons if isinstance(reason, Refusal)]


def test_candidates_are_everybody_else_lawful_first_with_reasons(desk: Desk) -> None:
    with desk.database.read() as session:
        found = candidates(
            session, desk.actor(CAI), desk.office.people[CAI], december(9), now=NOW, today=desk.date(NOW)
        )
    assert not isinstance(found, Refusal)
    assert [candidate.person for candidate in found.candidates] == ["00101", ANN, "00201", DAN, BEN]
    unlawful = [candidate for candidate in found.candidates if not candidate.verdict.is_lawful]
    assert [candidate.verdict.reasons[0].code for candidate in unlawful] == ["rest_between"] * 2


def test_before_publication_nothing_can_be_swapped(database: Database) -> None:
    desk = stored_desk(database)
    with desk.database.read() as session:
        found = candidates(
            session,
            desk.actor(ANN),
            desk.office.people[ANN],
            dt.date(2027, 1, 4),
            now=NOW,
            today=desk.date(NOW),
        )
    assert isinstance(found, Refusal)
    assert found.code == "swap_not_published"
