"""Giving an open matter to somebody else: on record, told to both, refused with every reason, once."""

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.access_world import new_world
from tests.web.browsing import logged_in
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NED, NIA, Evening, at
from tests.web.handovers.test_matters import matter, other_department
from tests.web.records.worded import places
from tests.web.storage.centre import all_at_once
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.errors import NotFound
from web.handovers import checking, drafts, preparing, receiving, signing, submitting
from web.handovers.content_tables import HandoverMatter
from web.handovers.frozen import read_frozen
from web.handovers.giving import Gave, give
from web.handovers.giving_form import giving_form
from web.handovers.givings import givings
from web.notices.tables import Notice
from web.people.tables import Person
from web.records.store import of_subject, verify

NOW = at(22, 50)


def given(
    evening: Evening,
    matter_id: int,
    to: str | int | None,
    *,
    by: Actor | str = LEA,
    seen: str = ANN,
    reason: str = "请假至周五",
    token: str = "t1",
    now: dt.datetime = NOW,
) -> Gave:
    person = evening.office.people[to] if isinstance(to, str) else to
    return evening.do(
        give,
        by,
        matter_id,
        to=person,
        seen=evening.office.people[seen],
        reason=reason,
        token=token,
        now=now,
    )


def reasons(gave: Gave) -> list[str]:
    return [reason.code for reason in gave.reasons]


def holder(evening: Evening, matter_id: int) -> str:
    with evening.database.read() as session:
        return session.get_one(HandoverMatter, matter_id).holder.employee_number


def notices(evening: Evening, who: str) -> list[Notice]:
    with evening.database.read() as session:
        rows = session.scalars(
            select(Notice).where(
                Notice.user_id == evening.office.users[who], Notice.kind.startswith("matter_")
            )
        )
        return list(rows)


def records(evening: Evening, matter_id: int) -> list[dict[str, object]]:
    with evening.database.read() as session:
        found = of_subject(session, evening.office.department, f"matter:{matter_id}")
        assert verify(session, evening.office.department)[1] is None
        return [content for record, content in found if record.kind == "matter.give"]


