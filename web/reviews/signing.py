"""Reading a record to review it, and signing for what was read of a day by one act (R-12.1, R-12.2)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverAct
from web.accounts.actor import Actor
from web.answer import Reason
from web.duty_log.terms import log_terms
from web.errors import NotFound
from web.handovers.act_tables import HandoverSignature, Side
from web.handovers.frozen import read_frozen
from web.handovers.steps import Opened, Part, hindrances, open_handover, sign, take
from web.people.turns import one_at_a_time
from web.records import audit
from web.records.store import Entry, append, signer_of
from web.refusal import Refusal
from web.reviews.reading import Line, day_entries, lines_of, read_up_to
from web.reviews.tables import DayReview, ReviewReading
from web.reviews.terms import ReviewTerms, review_terms

REVIEWERS = frozenset({Part.CHECKER, Part.SUPERIOR})
DECLARES = "read and reviewed"
SIGNED = "day_review.sign"
"""Kind of the record of a day."""


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """What came of signing for a day.

    Parameters
    ----------
    handovers
        Ids of those that are reviewed by it.
    kept
        Ids of those that were asked for and stay as they are, each with why.
    left
        How many of the day are not reviewed after it.
    reasons
        Why nothing was signed; empty when something was.
    """

    handovers: tuple[int, ...] = ()
    kept: tuple[tuple[int, tuple[Reason, ...]], ...] = ()
    left: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def done(self) -> bool:
        """Whether it was signed."""
        return not self.reasons

    @property
    def is_stale(self) -> bool:
        """Whether somebody else was faster."""
        return any(reason.code in {"stale_handover", "reviewed_already"} for reason in self.reasons)


def read_record(session: Session, actor: Actor, handover_id: int, *, now: dt.datetime) -> None:
    """Note that somebody has opened the present version of a handover here, once, and commit.

    Raises
    ------
    NotFound
        When it is out of reach, or nothing is submitted that could be read.
    """
    row = open_handover(session, actor, handover_id, lock=True).row
    if not row.version:
        session.rollback()
        raise NotFound(f"nothing to read yet of handover {handover_id}")
    before = select(ReviewReading.id).where(
        ReviewReading.handover_id == row.id,
        ReviewReading.version == row.version,
        ReviewReading.user_id == actor.user_id,
    )
    if session.scalar(before) is None:
        session.add(ReviewReading(handover_id=row.id, version=row.version, user_id=actor.user_id, at=now))
    session.commit()


def sign_day(
    session: Session,
    actor: Actor,
    date: dt.date,
    seen: Iterable[tuple[int, int]],
    *,
    entries_to: int,
    now: dt.datetime,
) -> Reviewed:
    """Sign for what was read of a day, and commit: handovers become reviewed, the log read up to a number.

    The password was re-entered before (`web.handovers.signing.confirmed`). Each handover is moved by one
    conditional write; one that is not complete, not read or no longer as it was seen stays and is named.

    Parameters
    ----------
    seen
        Ids of handovers, each with the `lock_version` that the page had.
    entries_to
        Up to which number the page showed the duty log.
    """
    one_at_a_time(session, actor.department_id)
    terms = review_terms(session, actor.department_id, date)
    if not terms.may_sign(actor.roles):
        session.rollback()
        return Reviewed(reasons=(Refusal(code="not_the_reviewer", limit=terms.reviewer.value),))
    lines = {line.row.id: line for line in lines_of(session, actor, date, terms)}
    done: list[int] = []
    kept: list[tuple[int, tuple[Reason, ...]]] = []
    for handover_id, version in dict(seen).items():
        reasons = _review(session, actor, handover_id, lines, seen=version, now=now)
        if reasons:
            kept.append((handover_id, tuple(reasons)))
        else:
            done.append(handover_id)
    read_to = _newly_read(session, actor, date, entries_to, now)
    if not done and not read_to:
        session.rollback()
        found = {reason.code: reason for _, reasons in kept for reason in reasons}
        return Reviewed(
            kept=tuple(kept), reasons=tuple(found.values()) or (Refusal(code="nothing_to_review"),)
        )
    left = [line for each, line in lines.items() if each not in done and not line.is_reviewed]
    _sign_day(session, actor, date, terms, done=done, left=left, entries_to=read_to, now=now)
    session.commit()
    return Reviewed(handovers=tuple(done), kept=tuple(kept), left=len(left))


def _review(
    session: Session,
    actor: Actor,
    handover_id: int,
    lines: dict[int, Line],
    *,
    seen: int,
    now: dt.datetime,
) -> list[Reason]:
    line = lines.get(handover_id)
    if line is None:
        raise NotFound(f"no handover {handover_id} of this day within reach")
    opened = open_handover(session, actor, handover_id)
    if line.is_reviewed:
        return [Refusal(code="reviewed_already")]
    reasons = hindrances(opened, HandoverAct.REVIEW, seen=seen, part=REVIEWERS)
    if line.read_at is None:
        reasons.append(Refusal(code="review_unread"))
    if not reasons and not take(session, opened, HandoverAct.REVIEW, seen=seen, now=now):
        reasons.append(Refusal(code="reviewed_already"))
    if not reasons:
        _sign_handover(session, actor, opened, now=now)
    return reasons


def _sign_handover(session: Session, actor: Actor, opened: Opened, *, now: dt.datetime) -> None:
    """Bind the signature to the content that was read: number and hash of its record stand in it."""
    frozen = read_frozen(session, opened.row.id, opened.row.version)
    content = {
        "side": Side.FOREMAN.value,
        "declares": DECLARES,
        "signs": None if frozen is None else {"record": frozen.record.number, "hash": frozen.record.hash},
    }
    record = sign(session, actor, opened, HandoverAct.REVIEW, now=now, content=content)
    session.add(
        HandoverSignature(
            handover_id=opened.row.id,
            version=opened.row.version,
            side=Side.FOREMAN,
            person_id=actor.person_id,
            record_id=record.id,
            at=now,
        )
    )


def _newly_read(session: Session, actor: Actor, date: dt.date, entries_to: int, now: dt.datetime) -> int:
    """Return up to which number the log is newly signed for; 0 where nothing is new to sign for."""
    log = log_terms(session, actor.department_id, now)
    before = read_up_to(session, actor, date)
    count, highest = day_entries(session, actor, date, log, after=before)
    return min(entries_to, highest) if count and entries_to > before else 0


def _sign_day(
    session: Session,
    actor: Actor,
    date: dt.date,
    terms: ReviewTerms,
    *,
    done: list[int],
    left: list[Line],
    entries_to: int,
    now: dt.datetime,
) -> None:
    entry = Entry(
        kind=SIGNED,
        subject=f"day:{date.isoformat()}",
        meaning="sign",
        content={
            "date": date.isoformat(),
            "declares": DECLARES,
            "asked_of": terms.reviewer.value,
            "reviewed": done,
            "left": [{"handover": line.row.id, "state": line.row.state.value} for line in left],
            "entries_to": entries_to,
        },
        policy_version_id=terms.policy_version_id,
    )
    record = append(session, actor.department_id, entry, signer=signer_of(actor), now=now)
    row = DayReview(
        department_id=actor.department_id,
        team_id=None if actor.scope == "department" else actor.team_id,
        date=date,
        record_id=record.id,
        at=now,
        by_id=actor.user_id,
        by_name=actor.name,
        by_number=actor.employee_number,
        reviewed=len(done),
        left=len(left),
        entries_to=entries_to,
    )
    session.add(row)
    session.flush()
    audit.note(
        session,
        action=SIGNED,
        object_type=DayReview.__tablename__,
        object_id=row.id,
        now=now,
        department_id=actor.department_id,
        actor_id=actor.user_id,
        detail={"reviewed": len(done), "left": len(left)},
    )
