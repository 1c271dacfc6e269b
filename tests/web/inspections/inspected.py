"""An inspection with words everywhere, and what becomes of its finding."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from roster.inspections import Found, InspectionKind, Look, Verdict
from tests.web.rosters.office import Office
from web.inspections.following import close, follow_up
from web.inspections.tables import InspectionFinding
from web.inspections.terms import inspection_terms
from web.inspections.writing import Entered, FoundBy, write

RESPONSIBLE = "00102"


@dataclass(frozen=True, kw_only=True)
class Said:
    """The words of an inspection with one finding, for which `RESPONSIBLE` has to see."""

    minutes: str = "晨会提醒整理前台"
    note: str = "柜台干净"
    what: str = "前台杂物未清"
    cause: str = "未按时整理"
    measure: str = "每两小时整理"


def inspected(office: Office, said: Said, *, now: dt.datetime) -> int:
    """Let the supervisor look in the morning; return the finding."""
    with office.database.write() as session:
        contents = inspection_terms(session, office.department, now).contents
        looks = tuple(
            Look(
                content=code,
                verdict=Verdict.WRONG if code == "environment" else Verdict.RIGHT,
                note=said.note,
            )
            for code in contents
        )
        found = Found(
            content="environment",
            what=said.what,
            cause=said.cause,
            measure=said.measure,
            due_on=now.date(),
        )
        entered = Entered(
            kind=InspectionKind.MORNING,
            looks=looks,
            findings=(FoundBy(found=found, responsible_id=office.people[RESPONSIBLE]),),
            minutes=said.minutes,
            token=f"inspected {now}",
        )
        done = write(session, office.supervisor, entered, now=now)
        assert done.done, done.reasons
        of_it = select(InspectionFinding.id).where(InspectionFinding.inspection_id == done.inspection_id)
        return session.scalars(of_it).one()


def followed(office: Office, finding: int, words: str, *, now: dt.datetime) -> None:
    with office.database.write() as session:
        answer = follow_up(session, office.supervisor, finding, words=words, token=f"step {now}", now=now)
        assert answer.done, answer.reasons


def closed(office: Office, finding: int, words: str, *, now: dt.datetime) -> None:
    with office.database.write() as session:
        seen = session.get_one(InspectionFinding, finding).lock_version
        answer = close(
            session, office.supervisor, finding, words=words, seen=seen, token=f"close {now}", now=now
        )
        assert answer.done, answer.reasons
