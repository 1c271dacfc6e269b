"""What was flagged as not approved, once more is known: it counts after all, or the person left earlier."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.overtime.counting import Window, without
from roster.overtime.life import FROM, TO, OvertimeAct, OvertimeState
from roster.overtime.terms import UNNOTICED
from web.accounts.actor import Actor
from web.overtime.steps import sign, take
from web.overtime.tables import OvertimeEntry
from web.people.tables import Person


class Ended(Protocol):
    """A shift that is over."""

    @property
    def date(self) -> dt.date: ...  # noqa: D102 - a protocol member
    @property
    def ends_at(self) -> dt.datetime: ...  # noqa: D102 - a protocol member


def set_right(
    session: Session,
    actor: Actor | None,
    person: Person,
    shift: Ended,
    counts: Sequence[Window],
    *,
    left_at: dt.datetime | None,
    now: dt.datetime,
) -> None:
    """Take minutes that count by now out of what stands there as not approved; the caller commits.

    A conversation may be reported after its person has clocked out (R-6.2), and a correction may move the
    leaving: no minute is flagged and counted. What is left of less than `UNNOTICED` minutes is withdrawn.

    Parameters
    ----------
    counts
        Stretches past the shift that count.
    left_at
        When the person really left; None where that is not known anew.
    """
    rows = session.scalars(
        select(OvertimeEntry).where(
            OvertimeEntry.person_id == person.id,
            OvertimeEntry.date == shift.date,
            OvertimeEntry.starts_at >= shift.ends_at,
            OvertimeEntry.state == OvertimeState.UNAPPROVED,
        )
    ).all()
    for row in rows:
        whole = Window(starts_at=row.starts_at, ends_at=row.ends_at)
        rest = without((whole,), counts)
        if left_at is not None:
            rest = _until(rest, left_at)
        if rest == (whole,):
            continue
        if sum(window.minutes for window in rest) < UNNOTICED:
            changes: dict[str, Any] = {"state": TO[OvertimeAct.ANNUL]}
        else:
            changes = {"starts_at": rest[0].starts_at, "ends_at": rest[-1].ends_at}
        states = FROM[OvertimeAct.ANNUL]
        if take(session, row, seen=row.lock_version, states=states, now=now, **changes):
            sign(session, actor, row, OvertimeAct.ANNUL.value, now=now)


def _until(windows: Sequence[Window], end: dt.datetime) -> tuple[Window, ...]:
    return tuple(
        Window(starts_at=window.starts_at, ends_at=min(window.ends_at, end))
        for window in windows
        if window.starts_at < end
    )
