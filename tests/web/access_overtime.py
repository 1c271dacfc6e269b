"""Overtime for the walk through the access matrix."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from roster.overtime.life import OvertimeState
from roster.overtime.origins import Origin
from tests.web.access_own import MONTH, published
from tests.web.access_world import NOW, Level, Owner, Sample, of_department, of_person, plain
from web.accounts.sessions import new_token
from web.overtime.tables import OfferState, OvertimeEntry, OvertimeOffer
from web.rosters.tables import RosterVersion

DAY = MONTH.replace(day=27)
STARTS = dt.datetime.combine(DAY, dt.time(10), tzinfo=dt.UTC)


def _policy(session: Session, owner: Owner) -> int:
    return session.get_one(RosterVersion, published(session, owner)["version_id"]).policy_version_id


def own_entry(session: Session, owner: Owner) -> Mapping[str, object]:
    """Overtime that the owner asks for."""
    row = OvertimeEntry(
        department_id=owner.department.id,
        person_id=owner.person.id,
        date=DAY,
        origin=Origin.REQUESTED,
        state=OvertimeState.REQUESTED,
        starts_at=STARTS,
        ends_at=STARTS + dt.timedelta(hours=1),
        minutes=60,
        flags=[],
        reason="促销",
        token=new_token(),
        policy_version_id=_policy(session, owner),
        expires_at=STARTS,
        created_by_id=owner.user.id,
        created_at=NOW,
        changed_at=NOW,
    )
    session.add(row)
    session.flush()
    return {"entry_id": row.id, "seen": 1, "reason": "缺人"}


def an_offer(session: Session, owner: Owner) -> Mapping[str, object]:
    """An offer of the owner's department."""
    offer = OvertimeOffer(
        department_id=owner.department.id,
        date=DAY,
        starts_at=STARTS,
        ends_at=STARTS + dt.timedelta(hours=1),
        wanted=1,
        deadline=STARTS,
        reason="促销",
        state=OfferState.OPEN,
        token=new_token(),
        policy_version_id=_policy(session, owner),
        created_by_id=owner.user.id,
        created_at=NOW,
        changed_at=NOW,
    )
    session.add(offer)
    session.flush()
    return {"offer_id": offer.id, "seen": 1}


def the_owner(session: Session, owner: Owner) -> Mapping[str, object]:
    """The owner, as the one who is to work overtime."""
    published(session, owner)
    return {
        "person": owner.person.id,
        "date": DAY.isoformat(),
        "from": "18:00",
        "until": "19:00",
        "reason": "促销",
    }


OVERTIME_SAMPLES: dict[str, Sample] = {
    **{
        f"overtime.{name}": of_person(own_entry)
        for name in ("show", "approve", "reject", "agree", "decline", "withdraw", "confirm")
    },
    **{f"overtime.{name}": of_department(an_offer) for name in ("offer_page", "take", "refuse", "close")},
    "overtime.order": of_person(the_owner),
    "overtime.ask": Sample(level=Level.NOBODY, build=the_owner),
    "overtime.offer": plain(date=DAY.isoformat(), wanted="1"),
}
