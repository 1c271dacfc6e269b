"""How much leave people have: read from entries and requests, and entered by HR."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from roster.leave.asking import ENTITLED, LeaveKind
from roster.leave.balance import PER_DAY, Balances, Entry, Span, balances_of
from roster.leave.life import GRANTED, WAITING, LeaveState
from web.accounts.actor import Actor
from web.leave.balance_tables import EntryKind, LeaveEntry
from web.leave.steps import person_in_reach
from web.leave.tables import LeaveRequest
from web.people.tables import Person
from web.people.turns import one_at_a_time
from web.records import audit
from web.refusal import Refusal
from web.said import faults, plain

MOST_DAYS = 366
YEARS = range(2000, 2101)
FOUND_ABSENT = "absent"
"""Outcome of a granted leave that a person has found to be none."""


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What HR enters.

    Parameters
    ----------
    half_days
        None where the form had no number of whole or half days.
    token
        Made with the form.
    """

    kind: str
    year: int | None
    entry: str
    half_days: int | None
    reason: str = ""
    token: str = ""


def is_leave(row: LeaveRequest) -> bool:
    """Tell whether the days of a leave were granted, and nobody has found them to be an absence."""
    if row.state not in GRANTED and row.state is not LeaveState.CLOSED:
        return False
    return len(row.consents) == len(row.chain) and row.outcome != FOUND_ABSENT


def load_balances(
    session: Session, people: Collection[int], *, besides: int | None = None
) -> Mapping[int, Balances]:
    """Return the balances of people, by person; every one of them is there.

    Parameters
    ----------
    besides
        A request that does not count: the one that is decided on.
    """
    entries: dict[int, list[Entry]] = {person: [] for person in people}
    spans: dict[int, list[Span]] = {person: [] for person in people}
    for person, kind, year, half_days in session.execute(
        select(LeaveEntry.person_id, LeaveEntry.kind, LeaveEntry.year, LeaveEntry.half_days).where(
            LeaveEntry.person_id.in_(people)
        )
    ):
        entries[person].append(Entry(kind=kind, year=year, half_days=half_days))
    rows = session.scalars(
        select(LeaveRequest)
        .options(selectinload(LeaveRequest.consents))
        .where(
            LeaveRequest.person_id.in_(people),
            LeaveRequest.kind.in_(ENTITLED),
            LeaveRequest.state.in_((*WAITING, *GRANTED, LeaveState.CLOSED)),
        )
    )
    for row in rows:
        if row.id != besides and (row.state in WAITING or is_leave(row)):
            spans[row.person_id].append(
                Span(kind=row.kind, first=row.first_day, last=row.until, is_granted=row.state not in WAITING)
            )
    return {person: balances_of(entries[person], spans[person]) for person in people}


def balance_of(session: Session, person_id: int, *, besides: int | None = None) -> Balances:
    """Return one person's balances."""
    return load_balances(session, [person_id], besides=besides)[person_id]


def table_of(session: Session, actor: Actor, year: int) -> list[tuple[Person, Balances]]:
    """Return everybody active within the actor's reach with their balances of a year, by employee number."""
    people = [
        person
        for person in session.scalars(
            select(Person)
            .options(joinedload(Person.team))
            .where(Person.department_id == actor.department_id, Person.active)
            .order_by(Person.employee_number)
        )
        if actor.reaches_person(person.id, person.team_id)
    ]
    found = load_balances(session, [person.id for person in people])
    return [
        (person, {key: each for key, each in found[person.id].items() if key[1] == year}) for person in people
    ]


