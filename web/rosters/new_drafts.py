"""New drafts from old versions: the same month again, or the month before by its weekdays."""

import datetime as dt
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from roster.problem import Cell, Problem
from roster.problem import Roster as Shifts
from roster.rules import Judgement, judge
from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.tables import Department
from web.refusal import Refusal
from web.rosters.acts import DEPARTMENT_SCOPE, open_version, record
from web.rosters.alive import in_force_or_newest_alive
from web.rosters.drafts import Draft, store_draft
from web.rosters.loading import load_problem, load_roster, locked_cells, requirement_of
from web.rosters.months import previous_month

PATTERN_DAYS = 28
"""Four weeks: the shortest step back that keeps weekdays and reaches into the month before."""


@dataclass(frozen=True, kw_only=True)
class NewDraft:
    """A stored draft.

    Parameters
    ----------
    dropped
        Cells of the source that were left out.
    judgement
        What the rules say of the draft.
    """

    version_id: int
    number: int
    dropped: int
    judgement: Judgement


def draft_from_version(
    session: Session, actor: Actor, version_id: int, *, now: dt.datetime
) -> NewDraft | Refusal:
    """Store a new draft with the content and locks of any version of the month, and commit.

    Left out are shifts of people who are no longer rostered, on leave or not employed that day, and of
    kinds no longer in use, unless the cell is locked.
    """
    if actor.scope != DEPARTMENT_SCOPE:
        return Refusal(code="out_of_reach", measured=actor.scope)
    version, department = open_version(session, actor, version_id)
    problem = load_problem(session, department, version.roster.month)
    source = load_roster(session, version)
    locks = locked_cells(session, version)
    kept = _fitting(problem, source, also=frozenset(locks))
    draft = Draft(
        month=version.roster.month,
        shifts=kept,
        requirement_id=_requirement_id(session, department, version.roster.month),
        locked=frozenset(
            cell
            for cell, code in locks.items()
            if cell[0] in problem.person_by_id and kept.kind(*cell) == code
        ),
        based_on_id=version.id,
        note=f"from version {version.number}",
    )
    return _store(session, actor, department, problem, draft, dropped=len(source) - len(kept), now=now)


def draft_from_last_month(
    session: Session, actor: Actor, month: dt.date, *, now: dt.datetime
) -> NewDraft | Refusal:
    """Store a draft that repeats the month before by weekdays, and commit.

    Each date takes what the date 28 days earlier has, so weekdays match; the last days of the month,
    whose model lies in the month itself, repeat what was copied there. The source is the published
    version, else the newest that is alive. Shifts of people who are on leave, not employed or no
    longer rostered that day are left out, and so is what was placed by hand (training, overtime) or is of
    a kind no longer in use; all other violations stay and are shown.

    Returns
    -------
    NewDraft or Refusal
        ``nothing_to_copy`` when the month before has no version.
    """
    if actor.scope != DEPARTMENT_SCOPE:
        return Refusal(code="out_of_reach", measured=actor.scope)
    department = session.get(Department, actor.department_id)
    if department is None:
        raise NotFound("no such department")
    before = previous_month(month)
    source = in_force_or_newest_alive(session, department.id, before)
    if source is None:
        return Refusal(code="nothing_to_copy", measured=before.isoformat())
    problem = load_problem(session, department, month)
    copied = repeat_pattern(load_roster(session, source), problem)
    kept = _fitting(problem, copied, also=frozenset())
    draft = Draft(
        month=month,
        shifts=kept,
        requirement_id=_requirement_id(session, department, month),
        based_on_id=source.id,
        note=f"pattern of {before:%Y-%m} version {source.number}",
    )
    return _store(session, actor, department, problem, draft, dropped=len(copied) - len(kept), now=now)


def repeat_pattern(source: Shifts, problem: Problem) -> Shifts:
    """Return what every person works when each date repeats the one four weeks before; pure."""
    cells: dict[tuple[str, dt.date], str] = {}
    for person in problem.people:
        row = dict(source.of_person(person.id))
        for day in range(problem.days):
            date = problem.date_of(day)
            code = row.get(date - dt.timedelta(days=PATTERN_DAYS))
            if code is not None:
                row[date] = code
                cells[(person.id, date)] = code
    return Shifts(cells)


def _fitting(problem: Problem, shifts: Shifts, *, also: frozenset[Cell]) -> Shifts:
    """Leave out shifts of who is not rostered, not employed or on leave, and of kinds that no solve chooses.

    Such a kind stays in the cells `also`.
    """
    return Shifts(
        ((number, date), code)
        for (number, date), code in shifts.items()
        if number in problem.person_by_id
        and code in problem.kind_by_code
        and (problem.kind_by_code[code].assignable or (number, date) in also)
        and problem.person_by_id[number].is_employed(date)
        and not problem.person_by_id[number].is_fixed_off(date)
    )


def _store(
    session: Session,
    actor: Actor,
    department: Department,
    problem: Problem,
    draft: Draft,
    *,
    dropped: int,
    now: dt.datetime,
) -> NewDraft:
    version = store_draft(session, department, draft, made_by=actor.user_id, now=now)
    record(session, actor, version, action="draft", now=now, detail={"based_on": draft.based_on_id})
    session.commit()
    locked = {cell: draft.shifts.kind(*cell) for cell in draft.locked}
    return NewDraft(
        version_id=version.id,
        number=version.number,
        dropped=dropped,
        judgement=judge(replace(problem, locked=locked), draft.shifts),
    )


def _requirement_id(session: Session, department: Department, month: dt.date) -> int | None:
    found = requirement_of(session, department.id, month)
    return None if found is None else found.id
