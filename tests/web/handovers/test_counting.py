"""The joint count: several people mark one list, and nobody's mark is lost."""

import datetime as dt

from sqlalchemy import select

from roster.handovers.content import Mark
from tests.web.handovers.evening import ANN, DAN, NIA, Evening, at, stored_evening
from web.database import Database
from web.handovers import counting
from web.handovers.content_tables import HandoverCheck


def first(evening: Evening) -> HandoverCheck:
    with evening.database.read() as session:
        return session.scalars(select(HandoverCheck).order_by(HandoverCheck.position)).all()[0]


def mark(
    evening: Evening, who: str, handover: int, now: dt.datetime, *, seen: int, **fields: str
) -> list[str]:
    """Mark the first thing of the list, and return what was refused."""
    check = first(evening).id
    reasons = evening.do(counting.mark_check, who, handover, check, fields, seen=seen, now=now)
    return [reason.code for reason in reasons]


def test_a_page_opened_before_does_not_erase_a_colleagues_mark(database: Database) -> None:
    evening = stored_evening(database, overrides={"handover.checklist": ["desk"]})
    ann, dan = evening.begin(ANN, now=at(22, 40)), evening.begin(DAN, now=at(22, 40))
    seen = first(evening).lock_version
    assert mark(evening, ANN, ann, at(22, 41), seen=seen, mark="abnormal", note="少一副") == []
    assert mark(evening, DAN, dan, at(22, 42), seen=seen, mark="normal") == ["check_changed"]
    found = first(evening)
    assert (found.mark, found.note, found.marked_at) == (Mark.ABNORMAL, "少一副", at(22, 41))
    assert found.marked_by_id == evening.office.people[ANN]
    assert mark(evening, DAN, dan, at(22, 43), seen=found.lock_version, mark="normal") == []
    assert (first(evening).mark, first(evening).marked_by_id) == (Mark.NORMAL, evening.office.people[DAN])


def test_a_mark_that_comes_too_late_does_not_take_back_what_the_other_side_saw(database: Database) -> None:
    evening = stored_evening(database, overrides={"handover.checklist": ["desk"]})
    handover = evening.receiving(now=at(22, 50))
    seen = first(evening).lock_version
    assert mark(evening, ANN, handover, at(22, 51), seen=seen, mark="normal") == []
    check = first(evening)
    fields = {"seen": check.lock_version, "now": at(22, 52)}
    assert evening.do(counting.verify_check, NIA, handover, check.id, **fields) == ()
    assert mark(evening, ANN, handover, at(22, 53), seen=seen, mark="abnormal") == ["check_changed"]
    assert first(evening).verified_by_id == evening.office.people[NIA]
