"""Everything that a person's own page shows, read at one moment."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy.orm import Session

from web.my.ledger import Ledger, read_ledger
from web.my.month import OwnMonth, read_month
from web.my.publication import Published, waiting_publications
from web.my.shifts import OwnHandover, OwnShift, next_handovers, next_shift
from web.people.tables import Department, Person


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    """A person's own page; `now` is the server's time, against which countdowns run."""

    person: Person
    now: dt.datetime
    today: dt.date
    waiting: tuple[Published, ...]
    shift: OwnShift | None
    handovers: tuple[OwnHandover, ...]
    month: OwnMonth
    ledger: Ledger | None


def read_own_page(
    session: Session,
    department: Department,
    person: Person,
    *,
    month: dt.date | None,
    now: dt.datetime,
    today: dt.date,
) -> OwnPage:
    """Return the page of a person.

    Parameters
    ----------
    month
        First day of the month to show; None takes the present one.
    today
        Local date of the department.
    """
    shown = read_month(session, department, person, month or today.replace(day=1), today=today)
    published = shown.published
    return OwnPage(
        person=person,
        now=now,
        today=today,
        waiting=waiting_publications(session, person, today),
        shift=next_shift(session, person, now),
        handovers=next_handovers(session, person.id, now),
        month=shown,
        ledger=None if published is None else read_ledger(session, department, person, published.version),
    )
