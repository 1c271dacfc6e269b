"""The daily signature: what was read and is complete becomes reviewed, once; the rest stays and is named."""

import datetime as dt
import threading
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from roster.handovers.life import HandoverState as State
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NIA, Evening, at, stored_evening
from tests.web.rosters.office import stored_office
from web.accounts.actor import Actor
from web.database import Database
from web.duty_log.entered import Entered
from web.duty_log.tables import EntryKind
from web.duty_log.writing import write
from web.errors import NotFound
from web.handovers.act_tables import HandoverSignature, Side
from web.records.store import of_subject, verify
from web.reviews.overview import days_of
from web.reviews.reading import DayPage, read_day
from web.reviews.signing import Reviewed, read_record, sign_day
from web.reviews.tables import DayReview, ReviewReading

NEXT = DAY + dt.timedelta(days=1)
MORNING = at(9, day=NEXT)


def page(
    evening: Evening, who: Actor | str, *, now: dt.datetime = MORNING, opened: int | None = None
) -> DayPage:
    return evening.do(read_day, who, DAY, opened=opened, now=now)


def read(evening: Evening, who: Actor | str, *handovers: int) -> None:
    for handover in handovers:
        evening.do(read_record, who, handover, now=MORNING)


def sign(evening: Evening, who: Actor | str, *handovers: int, entries_to: int = 0) -> Reviewed:
    seen = [(each, evening.row(each).lock_version) for each in handovers]
    return evening.do(sign_day, who, DAY, seen, entries_to=entries_to, now=MORNING)


def codes(done: Reviewed) -> list[str]:
    return [reason.code for reason in done.reasons]


def entry(evening: Evening, who: str, body: str, *, now: dt.datetime) -> int:
    entered = Entered(kind=EntryKind.EVENT, body=body, token=f"{who}-{body}")
    written = evening.do(write, who, entered, secret_key="k" * 32, now=now)
    assert written.number is not None
    return written.number


def signatures(evening: Evening, handover: int) -> int:
    with evening.database.read() as session:
        return (
            session.scalar(
                select(func.count()).where(
                    HandoverSignature.handover_id == handover, HandoverSignature.side == Side.FOREMAN
                )
            )
            or 0
        )


def test_what_is_read_and_complete_is_reviewed_and_the_rest_is_named_and_stays(evening: Evening) -> None:
    complete = evening.complete(now=at(22, 40))
    waiting = evening.passed(DAN, now=at(22, 40))
    lea = evening.handover(LEA)
    read(evening, LEA, complete, waiting)
    found = page(evening, LEA)
    assert {line.row.id for line in found.ready} == {complete}
    assert {line.row.id for line in found.incomplete} == {waiting, lea}
    done = sign(evening, LEA, complete, waiting)
    assert done.handovers == (complete,)
    assert [(each, [reason.code for reason in why]) for each, why in done.kept] == [
        (waiting, ["wrong_handover_state"])
    ]
    assert done.left == 2
    assert (evening.state(complete), evening.state(waiting)) == (State.REVIEWED, State.READY)
    with evening.database.read() as session:
        row = session.scalars(select(DayReview)).one()
        assert (row.by_number, row.reviewed, row.left) == (f"CS{LEA}", 1, 2)
        records = of_subject(session, evening.office.department, f"day:{DAY.isoformat()}")
        ((record, content),) = records
        assert record.kind == "day_review.sign"
        assert content["reviewed"] == [complete]
        assert {each["handover"]: each["state"] for each in content["left"]} == {
            waiting: "ready",
            lea: "planned",
        }
        assert verify(session, evening.office.department)[1] is None
        (_, own) = of_subject(session, evening.office.department, f"handover:{complete}")[-1]
        submitted = next(
            record
            for record, _ in of_subject(session, evening.office.department, f"handover:{complete}")
            if record.kind == "handover.submit"
        )
        assert own["signs"] == {"record": submitted.number, "hash": submitted.hash}


