"""Samples of the access walk: one's own month, calendar and notices."""

import datetime as dt
from collections.abc import Mapping
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.access_world import NOW, Level, Owner, Sample, of_department, of_person
from web.accounts.sessions import hash_token, new_token
from web.accounts.tables import IcalToken
from web.files.content import FileKind
from web.files.tables import Attachment
from web.notices.tables import ChannelKind, Notice, NoticeChannel
from web.policy.tables import PolicyVersion
from web.rosters.tables import Roster, RosterVersion, VersionState

MONTH = dt.date(2026, 11, 1)


def stored_file(session: Session, owner: Owner) -> Attachment:
    """A file that the owner added; its content was deleted meanwhile."""
    row = Attachment(
        department_id=owner.department.id,
        kind=FileKind.JPEG,
        size_bytes=9,
        sha256="0" * 64,
        token=new_token(),
        added_by_id=owner.user.id,
        added_at=NOW,
    )
    session.add(row)
    session.flush()
    return row


def published(session: Session, owner: Owner) -> Mapping[str, object]:
    """A published version of the owner's department, and an answer to it."""
    version = session.scalars(
        select(RosterVersion).join(Roster).where(Roster.department_id == owner.department.id)
    ).first()
    if version is None:
        roster = Roster(department_id=owner.department.id, month=MONTH, created_at=NOW)
        policy = PolicyVersion(
            department_id=owner.department.id,
            number=1,
            preset="S0g",
            overrides={},
            valid_from=MONTH,
            made_at=NOW,
        )
        session.add_all([roster, policy])
        session.flush()
        version = RosterVersion(
            roster_id=roster.id,
            number=1,
            state=VersionState.PUBLISHED,
            policy_version_id=policy.id,
            created_at=NOW,
            changed_at=NOW,
            published_at=NOW,
        )
        session.add(version)
        session.flush()
    return {"version_id": version.id, "answer": "got_it"}


def notice(session: Session, owner: Owner) -> Mapping[str, object]:
    found = Notice(
        user_id=owner.user.id,
        kind="solve_ended",
        payload={"job": 1, "month": MONTH.isoformat(), "state": "done", "error": ""},
        dedupe_key=new_token(),
        created_at=NOW,
    )
    session.add(found)
    session.flush()
    return {"notice_id": found.id}


def channel(session: Session, owner: Owner, *, personal: bool = True) -> Mapping[str, object]:
    found = NoticeChannel(
        department_id=owner.department.id,
        user_id=owner.user.id if personal else None,
        kind=ChannelKind.DINGTALK,
        label="",
        sealed="",
        hint="",
        locale="en",
        created_by_id=owner.user.id,
        created_at=NOW,
    )
    session.add(found)
    session.flush()
    return {"channel_id": found.id}


def calendar(session: Session, owner: Owner) -> Mapping[str, object]:
    token = new_token()
    session.add(IcalToken(person_id=owner.person.id, token_hash=hash_token(token), created_at=NOW))
    session.flush()
    return {"token": token}


OWN_SAMPLES: dict[str, Sample] = {
    "my.answer": of_department(published),
    "my.feed": Sample(level=Level.NOBODY, build=calendar),
    "notices.open_one": of_person(notice),
    **{f"notices.{name}_channel": of_person(channel) for name in ("remove", "test")},
    **{
        f"outside.{name}_channel": of_department(partial(channel, personal=False))
        for name in ("remove", "test")
    },
}