def test_it_is_on_record_and_both_are_told(evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    assert given(evening, found, DAN, reason="安请假 13812345678").done
    assert holder(evening, found) == DAN
    (content,) = records(evening, found)
    assert content == {
        "matter": found,
        "from": {"person": evening.office.people[ANN], "name": "员工00102", "number": ANN},
        "to": {"person": evening.office.people[DAN], "name": "员工00103", "number": DAN},
        "reason": "安请假 138****5678",
    }
    ((gave,), (got,)) = notices(evening, ANN), notices(evening, DAN)
    assert (gave.kind, got.kind) == ("matter_given", "matter_received")
    assert (gave.payload["person"], got.payload["person"]) == ("员工00103", "员工00102")


def test_what_a_matter_is_about_and_why_it_went_stands_in_the_record_alone(evening: Evening) -> None:
    """Both go when their time is over: the title with its handovers, the reason with its own record."""
    found = matter(evening, "紫荆qzx1z")
    assert given(evening, found, DAN, reason="紫荆qzx2z").done
    held = {place: words for place, words in places(evening.database).items() if words}
    assert held == {"handover_matter.title": {"qzx1z"}, "record_payload.content": {"qzx2z"}}


def test_the_draft_of_who_had_it_loses_it_and_that_of_who_has_it_gets_it(evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    ann, dan = evening.begin(ANN, now=at(16)), evening.begin(DAN, now=at(16))

    def carried(handover: int) -> list[int | None]:
        with evening.database.read() as session:
            return [row.matter_id for row, _ in drafts.drafted(session, handover)]

    assert (carried(ann), carried(dan)) == ([found], [])
    with evening.database.read() as session:
        form = giving_form(session, evening.actor(LEA), found, now=NOW)
        assert form is not None
        assert form.on_draft
    assert given(evening, found, DAN).done
    for who, handover in ((ANN, ann), (DAN, dan)):
        evening.do(preparing.begin, who, handover, now=at(17))
    assert (carried(ann), carried(dan)) == ([], [found])


def test_what_stands_in_a_submitted_handover_goes_with_that_one(evening: Evening) -> None:
    """From the submission to the second signature, whatever the step; returned, it can be given again."""
    found = matter(evening, "王女士投诉")
    handover = evening.begin(now=at(22, 30))
    with evening.database.read() as session:
        ((row, _),) = drafts.drafted(session, handover)
    fields = {"progress": "已回电", "disposition": "incoming", "detail": "要求退款", "category": "work"}
    assert evening.do(preparing.save_item, ANN, row.id, fields, seen=row.lock_version, now=at(22, 31)).done
    evening.write(handover, now=at(22, 31))

    def refused() -> None:
        assert reasons(given(evening, found, DAN, token="no")) == ["matter_in_handover"]

    def act(step: Callable[..., object], who: str, **further: object) -> None:
        answer = evening.act(step, who, handover, now=at(22, 40), **further)  # type: ignore[arg-type]
        assert answer.done, (step, answer.reasons)

    act(submitting.submit, ANN)
    refused()
    act(checking.return_record, LEA, defects=["omitted"], reason="缺结果")
    assert given(evening, found, DAN).done
    assert given(evening, found, ANN, seen=DAN, token="back").done
    for step, who in (
        (submitting.submit, ANN),
        (checking.pass_record, LEA),
        (receiving.receive, NIA),
    ):
        act(step, who)
        refused()
    for number in evening.numbers(handover):
        assert evening.do(receiving.tick, NIA, handover, number, version=2, now=at(22, 41)).done
    refused()
    act(signing.sign_out, ANN)
    refused()
    act(signing.sign_in, NIA)
    assert holder(evening, found) == NIA
    stale = given(evening, found, DAN, token="late")
    assert reasons(stale) == ["stale_matter"]
    assert stale.is_stale
    assert stale.reasons[0].details["holder"] == "员工00201"


def test_every_reason_is_said_at_once(evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    assert reasons(given(evening, found, ANN, reason=" ", token="")) == [
        "matter_same_holder",
        "handover_reason_missing",
        "try_again",
    ]
    assert reasons(given(evening, found, None, reason="长" * 501)) == ["not_a_choice", "too_long"]
    assert reasons(given(evening, found, DAN, seen=NIA, reason="")) == [
        "stale_matter",
        "handover_reason_missing",
    ]
    assert holder(evening, found) == ANN
    assert records(evening, found) == []
    assert notices(evening, ANN) == []


def test_nobody_goes_on_with_what_is_closed(evening: Evening) -> None:
    found = matter(evening, "王女士投诉", closed_at=at(20))
    assert reasons(given(evening, found, DAN)) == ["matter_closed"]


@pytest.mark.parametrize("why", ["inactive", "left", "elsewhere", "unknown"])
def test_it_goes_to_somebody_who_works_here(evening: Evening, why: str) -> None:
    found = matter(evening, "王女士投诉")
    to: int | str = DAN
    with evening.database.write() as session:
        dan = session.get_one(Person, evening.office.people[DAN])
        if why == "inactive":
            dan.active = False
        if why == "left":
            dan.leaves_on = DAY - dt.timedelta(days=1)
        if why == "elsewhere":
            to = next(
                owner.person.id
                for owner in new_world(session, "agent").owners.values()
                if owner.department.id != evening.office.department
            )
        session.commit()
    if why == "unknown":
        to = 2_000_000
    assert reasons(given(evening, found, to)) == ["not_a_choice"]
    assert holder(evening, found) == ANN


def test_a_form_sent_twice_is_one_act(evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    clicks = [lambda: given(evening, found, DAN)] * 3
    assert [gave.done for gave in all_at_once(clicks)] == [True] * 3
    assert len(records(evening, found)) == 1
    assert len(notices(evening, DAN)) == 1
    assert given(evening, found, NED, by=evening.office.supervisor, seen=DAN, token="t2").done
    assert given(evening, found, DAN).done, "the first form once more changes nothing"
    assert reasons(given(evening, found, LEA)) == ["stale_matter"], "with another person it is another act"
    assert holder(evening, found) == NED


def test_of_two_who_give_it_at_once_one_does(evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    boss = evening.office.supervisor
    both = all_at_once(
        [
            lambda: given(evening, found, DAN, token="a"),
            lambda: given(evening, found, NED, by=boss, token="b"),
        ]
    )
    assert sorted(gave.done for gave in both) == [False, True]
    (lost,) = (gave for gave in both if not gave.done)
    assert reasons(lost) == ["stale_matter"]
    assert len(records(evening, found)) == 1


def carried(evening: Evening) -> tuple[int, int]:
    """Return a matter, and the draft of its holder on which it goes on, ready to be submitted."""
    found = matter(evening, "王女士投诉")
    handover = evening.begin(now=at(22, 30))
    with evening.database.read() as session:
        ((row, _),) = drafts.drafted(session, handover)
    fields = {"progress": "已回电", "disposition": "incoming", "detail": "要求退款", "category": "work"}
    evening.do(preparing.save_item, ANN, row.id, fields, seen=row.lock_version, now=at(22, 31))
    evening.write(handover, now=at(22, 31))
    return found, handover


def test_submitting_beside_giving_ends_in_one_of_them(evening: Evening) -> None:
    """Given first, it is not in the record that is frozen; submitted first, it goes with that record."""
    found, handover = carried(evening)
    submitted, gave = all_at_once(
        [
            lambda: evening.act(submitting.submit, ANN, handover, now=at(22, 40)).done,
            lambda: given(evening, found, DAN).done,
        ]
    )
    assert submitted
    with evening.database.read() as session:
        frozen = read_frozen(session, handover, 1)
        assert frozen is not None
        stands = "王女士投诉" in [item.title for item in frozen.items]
    assert (stands, holder(evening, found)) == ((False, DAN) if gave else (True, ANN))


def test_the_second_signature_beside_giving_never_loses_it(evening: Evening) -> None:
    """Whichever is first: on its way it cannot be given, and afterwards somebody else has it."""
    found, handover = carried(evening)
    for act, who in ((submitting.submit, ANN), (checking.pass_record, LEA), (receiving.receive, NIA)):
        assert evening.act(act, who, handover, now=at(22, 40)).done
    for number in evening.numbers(handover):
        assert evening.do(receiving.tick, NIA, handover, number, version=1, now=at(22, 41)).done
    assert evening.act(signing.sign_out, ANN, handover, now=at(22, 42)).done
    signed, refused = all_at_once(
        [
            lambda: evening.act(signing.sign_in, NIA, handover, now=at(22, 43)).reasons,
            lambda: given(evening, found, DAN).reasons,
        ]
    )
    assert signed == ()
    assert [reason.code for reason in refused] in (["matter_in_handover"], ["stale_matter"])
    assert holder(evening, found) == NIA
    assert records(evening, found) == []


def test_who_may_give_is_who_leads_one_of_both_or_everybody(evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    assert given(evening, found, NED, by=NIA, token="n").done, "of the team that gets it"
    with pytest.raises(NotFound):
        given(evening, matter(evening, "退款"), DAN, by=NIA)
    assert given(evening, found, NIA, by=evening.office.head, seen=NED, token="h").done
    elsewhere = dataclasses.replace(evening.office.head, department_id=other_department(evening))
    with pytest.raises(NotFound):
        given(evening, found, ANN, by=elsewhere, seen=NIA)
    with pytest.raises(NotFound):
        given(evening, 2_000_000, DAN)


def test_who_gave_it_is_not_told_of_it_and_both_see_why(evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    assert given(evening, found, LEA).done
    assert notices(evening, LEA) == []
    assert [notice.kind for notice in notices(evening, ANN)] == ["matter_given"]

    def near(actor: Actor | str, now: dt.datetime = NOW) -> list[tuple[str, str]]:
        who = evening.actor(actor) if isinstance(actor, str) else actor
        with evening.database.read() as session:
            return [(each.title, each.reason) for each in givings(session, who, now=now)]

    line = [("王女士投诉", "请假至周五")]
    assert near(ANN) == near(LEA) == near(evening.office.supervisor) == line
    assert near(NED) == near(NIA) == near(DAN) == []
    assert near(ANN, NOW + dt.timedelta(days=15)) == []


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_on_the_page_it_is_given_and_a_refusal_keeps_what_was_typed(app: Flask, evening: Evening) -> None:
    found = matter(evening, "王女士投诉")
    with evening.database.write() as session:
        lea = logged_in(app, session, session.get_one(User, evening.office.users[LEA]))
        dan = logged_in(app, session, session.get_one(User, evening.office.users[DAN]))
        session.commit()
    people = evening.office.people
    typed = {"seen": people[ANN], "token": "p1", "reason": "安已离职"}
    address = f"/handovers/matters/{found}/give"
    refused = lea.post(address, data=typed)
    assert refused.status_code == 422
    assert "安已离职" in refused.text
    assert lea.post(address, data={**typed, "seen": people[NIA], "person": people[DAN]}).status_code == 409
    assert dan.post(address, data={**typed, "person": people[DAN]}).status_code == 403
    answer = lea.post(f"{address}?holder={people[ANN]}", data={**typed, "person": people[DAN]})
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"?holder={people[ANN]}#matter-{found}")
    page = dan.get("/handovers/matters").text
    assert "安已离职" in page
    assert "王女士投诉" in page
    assert address not in page
    assert "员工00102" in dan.get("/notices").text
