"""Many supervisors who approve the same overtime, and many who take the same call-in, at the same instant."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from roster.overtime.life import OvertimeState
from tests.support.site import Site
from tests.web.overtime.shop import Shop, local
from tests.web.rosters.office import MONTH, NOW
from tests.web.swaps.crowd import at_once, leaders_of
from tests.web.swaps.desk import Desk, december
from web.accounts.tables import Role, User
from web.overtime.offers import OfferForm, open_offer
from web.overtime.steps import OvertimeAnswer
from web.overtime.tables import OfferState, OvertimeEntry, OvertimeOffer
from web.people.tables import ShiftKind
from web.records.tables import Record
from web.rosters.alive import in_force
from web.rosters.loading import load_roster

EARLY_ENDS_LATER = 16 * 60 + 30


@dataclass(frozen=True, kw_only=True)
class OvertimeRace:
    """What came of it: status codes by overtime, signed approvals, overtime that is approved."""

    answers: Sequence[Sequence[int]]
    approvals: int
    approved: int


@dataclass(frozen=True, kw_only=True)
class CallInRace:
    """What came of it: status codes by offer; by offer places, overtime, shifts in the roster."""

    answers: Sequence[Sequence[int]]
    taken: Sequence[int]
    entries: Sequence[int]
    rostered: Sequence[int]
    filled: int


def early_people(desk: Desk) -> list[str]:
    """People of the crowd who work early on even days."""
    return sorted(number for number in desk.office.people if number.startswith("003"))[::2]


def made_supervisors(desk: Desk) -> None:
    """Let the many leaders be supervisors: they approve overtime."""
    with desk.database.write() as session:
        role = session.scalars(select(Role).where(Role.name == "supervisor")).one()
        for number in leaders_of(desk):
            session.get_one(User, desk.office.users[number]).roles = [role]
        session.commit()


def waiting_overtime(desk: Desk, count: int) -> list[OvertimeAnswer]:
    """Let people ask for an hour after the early shift, as many as wanted."""
    shop, found = Shop(desk=desk), []
    for day, number in [(day, number) for day in range(4, 31, 2) for number in early_people(desk)][:count]:
        answer = shop.ask(number, day, EARLY_ENDS_LATER)
        assert answer.done, answer.reasons
        found.append(answer)
    return found


def race_for_overtime(sites: Sequence[Site], desk: Desk, entries: Sequence[OvertimeAnswer]) -> OvertimeRace:
    """Let every supervisor approve each at the same instant."""
    acts = [(f"/overtime/{each.entry_id}/approve", {"seen": str(each.lock_version)}) for each in entries]
    answers = at_once(sites, leaders_of(desk), acts)
    with desk.database.read() as session:
        signed = select(func.count()).where(Record.kind == "overtime.approve")
        state = select(func.count()).where(OvertimeEntry.state == OvertimeState.APPROVED)
        return OvertimeRace(
            answers=answers, approvals=session.scalar(signed) or 0, approved=session.scalar(state) or 0
        )


def open_call_ins(desk: Desk, count: int, wanted: int) -> list[int]:
    """Offer early shifts on odd days, on which everybody of the crowd is off."""
    found = []
    for day in range(5, 31, 2)[:count]:
        with desk.database.write() as session:
            early = select(ShiftKind.id).where(
                ShiftKind.department_id == desk.office.department, ShiftKind.code == "E"
            )
            form = OfferForm(
                date=december(day),
                shift_kind_id=session.scalars(early).one(),
                from_minute=None,
                until_minute=None,
                skill_id=None,
                wanted=wanted,
                deadline=local(day, 0),
                reason="促销",
                token=f"call-in {day}",
            )
            answer = open_offer(session, desk.office.supervisor, form, now=NOW)
        assert answer.offer_id is not None, answer.reasons
        found.append(answer.offer_id)
    return found


def race_for_call_ins(sites: Sequence[Site], desk: Desk, offers: Sequence[int], takers: int) -> CallInRace:
    """Let so many people take each offer at the same instant."""
    acts: list[tuple[str, dict[str, str]]] = [(f"/overtime/offers/{offer}/take", {}) for offer in offers]
    answers = at_once(sites, early_people(desk)[:takers], acts)
    with desk.database.read() as session:
        rows = session.scalars(select(OvertimeOffer).order_by(OvertimeOffer.id)).all()
        by_offer = dict(
            session.execute(
                select(OvertimeEntry.offer_id, func.count())
                .where(OvertimeEntry.offer_id.is_not(None))
                .group_by(OvertimeEntry.offer_id)
            ).all()
        )
        version = in_force(session, desk.office.department, MONTH)
        assert version is not None
        roster = load_roster(session, version)
        return CallInRace(
            answers=answers,
            taken=[row.taken for row in rows],
            entries=[by_offer.get(row.id, 0) for row in rows],
            rostered=[
                sum(_works(roster.kind(number, row.date)) for number in early_people(desk)) for row in rows
            ],
            filled=sum(row.state is OfferState.FILLED for row in rows),
        )


def asked_twice(sites: Sequence[Site], desk: Desk, number: str, day: int) -> tuple[list[int], int]:
    """Send one form twice at the same instant, as a double click does; return codes and rows stored."""
    form = {"date": december(day).isoformat(), "until": "16:30", "reason": "工单未完", "token": "twice"}
    (codes,) = at_once(sites, [number, number], [("/overtime", form)])
    with desk.database.read() as session:
        rows = session.scalar(select(func.count()).where(OvertimeEntry.token.endswith(":twice")))
    return codes, rows or 0


def _works(kind: str | None) -> bool:
    return kind is not None
