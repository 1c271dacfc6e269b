"""Many leaders who decide on the same leave at the same instant, over HTTP, and forms sent twice at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from tests.support.site import Site
from tests.web.rosters.office import NOW
from tests.web.swaps.crowd import at_once, leaders_of
from tests.web.swaps.desk import Desk, december
from web.leave.asking import Ask, ask_leave
from web.leave.steps import LeaveAnswer
from web.leave.tables import LeaveConsent, LeaveRequest
from web.leave.views import OPEN_SHIFT
from web.rosters.tables import RosterEvent


@dataclass(frozen=True, kw_only=True)
class LeaveRace:
    """What came of it: status codes by leave, stored approvals by leave, roster versions that were made."""

    answers: Sequence[Sequence[int]]
    approvals: Mapping[int, int]
    versions: int


def waiting_leave(desk: Desk, count: int) -> list[tuple[LeaveAnswer, int]]:
    """Let people ask for one day each, on days on which they work; return the answers with the day."""
    people = sorted(number for number in desk.office.people if number.startswith("003"))
    found = []
    for day, number in [(day, number) for day in range(4, 31, 2) for number in people][:count]:
        ask = Ask(
            person_id=desk.office.people[number],
            kind="personal",
            first=december(day),
            last=december(day),
            reason="家里有事",
            token=f"{number} {day}",
        )
        with desk.database.write() as session:
            answer = ask_leave(session, desk.actor(number), ask, now=NOW, today=desk.date(NOW))
        assert answer.done, answer.reasons
        found.append((answer, day))
    return found


def race_for_leave(sites: Sequence[Site], desk: Desk, leaves: Sequence[tuple[LeaveAnswer, int]]) -> LeaveRace:
    """Let every leader approve every leave at the same instant; its shift stays open."""
    acts = []
    for answer, day in leaves:
        name = december(day).isoformat()
        form = {"seen": str(answer.lock_version), f"cover-{name}": OPEN_SHIFT, f"why-{name}": "人手够"}
        acts.append((f"/leave/{answer.leave_id}/approve", form))
    answers = at_once(sites, leaders_of(desk), acts)
    with desk.database.read() as session:
        counted = select(LeaveConsent.leave_id, func.count()).group_by(LeaveConsent.leave_id)
        made = select(func.count()).where(
            RosterEvent.note.startswith("leave "), RosterEvent.from_state.is_(None)
        )
        return LeaveRace(
            answers=answers,
            approvals=dict(session.execute(counted).all()),
            versions=session.scalar(made) or 0,
        )


def asked_twice(sites: Sequence[Site], desk: Desk, number: str, day: int) -> tuple[list[int], int]:
    """Send one form twice at the same instant, as a double click does; return codes and rows stored."""
    form = {"kind": "personal", "first": december(day).isoformat(), "reason": "家里有事", "token": "twice"}
    (codes,) = at_once(sites, [number, number], [("/leave", form)])
    with desk.database.read() as session:
        rows = session.scalar(select(func.count()).where(LeaveRequest.token == "twice"))
    return codes, rows or 0
