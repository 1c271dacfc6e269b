"""Who has swapped the shift or is on leave does not receive: what was begun goes to who comes instead."""

from roster.handovers.life import HandoverState as State
from roster.problem import Roster as Shifts
from tests.web.handovers.evening import ANN, DAY, LEA, NED, NIA, Evening, at, even_days
from web.handovers import receiving, refusing
from web.records.store import of_subject

BEFORE = at(20)


def swapped(evening: Evening) -> None:
    """Lea works the night instead of Nia; the roster is published anew."""
    kept = [(key, kind) for key, kind in even_days().items() if key not in ((NIA, DAY), (LEA, DAY))]
    evening.office.published(Shifts([*kept, ((LEA, DAY), "N")]))


def receiver(evening: Evening, handover: int) -> int | None:
    return evening.row(handover).receiving_id


def test_a_begun_handover_follows_the_swap_and_all_three_are_told(evening: Evening) -> None:
    handover = evening.begin(now=BEFORE)
    assert receiver(evening, handover) == evening.office.people[NIA]
    swapped(evening)
    assert receiver(evening, handover) == evening.office.people[LEA]
    for each in (ANN, NIA, LEA):
        assert "handover_appointed" in evening.told(each)
    with evening.database.read() as session:
        kinds = [r.kind for r, _ in of_subject(session, evening.office.department, f"handover:{handover}")]
    assert kinds[-1] == "handover.readdress"


def test_who_has_begun_to_receive_or_was_appointed_goes_on(evening: Evening) -> None:
    handover = evening.passed(now=at(22, 40))
    ned = evening.office.people[NED]
    assert evening.act(refusing.appoint, LEA, handover, person_id=ned, reason="代", now=at(22, 41)).done
    swapped(evening)
    assert receiver(evening, handover) == ned
    assert evening.act(receiving.receive, NED, handover, now=at(22, 45)).done
    assert evening.state(handover) is State.RECEIVING
