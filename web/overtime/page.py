"""One overtime and one offer as their pages show them, with what the actor may do."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from roster.overtime.counting import Window
from roster.overtime.fitness import Extra
from roster.overtime.life import FROM, OPEN, OvertimeAct, OvertimeState
from roster.violation import Violation
from web.accounts.actor import Actor
from web.database import JsonObject
from web.overtime.deciding import CONFIRMERS, asked_for, supervises
from web.overtime.eligible import Candidate
from web.overtime.loading import load_day, policy_in_force
from web.overtime.offers import able_to_take, get_offer
from web.overtime.overview import replies
from web.overtime.steps import open_entry, subject_of
from web.overtime.tables import OfferState, OvertimeEntry, OvertimeOffer
from web.overtime.terms import APPROVER
from web.people.tables import Department
from web.policy.vocabulary.roles import Office
from web.records.store import of_subject
from web.records.tables import Record


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    """One overtime.

    Parameters
    ----------
    against
        What the rules say of it now; empty once it is decided.
    acts
        What the actor may do.
    """

    row: OvertimeEntry
    against: tuple[Violation, ...]
    records: Sequence[tuple[Record, JsonObject]]
    acts: frozenset[OvertimeAct]


@dataclass(frozen=True, kw_only=True)
class OfferPage:
    """One offer.

    Parameters
    ----------
    candidates
        Everybody within reach, judged; who may take it first.
    own
        The actor's own verdict; None for who is not rostered.
    said
        Who has answered, and whether they take it.
    """

    offer: OvertimeOffer
    candidates: Sequence[Candidate]
    own: Candidate | None
    said: Mapping[int, bool]
    is_open: bool


def read_entry(session: Session, actor: Actor, entry_id: int, *, now: dt.datetime) -> EntryPage:
    """Return the page of an overtime.

    Raises
    ------
    NotFound
        When it is not within the actor's reach.
    """
    row = open_entry(session, actor, entry_id)
    return EntryPage(
        row=row,
        against=_against(session, row) if row.state in OPEN and row.starts_at > now else (),
        records=of_subject(session, row.department_id, subject_of(row.id)),
        acts=_acts(row, actor, now),
    )


def read_offer_page(session: Session, actor: Actor, offer_id: int, *, now: dt.datetime) -> OfferPage:
    """Return the page of an offer.

    Raises
    ------
    NotFound
        When there is none in the department.
    """
    offer = get_offer(session, actor, offer_id)
    everybody = able_to_take(session, offer)
    return OfferPage(
        offer=offer,
        candidates=[each for each in everybody if actor.reaches_team(each.person.team_id)],
        own=next((each for each in everybody if each.person.id == actor.person_id), None),
        said=replies(session, offer.id),
        is_open=offer.state is OfferState.OPEN and offer.deadline > now,
    )


def reachable(session: Session, department: Department, day: dt.date) -> Sequence[Office]:
    """Return the posts that must be reachable by telephone after work (P-81, R-6.11)."""
    policy = policy_in_force(session, department.id, day)
    if policy is None or not policy.binds("oncall.reachable_roles"):
        return ()
    return policy.values.oncall_reachable_roles


def _against(session: Session, row: OvertimeEntry) -> tuple[Violation, ...]:
    department = session.get_one(Department, row.department_id)
    day = load_day(session, department, row.date, person_ids={row.person_id}, besides=row.id)
    if row.person_id not in day.people:
        return ()
    window = Window(starts_at=row.starts_at, ends_at=row.ends_at)
    extra = Extra(date=row.date, window=window, consent=True, emergency=row.emergency)
    return day.against(row.person_id, extra)


def _acts(row: OvertimeEntry, actor: Actor, now: dt.datetime) -> frozenset[OvertimeAct]:
    acts: set[OvertimeAct] = set()
    own, to_come = row.person_id == actor.person_id, row.starts_at > now
    if row.state is OvertimeState.REQUESTED and APPROVER in actor.roles and not own:
        acts |= {OvertimeAct.REJECT} | ({OvertimeAct.APPROVE} if to_come else set())
    if row.state is OvertimeState.ASKED and own:
        acts |= {OvertimeAct.DECLINE} | ({OvertimeAct.AGREE} if to_come else set())
    if row.state is OvertimeState.WORKED and CONFIRMERS & actor.roles and not own:
        acts.add(OvertimeAct.CONFIRM)
    mine = asked_for(row, actor) or supervises(row, actor)
    if row.state in FROM[OvertimeAct.WITHDRAW] and mine and to_come and row.shift_kind_id is None:
        acts.add(OvertimeAct.WITHDRAW)
    return frozenset(acts)
