"""One leave as its page shows it, with what the actor may do; and the form with what the regulation asks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.leave.asking import LeaveKind
from roster.leave.balance import Balance, Balances, beyond_balance
from roster.leave.life import FROM, WAITING, LeaveAct, LeaveState
from roster.leave.terms import LeaveTerms
from roster.violation import Violation
from web.accounts.actor import Actor
from web.database import JsonObject
from web.leave.asking import judge_now
from web.leave.balances import balance_of
from web.leave.covering import Opening, openings
from web.leave.deciders import deciders, not_your_step
from web.leave.files import FileLine, files_of, may_add, may_open
from web.leave.loading import ask_of, certificates_of, life_of, terms_of
from web.leave.overview import Away, others_away, taken_in_year
from web.leave.proving import OPEN, faults_of
from web.leave.returning import RECORDS
from web.leave.steps import open_leave, person_in_reach, subject_of
from web.leave.tables import LeaveRequest
from web.people.tables import Department, Person
from web.records.store import of_subject
from web.records.tables import Record
from web.rosters.loading import policy_if_any
from web.rosters.overview import names_by_number


@dataclass(frozen=True, kw_only=True)
class LeavePage:
    """A leave and what may be done with it.

    Parameters
    ----------
    hindrances
        What forbids it now, while it waits.
    noted
        What whoever decides is told: too late, holiday duty.
    acts
        What the actor may do; ``prove``, ``accept_proof``, ``refuse_proof``, ``add_file`` and
        ``open_file`` among them.
    decides_cover
        The actor's approval would be the last: every shift is decided on.
    openings
        The shifts with who may stand in; to whoever decides only.
    away, taken, balances
        To whoever decides only; of the kind that is asked for, without this request.
    proof_faults
        What is wrong with the certificates as they stand; empty without a proof.
    files
        Files of certificates that were handed in, also those whose content is deleted.
    """

    row: LeaveRequest
    hindrances: tuple[Violation, ...]
    noted: tuple[Violation, ...]
    acts: frozenset[str]
    decides_cover: bool
    openings: tuple[Opening, ...]
    away: tuple[Away, ...]
    taken: Mapping[LeaveKind, int]
    balances: Sequence[Balance]
    proof_faults: tuple[Violation, ...]
    files: Sequence[FileLine]
    records: list[tuple[Record, JsonObject]]
    names: Mapping[str, str]


def read_leave(
    session: Session, actor: Actor, leave_id: int, *, now: dt.datetime, today: dt.date
) -> LeavePage:
    """Return the page of a leave.

    Raises
    ------
    NotFound
        When it is not within the actor's reach.
    """
    row, department = open_leave(session, actor, leave_id)
    acts = _acts(row, actor, today)
    decides = LeaveAct.APPROVE in acts
    hindrances: tuple[Violation, ...] = ()
    noted: tuple[Violation, ...] = ()
    balances: Balances = {}
    if row.state in WAITING:
        asked = ask_of(row)
        found = judge_now(session, department, row.person, asked, row.policy_version_id, now=now, today=today)
        hindrances = tuple(each for each in found.refused if each.code == "leave_swapped")
        balances = balance_of(session, row.person_id, besides=row.id) if decides else {}
        noted = (*found.noted, *beyond_balance(asked, balances))
    return LeavePage(
        row=row,
        hindrances=hindrances,
        noted=noted,
        acts=acts,
        decides_cover=decides and life_of(row).is_last_step,
        openings=openings(session, actor, row, department, now=now, today=today) if decides else (),
        away=others_away(session, row) if decides else (),
        taken=taken_in_year(session, row.person_id, row.first_day.year) if decides else {},
        balances=[
            each
            for (kind, year), each in sorted(balances.items())
            if kind is row.kind and row.first_day.year <= year <= row.last_day.year
        ],
        proof_faults=faults_of(session, row) if row.needs_proof and certificates_of(row) else (),
        files=files_of(session, row.id),
        records=of_subject(session, department.id, subject_of(row.id)),
        names=names_by_number(session, department.id),
    )


@dataclass(frozen=True, kw_only=True)
class LeaveForm:
    """The form.

    Parameters
    ----------
    person
        For whom; None where nobody is chosen.
    terms
        None while the department has no policy.
    balances
        What the person has of this year and later ones.
    management
        Names of those who may allow what is asked for too late (R-5.4); empty where nobody has the role.
    """

    person: Person | None
    people: Sequence[Person]
    terms: LeaveTerms | None
    balances: Sequence[Balance] = ()
    management: Sequence[str] = ()


def read_form(session: Session, actor: Actor, person_id: int | None, *, today: dt.date) -> LeaveForm:
    """Return the form for a person within reach; for the actor where nobody is named.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    chosen = person_id or actor.person_id
    policy = policy_if_any(session, actor.department_id, today)
    person = None if chosen is None else person_in_reach(session, actor, chosen)
    terms = None if policy is None else terms_of(policy)
    if person is None or terms is None:
        return LeaveForm(person=person, people=_others(session, actor), terms=terms)
    others = deciders(session, person, (terms.late_approver,))
    return LeaveForm(
        person=person,
        people=_others(session, actor),
        terms=terms,
        balances=[
            each for (_, year), each in sorted(balance_of(session, person.id).items()) if year >= today.year
        ],
        management=[each.name for each in others if each.user_id != actor.user_id],
    )


def department_of(session: Session, actor: Actor) -> Department:
    """Return the actor's department."""
    return session.get_one(Department, actor.department_id)


def _others(session: Session, actor: Actor) -> list[Person]:
    """Return everybody else for whom the actor may ask."""
    if actor.scope == "own":
        return []
    people = session.scalars(
        select(Person)
        .where(Person.department_id == actor.department_id, Person.active)
        .order_by(Person.employee_number)
    )
    return [
        person for person in people if actor.reaches_team(person.team_id) and person.id != actor.person_id
    ]


def _acts(row: LeaveRequest, actor: Actor, today: dt.date) -> frozenset[str]:
    acts: set[str] = set()
    is_own = actor.person_id == row.person_id
    if row.state in WAITING and not not_your_step(row, actor):
        acts |= {LeaveAct.APPROVE, LeaveAct.REJECT}
    not_begun = row.state is LeaveState.COVER_ARRANGED and today < row.first_day
    if (row.state in WAITING or not_begun) and (is_own or actor.user_id == row.created_by_id):
        acts.add(LeaveAct.WITHDRAW)
    can_end_early = row.state in FROM[LeaveAct.CUT_SHORT] and row.until > row.first_day
    if can_end_early and actor.roles & RECORDS and not is_own:
        acts.add(LeaveAct.CUT_SHORT)
    if may_add(row, actor):
        acts.add("add_file")
    if may_open(row, actor):
        acts.add("open_file")
    oversees = bool(actor.roles & {"leader", "supervisor"}) and not is_own
    if row.state in FROM[LeaveAct.SETTLE] and oversees:
        acts.add(LeaveAct.SETTLE)
    if row.needs_proof and row.state in OPEN:
        if is_own or actor.roles & {"leader", "supervisor", "hr"}:
            acts.add("prove")
        checks = bool(actor.roles & {"supervisor", "hr"}) and not is_own
        if checks and certificates_of(row):
            acts.add("refuse_proof")
            if row.state in FROM[LeaveAct.ACCEPT_PROOF]:
                acts.add(LeaveAct.ACCEPT_PROOF)
    return frozenset(acts)
