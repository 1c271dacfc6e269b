"""Entries as they are looked for: by day, kind, team, number, words; the newest first."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from web.accounts.actor import Actor
from web.duty_log.reach import readable
from web.duty_log.tables import DutyEntry, EntryKind
from web.duty_log.terms import LogTerms
from web.fields import row_id
from web.search.grams import folded

ON_A_PAGE: Final = 30
MOST_WORDS: Final = 6
MOST_LETTERS: Final = 60


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is looked for; None and "" leave a choice open.

    Parameters
    ----------
    words
        Already masked: a customer's number is looked for as it is shown.
    before
        Only entries of a lower number: the next page.
    """

    date: dt.date | None = None
    since: dt.datetime | None = None
    kind: EntryKind | None = None
    team_id: int | None = None
    words: str = ""
    before: int | None = None


@dataclass(frozen=True, kw_only=True)
class Listed:
    """One page of entries.

    Parameters
    ----------
    corrected_by
        By id of an entry, the entry that corrects it.
    corrects
        By id of a correction, the number of what it corrects.
    older
        The `before` of the next page; None on the last.
    """

    entries: Sequence[DutyEntry]
    corrected_by: Mapping[int, DutyEntry]
    corrects: Mapping[int, int]
    older: int | None


def list_entries(session: Session, actor: Actor, wanted: Wanted, terms: LogTerms) -> Listed:
    """Return a page of what somebody may read and looks for, the newest first."""
    rows = session.scalars(
        select(DutyEntry)
        .options(joinedload(DutyEntry.team), joinedload(DutyEntry.shift_kind), joinedload(DutyEntry.secret))
        .where(DutyEntry.department_id == actor.department_id, readable(actor), *_conditions(wanted, terms))
        .order_by(DutyEntry.number.desc())
        .limit(ON_A_PAGE + 1)
    ).all()
    entries = rows[:ON_A_PAGE]
    return Listed(
        entries=entries,
        corrected_by=_corrected_by(session, entries),
        corrects=_corrects(session, entries),
        older=entries[-1].number if len(rows) > ON_A_PAGE else None,
    )


def chain_of(session: Session, entry: DutyEntry) -> list[DutyEntry]:
    """Return an entry with all that correct it and all that it corrects, the oldest first."""
    root = entry.root_id or entry.id
    return list(
        session.scalars(
            select(DutyEntry)
            .options(joinedload(DutyEntry.secret))
            .where(or_(DutyEntry.id == root, DutyEntry.root_id == root))
            .order_by(DutyEntry.number)
        )
    )


def _conditions(wanted: Wanted, terms: LogTerms) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.date is not None:
        start = dt.datetime.combine(wanted.date, dt.time(), tzinfo=terms.zone)
        end = dt.datetime.combine(wanted.date + dt.timedelta(days=1), dt.time(), tzinfo=terms.zone)
        found += [DutyEntry.at >= start, DutyEntry.at < end]
    if wanted.since is not None:
        found.append(DutyEntry.at >= wanted.since)
    if wanted.kind is not None:
        found.append(DutyEntry.kind == wanted.kind)
    if wanted.team_id is not None:
        found.append(or_(DutyEntry.team_id == wanted.team_id, DutyEntry.team_id.is_(None)))
    if wanted.before is not None:
        found.append(DutyEntry.number < wanted.before)
    number = row_id(wanted.words.lstrip("#＃"))
    for word in folded(wanted.words[:MOST_LETTERS]).split()[:MOST_WORDS]:
        holds = DutyEntry.searched.contains(word, autoescape=True)
        found.append(holds if number is None else or_(holds, DutyEntry.number == number))
    return found


def _corrected_by(session: Session, entries: Sequence[DutyEntry]) -> dict[int, DutyEntry]:
    ids = [entry.id for entry in entries]
    rows = session.scalars(select(DutyEntry).where(DutyEntry.corrects_id.in_(ids)))
    return {row.corrects_id: row for row in rows if row.corrects_id is not None}


def _corrects(session: Session, entries: Sequence[DutyEntry]) -> dict[int, int]:
    wanted = {entry.corrects_id: entry.id for entry in entries if entry.corrects_id is not None}
    rows = session.execute(select(DutyEntry.id, DutyEntry.number).where(DutyEntry.id.in_(wanted)))
    return {wanted[row.id]: row.number for row in rows}