def test_a_record_that_was_not_opened_is_not_signed_for(evening: Evening) -> None:
    complete = evening.complete(now=at(22, 40))
    refused = sign(evening, LEA, complete)
    assert codes(refused) == ["review_unread"]
    assert evening.state(complete) is State.COMPLETE
    read(evening, LEA, complete)
    read(evening, LEA, complete)
    with evening.database.read() as session:
        assert session.scalar(select(func.count()).select_from(ReviewReading)) == 1
    assert sign(evening, LEA, complete).done


def test_of_two_who_sign_at_once_one_signs(evening: Evening) -> None:
    complete = evening.complete(now=at(22, 40))
    boss = evening.office.supervisor
    read(evening, LEA, complete)
    read(evening, boss, complete)
    seen = [(complete, evening.row(complete).lock_version)]
    start, answers = threading.Barrier(2), []

    def run(who: Actor) -> None:
        start.wait()
        answers.append(evening.do(sign_day, who, DAY, seen, entries_to=0, now=MORNING))

    threads = [threading.Thread(target=run, args=(who,)) for who in (evening.actor(LEA), boss)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(each.done for each in answers) == [False, True]
    (loser,) = [each for each in answers if not each.done]
    assert codes(loser) == ["reviewed_already"]
    assert loser.is_stale
    assert signatures(evening, complete) == 1
    with evening.database.read() as session:
        assert session.scalar(select(func.count()).select_from(DayReview)) == 1


def test_neither_side_reviews_its_own_record(evening: Evening) -> None:
    complete = evening.complete(now=at(22, 40))
    nia = replace(evening.actor(NIA), scope="department")
    read(evening, nia, complete)
    found = page(evening, nia)
    assert [line.is_own for line in found.lines if line.row.id == complete] == [True]
    assert codes(sign(evening, nia, complete)) == ["not_your_part"]
    assert evening.state(complete) is State.COMPLETE


def test_a_leader_reviews_no_other_teams_day(database: Database) -> None:
    evening = stored_evening(database, preset="S0i")
    handover = evening.handover(ANN)
    assert handover not in {line.row.id for line in page(evening, NIA).lines}
    with pytest.raises(NotFound):
        evening.do(sign_day, NIA, DAY, [(handover, 1)], entries_to=0, now=MORNING)
    assert {line.row.outgoing_id for line in page(evening, LEA).lines} == {
        evening.office.people[number] for number in (LEA, ANN, DAN)
    }


def test_under_s3a_the_supervisor_reads_the_duty_record_and_the_leader_does_not_sign(
    database: Database,
) -> None:
    evening = Evening(office=stored_office(database, preset="S3a"))
    boss = evening.office.supervisor
    first = entry(evening, ANN, "前台停电十分钟", now=at(17))
    found = page(evening, boss)
    assert (found.entries, found.unread, found.entries_to) == (1, 1, first)
    assert codes(sign(evening, LEA, entries_to=first)) == ["not_the_reviewer"]
    assert sign(evening, boss, entries_to=first).done
    assert codes(sign(evening, boss, entries_to=first)) == ["nothing_to_review"]
    assert page(evening, boss).unread == 0
    later = entry(evening, DAN, "业主来电询问", now=at(18))
    assert page(evening, boss).unread == 1
    # what came after the page was made is not signed for
    assert codes(sign(evening, boss, entries_to=first)) == ["nothing_to_review"]
    assert sign(evening, boss, entries_to=later).done


def test_a_day_that_is_over_and_not_reviewed_is_called_missing_where_the_policy_names_a_reviewer(
    evening: Evening,
) -> None:
    complete = evening.complete(now=at(22, 40))

    def day(today: dt.date) -> bool:
        days = evening.do(days_of, LEA, today=today, now=MORNING)
        return next(each for each in days if each.date == DAY).is_missing

    assert not day(DAY)
    assert day(NEXT)
    read(evening, LEA, complete)
    assert sign(evening, LEA, complete).done
    assert not day(NEXT)


def test_where_nobody_has_named_a_reviewer_nothing_is_missing(database: Database) -> None:
    evening = stored_evening(database, preset="S3e")
    entry(evening, ANN, "巡查正常", now=at(17))
    days = evening.do(days_of, evening.office.supervisor, today=NEXT, now=MORNING)
    found = next(each for each in days if each.date == DAY)
    assert (found.unread, found.is_missing) == (1, False)