def entries_of(session: Session, actor: Actor, person_id: int) -> tuple[Person, Sequence[LeaveEntry]]:
    """Return a person within reach and their entries, the newest first.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    person = person_in_reach(session, actor, person_id)
    rows = session.scalars(
        select(LeaveEntry)
        .options(joinedload(LeaveEntry.recorded_by))
        .where(LeaveEntry.person_id == person.id)
        .order_by(LeaveEntry.id.desc())
    )
    return person, rows.all()


def enter(
    session: Session, actor: Actor, person_id: int, new: NewEntry, *, now: dt.datetime
) -> list[Refusal]:
    """Add one entry, and commit; a form that is sent twice is one entry.

    Returns
    -------
    list of Refusal
        All reasons why nothing was stored: ``leave_no_entitlement``, ``leave_year``, ``leave_entry_days`` (a
        grant is more than nothing, a correction anything else than nothing; at most a year), no reason for a
        correction, ``leave_granted_below_zero`` (half days, measured against 0).

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    person = person_in_reach(session, actor, person_id)
    one_at_a_time(session, person.department_id)
    if _is_known(session, actor, new.token):
        session.rollback()
        return []
    reasons = [*_faults(new), *_below_zero(session, person.id, new)]
    if reasons:
        session.rollback()
        return reasons
    store_entry(session, actor, person, new, now=now)
    session.commit()
    return []


def store_entry(
    session: Session, actor: Actor, person: Person, new: NewEntry, *, now: dt.datetime
) -> LeaveEntry:
    """Add an entry that has been looked at; the caller commits."""
    row = LeaveEntry(
        department_id=person.department_id,
        person_id=person.id,
        kind=LeaveKind(new.kind),
        year=new.year,
        entry=EntryKind(new.entry),
        half_days=new.half_days,
        reason=plain(new.reason),
        token=new.token,
        recorded_by_id=actor.user_id,
        recorded_at=now,
    )
    session.add(row)
    session.flush()
    audit.note(
        session,
        action=f"leave_entry.{row.entry.value}",
        object_type=LeaveEntry.__tablename__,
        object_id=row.id,
        now=now,
        department_id=person.department_id,
        actor_id=actor.user_id,
        detail={"person": person.id, "kind": row.kind.value, "year": row.year, "half_days": row.half_days},
    )
    return row


def granted_of(session: Session, department_id: int) -> Mapping[tuple[str, LeaveKind, int], int]:
    """Return the half days granted by employee number, kind and year; what has no entry is not there."""
    found: dict[tuple[str, LeaveKind, int], int] = {}
    for number, kind, year, half_days in session.execute(
        select(Person.employee_number, LeaveEntry.kind, LeaveEntry.year, LeaveEntry.half_days)
        .join(Person, Person.id == LeaveEntry.person_id)
        .where(LeaveEntry.department_id == department_id)
    ):
        found[number, kind, year] = found.get((number, kind, year), 0) + half_days
    return found


def _is_known(session: Session, actor: Actor, token: str) -> bool:
    same = select(LeaveEntry.id).where(LeaveEntry.recorded_by_id == actor.user_id, LeaveEntry.token == token)
    return bool(token) and session.scalar(same) is not None


def _faults(new: NewEntry) -> list[Refusal]:
    reasons = []
    is_correction = new.entry == EntryKind.CORRECTION
    if not new.token or new.entry not in set(EntryKind):
        reasons.append(Refusal(code="leave_malformed", field="entry"))
    if new.kind not in ENTITLED:
        reasons.append(Refusal(code="leave_no_entitlement", field="kind"))
    if new.year is None or new.year not in YEARS:
        reasons.append(Refusal(code="leave_year", field="year"))
    days = new.half_days or 0
    if not days or (days < 0 and not is_correction) or abs(days) > MOST_DAYS * PER_DAY:
        reasons.append(Refusal(code="leave_entry_days", field="days", limit=MOST_DAYS))
    return [*reasons, *faults(new.reason, needed=is_correction, missing="leave_reason_missing")]


def _below_zero(session: Session, person_id: int, new: NewEntry) -> list[Refusal]:
    """Refuse to take away more than was granted."""
    if new.kind not in ENTITLED or new.year is None or (new.half_days or 0) >= 0:
        return []
    granted = balance_of(session, person_id).get((LeaveKind(new.kind), new.year))
    left = (0 if granted is None else granted.granted) + (new.half_days or 0)
    return (
        [Refusal(code="leave_granted_below_zero", field="days", measured=left, limit=0)] if left < 0 else []
    )
