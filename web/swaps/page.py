"""One swap as its page shows it: judged on the roster as it is now, with what the actor may do."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.swaps.judging import SwapVerdict
from roster.swaps.life import SwapAct, SwapState
from web.accounts.actor import Actor
from web.database import JsonObject
from web.people.tables import Department
from web.policy.vocabulary.requests import SwapFailure as StatedFailure
from web.records.store import of_subject
from web.records.tables import Record
from web.rosters.loading import load_roster
from web.rosters.overview import names_by_number
from web.rosters.tables import RosterVersion
from web.swaps.approving import step_reasons
from web.swaps.asking import judged
from web.swaps.days import Around, around
from web.swaps.debts import debts_of_swap
from web.swaps.failing import failable, failures_of, stated_failure
from web.swaps.loading import SwapMonth, life_of, load_swap_month, swap_of, waited_for
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
        The days around it; None where the month's roster is not known any more.
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
    days: Around | None
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
    month = load_swap_month(session, department, row.month, today=today, besides=row.undoes_id or row.id)
    swap, verdict = swap_of(row), None
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
) -> Around | None:
    """Show a swap on the roster in force, or, once it took effect, beside the version that it changed."""
    if month is None:
        return None
    swap = swap_of(row)
    if verdict is not None:
        return around(month.problem, month.roster, swap.applied(month.roster), swap)
    made = None if row.made_version_id is None else session.get(RosterVersion, row.made_version_id)
    if made is None:
        return None
    before = load_roster(session, row.seen_version)
    return around(month.problem, before, load_roster(session, made), swap)


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
