"""Swaps for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.swaps.life import SwapState
from tests.web.access_own import MONTH, published
from tests.web.access_world import NOW, Owner, Sample, of_person
from web.accounts.sessions import new_token
from web.accounts.tables import User
from web.people.tables import Person, ShiftFamily, ShiftKind
from web.rosters.tables import RosterVersion
from web.swaps.offer_tables import SwapInvitation, SwapOffer
from web.swaps.tables import SwapDebt, SwapMove, SwapRequest

DAY = MONTH.replace(day=27)


def own_swap(session: Session, owner: Owner) -> Mapping[str, object]:
    """A swap in which the owner's shift goes to somebody of the same team, who is not asked yet."""
    version = session.get_one(RosterVersion, published(session, owner)["version_id"])
    kind = session.scalar(select(ShiftKind).where(ShiftKind.department_id == owner.department.id))
    if kind is None:
        kind = ShiftKind(
            department_id=owner.department.id,
            code="E",
            family=ShiftFamily.EARLY,
            name="早班",
            start_minute=480,
            end_minute=930,
            paid_minutes=450,
        )
        session.add(kind)
    taker = Person(
        department_id=owner.department.id,
        team_id=owner.team.id,
        employee_number=new_token()[:12],
        name="接班人",
    )
    session.add(taker)
    session.flush()
    starts_at = dt.datetime.combine(DAY, dt.time(), tzinfo=dt.UTC)
    swap = SwapRequest(
        department_id=owner.department.id,
        month=MONTH,
        requester_id=owner.person.id,
        created_by_id=owner.user.id,
        token=new_token(),
        reason="家里有事",
        state=SwapState.PROPOSED,
        seen_version_id=version.id,
        policy_version_id=version.policy_version_id,
        chain=["leader"],
        asks_counterpart=True,
        expires_at=starts_at,
        created_at=NOW,
        changed_at=NOW,
        moves=[
            SwapMove(
                date=DAY,
                giver_id=owner.person.id,
                taker_id=taker.id,
                shift_kind_id=kind.id,
                starts_at=starts_at,
                ends_at=starts_at + dt.timedelta(hours=8),
            )
        ],
    )
    session.add(swap)
    session.flush()
    return {"swap_id": swap.id, "seen": 1, "reason": "缺人"}


def own_shift(session: Session, owner: Owner) -> Mapping[str, object]:
    """The owner, as the one whose shift is to be swapped."""
    published(session, owner)
    return {"person": owner.person.id, "date": DAY.isoformat(), "with": "00000", "reason": "家里有事"}


def own_failure(session: Session, owner: Owner) -> Mapping[str, object]:
    """A swapped shift of the owner that failed."""
    swap = session.get_one(SwapRequest, own_swap(session, owner)["swap_id"])
    return {"swap_id": swap.id, "move": swap.moves[0].id, "giver_share": 50, "reason": "没人到岗"}


def own_debt(session: Session, owner: Owner) -> Mapping[str, object]:
    """A shift that the owner owes."""
    swap = session.get_one(SwapRequest, own_swap(session, owner)["swap_id"])
    move = swap.moves[0]
    debt = SwapDebt(
        swap_id=swap.id, move_id=move.id, debtor_id=move.giver_id, creditor_id=move.taker_id, cancelled=False
    )
    session.add(debt)
    session.flush()
    return {"debt_id": debt.id, "date": DAY.isoformat(), "token": new_token()}


def own_offer(session: Session, owner: Owner) -> Mapping[str, object]:
    """A shift that the owner offers."""
    return {"offer_id": _offer(session, owner, giver=owner.person).id, "seen": 1}


def offer_to_take(session: Session, owner: Owner) -> Mapping[str, object]:
    """A shift that somebody of the same team offers to the owner."""
    swap = session.get_one(SwapRequest, own_swap(session, owner)["swap_id"])
    return {"offer_id": _offer(session, owner, giver=swap.moves[0].taker, to=owner.person).id, "seen": 1}


def _offer(session: Session, owner: Owner, *, giver: Person, to: Person | None = None) -> SwapOffer:
    swap = session.get_one(SwapRequest, own_swap(session, owner)["swap_id"])
    offer = SwapOffer(
        department_id=owner.department.id,
        person_id=giver.id,
        created_by_id=swap.created_by_id if to is None else _somebody(session, owner),
        token=new_token(),
        date=DAY,
        shift_kind_id=swap.moves[0].shift_kind_id,
        allows_exchange=True,
        reason="家里有事",
        expires_at=swap.expires_at,
        created_at=NOW,
        changed_at=NOW,
        invitations=[] if to is None else [SwapInvitation(person_id=to.id)],
    )
    session.add(offer)
    session.flush()
    return offer


def _somebody(session: Session, owner: Owner) -> int:
    account = User(
        department_id=owner.department.id, employee_number=new_token()[:12], name="同事", created_at=NOW
    )
    session.add(account)
    session.flush()
    return account.id


SWAP_SAMPLES: dict[str, Sample] = {
    "swaps.debt": of_person(own_debt),
    "swaps.pay": of_person(own_debt),
    **{
        f"swaps.{name}": of_person(own_swap)
        for name in ("show", "form", "agree", "decline", "approve", "reject", "withdraw", "undo")
    },
    "swaps.offer": of_person(own_offer),
    "swaps.withdraw_offer": of_person(own_offer),
    "swaps.take_offer": of_person(offer_to_take),
    "swaps.offer_shift": of_person(own_shift),
    "swaps.fail": of_person(own_failure),
    "swaps.new": of_person(own_shift),
    "swaps.propose": of_person(own_shift),
}
