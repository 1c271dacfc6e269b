"""One swap as its page shows it: judged on the roster as it is now, with what the actor may do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.swaps.judging import SwapVerdict
from roster.swaps.life import SwapAct, SwapState
from web.accounts.actor import Actor
from web.database import JsonObject
from web.people.tables import Department
from web.policy.vocabulary.requests import SwapFailure as StatedFailure
from web.records.store import of_subject
from web.records.tables import Record
from web.refusal import Refusal
from web.rosters.loading import load_roster
from web.rosters.overview import names_by_number
from web.rosters.tables import Roster, RosterEvent, RosterVersion
from web.swaps.approving import step_reasons
from web.swaps.asking import judged
from web.swaps.days import Around, around
from web.swaps.debts import debts_of_swap
from web.swaps.effecting import note_of
from web.swaps.failing import failable, failures_of, stated_failure
from web.swaps.loading import SwapMonth, life_of, load_swap_months, swap_of, waited_for
from web.swaps.steps import is_party, open_swap, subject_of
from web.swaps.tables import SwapDebt, SwapFailure, SwapMove, SwapRequest

JUDGED = frozenset({SwapState.PROPOSED, SwapState.RULE_CHECKED})
"""States in which what the rules say now still matters."""


@dataclass(frozen=True, kw_only=True)
class SwapPage:
    """A swap, what may be done with it, and what it does.

    Parameters
    ----------
    verdict
        On the roster in force now; None once it is decided.
    days
        The days around it, by month; empty where no roster of it is known any more.
    records
        Signed decisions with their content, the oldest first.
    failable, failures, failure_rule
        Shifts on which the actor may decide that they failed; those decided on; what the policy says (P-57).
    acts
        What the actor may do.
    """

    row: SwapRequest
    month: SwapMonth | None
    verdict: SwapVerdict | None
    days: list[Around]
    records: list[tuple[Record, JsonObject]]
    debts: list[SwapDebt]
    failable: list[SwapMove]
    failures: list[SwapFailure]
    failure_rule: StatedFailure
    acts: frozenset[SwapAct]
    names: Mapping[str, str]


def read_swap(session: Session, actor: Actor, swap_id: int, *, now: dt.datetime, today: dt.date) -> SwapPage:
    """Return the page of a swap.

    Raises
    ------
    NotFound
        When it is not within the actor's reach.
    """
    row, department = open_swap(session, actor, swap_id)
    swap, verdict = swap_of(row), None
    loaded = load_swap_months(session, department, swap.months, today=today, besides=row.undoes_id or row.id)
    month = None if isinstance(loaded, Refusal) else loaded
    if month is not None and row.state in JUDGED:
        verdict = judged(month, month.judge(), swap, now=now, today=today)
    return SwapPage(
        row=row,
        month=month,
        verdict=verdict,
        days=_days(session, row, month, verdict),
        records=of_subject(session, department.id, subject_of(row.id)),
        debts=debts_of_swap(session, row.id),
        failable=failable(row, actor, now),
        failures=failures_of(session, row.id),
        failure_rule=stated_failure(session, row),
        acts=_acts(row, actor),
        names=names_by_number(session, department.id),
    )


def department_of(session: Session, actor: Actor) -> Department:
    """Return the actor's department."""
    return session.get_one(Department, actor.department_id)


def _days(
    session: Session, row: SwapRequest, month: SwapMonth | None, verdict: SwapVerdict | None
) -> list[Around]:
    """Show a swap on the rosters in force, or, once it took effect, beside the versions that it changed."""
    found = []
    made = {} if row.made_version_id is None else _made(session, row)
    for each in () if month is None else month.each:
        part = swap_of(row).of_month(each.problem.first_day)
        version = made.get(each.problem.first_day)
        if verdict is not None:
            found.append(around(each.problem, each.roster, part.applied(each.roster), part))
        elif version is not None and version.based_on_id is not None:
            before = load_roster(session, session.get_one(RosterVersion, version.based_on_id))
            found.append(around(each.problem, before, load_roster(session, version), part))
    return found


def _made(session: Session, row: SwapRequest) -> Mapping[dt.date, RosterVersion]:
    """Return the versions that a swap made, by the first day of their months."""
    rows = session.scalars(
        select(RosterVersion)
        .join(RosterEvent, RosterEvent.roster_version_id == RosterVersion.id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(
            Roster.department_id == row.department_id,
            RosterEvent.note == note_of(row),
            RosterEvent.from_state.is_(None),
        )
    )
    return {version.roster.month: version for version in rows}


def _acts(row: SwapRequest, actor: Actor) -> frozenset[SwapAct]:
    acts: set[SwapAct] = set()
    if row.state is SwapState.PROPOSED and actor.person_id in waited_for(row):
        acts |= {SwapAct.AGREE, SwapAct.DECLINE}
    if life_of(row).next_role is not None and not step_reasons(row, actor):
        acts |= {SwapAct.APPROVE, SwapAct.REJECT}
    asked = actor.person_id == row.requester_id or actor.user_id == row.created_by_id
    if asked and row.state in (SwapState.PROPOSED, SwapState.RULE_CHECKED):
        acts.add(SwapAct.WITHDRAW)
    if row.state is SwapState.EFFECTIVE and is_party(row, actor):
        acts.add(SwapAct.UNDO)
    return frozenset(acts)
