"""Asking for a swap: who could take a shift, and the request itself, judged before it is stored."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from roster.swaps.candidates import Candidate
from roster.swaps.candidates import candidates as core_candidates
from roster.swaps.debts import payback_on_next_day
from roster.swaps.effect import SwapJudge
from roster.swaps.judging import SwapVerdict, judge_swap
from roster.swaps.life import FROM, SwapAct
from roster.swaps.moves import Swap
from roster.swaps.spanning import judge_two_months
from roster.swaps.terms import PayBack
from roster.violation import Violation
from web.accounts.actor import Actor
from web.answer import Reason
from web.errors import NotFound
from web.people.tables import Department, Person
from web.people.turns import one_at_a_time
from web.policy.vocabulary.requests import SwapGround
from web.refusal import Refusal
from web.rosters.months import next_month
from web.said import faults
from web.swaps.loading import SwapMonth, load_swap_month, load_swap_months, moment_of
from web.swaps.offer_tables import OfferState, SwapOffer
from web.swaps.placing import OF_OFFER, Ask, place
from web.swaps.settling import settling_reasons
from web.swaps.steps import SwapAnswer, done
from web.swaps.tables import SwapMove, SwapRequest

GROUNDS = frozenset(["", *(ground.value for ground in SwapGround)])


@dataclass(frozen=True, kw_only=True)
class Asking:
    """A shift and who could take it, the best first; `month` holds the terms."""

    month: SwapMonth
    requester: Person
    date: dt.date
    candidates: tuple[Candidate, ...]


def candidates(
    session: Session,
    actor: Actor,
    person_id: int,
    when: dt.date,
    *,
    by_company: bool = False,
    now: dt.datetime,
    today: dt.date,
) -> Asking | Refusal:
    """Judge everybody who could take a person's shift of a date.

    Parameters
    ----------
    by_company
        Judge as for a swap that the department asks for (R-4.20).

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    requester = person_in_reach(session, actor, person_id)
    return candidates_for(session, requester, when, by_company=by_company, now=now, today=today)


def candidates_for(
    session: Session,
    requester: Person,
    when: dt.date,
    *,
    ground: str = "",
    by_company: bool = False,
    among: Collection[int] | None = None,
    now: dt.datetime,
    today: dt.date,
) -> Asking | Refusal:
    """Judge everybody who could take a person's shift; the caller knows that the actor may see it.

    Parameters
    ----------
    among
        Only these people, by id; None for everybody.
    """
    department = session.get_one(Department, requester.department_id)
    month = load_swap_month(session, department, when.replace(day=1), today=today)
    if month is None:
        return Refusal(code="swap_not_published", measured=f"{when:%Y-%m}")
    if month.roster.kind(requester.employee_number, when) is None:
        return Refusal(code="swap_no_own_shift", measured=when.isoformat())
    judge = month.judge()

    def verdict(swap: Swap) -> SwapVerdict:
        asked = replace(swap, ground=ground or any_ground(month), by_company=by_company)
        return judged(month, judge, with_payback(month, asked), now=now, today=today)

    numbers = (
        None if among is None else {number for number, person in month.people.items() if person.id in among}
    )
    found = core_candidates(
        month.problem, month.roster, requester.employee_number, when, verdict, among=numbers
    )
    return Asking(month=month, requester=requester, date=when, candidates=found)


def judged(
    month: SwapMonth, judge: SwapJudge, swap: Swap, *, now: dt.datetime, today: dt.date
) -> SwapVerdict:
    """Judge a swap in its month, or two, as they are now.

    Who is not rostered any more in a month where shifts of theirs change is named, and nothing else.
    """
    gone = dict.fromkeys(
        number
        for each in month.each
        for number in swap.of_month(each.problem.first_day).parties
        if number not in each.problem.person_by_id
    )
    if gone:
        misfits = tuple(
            Violation(code="swap_not_rostered", person=number, dates=swap.dates) for number in gone
        )
        return SwapVerdict(misfits=misfits, unmet=(), effect=None)
    moment = moment_of(month.department, month.problem, month.shifts, swap, now=now, today=today)
    terms, standing = month.terms, month.standing
    if month.then is None:
        verdict = judge_swap(judge, swap, terms=terms, standing=standing, moment=moment)
    else:
        later = month.then.judge()
        verdict = judge_two_months(judge, later, swap, terms=terms, standing=standing, moment=moment)
    asks_leave = tuple(
        Violation(code="swap_not_available", person=move.taker, dates=(move.date,))
        for move in swap.all_moves
        if (move.taker, move.date) in month.asked_leave
    )
    return replace(verdict, unmet=(*verdict.unmet, *asks_leave)) if asks_leave else verdict


def propose(session: Session, actor: Actor, ask: Ask, *, now: dt.datetime, today: dt.date) -> SwapAnswer:
    """Store a swap that is lawful now, ask who takes a shift, and commit.

    A form that is sent twice is one swap: the second time the first is answered.

    Raises
    ------
    NotFound
        When the requester is not within reach.
    """
    requester = person_in_reach(session, actor, ask.requester_id)
    department = session.get_one(Department, actor.department_id)
    one_at_a_time(session, department.id)
    twice = None if token_reasons(ask.token) else _asked_with(session, actor, ask.token)
    if twice is not None:
        return done(twice)
    swap, reasons = _swap(ask, requester)
    if swap is None:
        return SwapAnswer(swap_id=None, reasons=tuple(reasons))
    month = load_swap_months(session, department, swap.months, today=today, besides=ask.undoes_id)
    if isinstance(month, Refusal):
        return SwapAnswer(swap_id=None, reasons=(month,))
    reasons += [
        *asked_already(session, ask.requester_id, [move.date for move in swap.moves]),
        *settling_reasons(session, month, ask, swap),
    ]
    swap = with_payback(month, swap)
    if not reasons:
        verdict = judged(month, month.judge(), swap, now=now, today=today)
        reasons += verdict.reasons
    if reasons:
        session.rollback()
        return SwapAnswer(swap_id=None, reasons=tuple(reasons))
    placed = place(session, actor, month, ask, swap, now=now)
    if placed.reasons:
        session.rollback()
        return SwapAnswer(swap_id=None, reasons=placed.reasons)
    session.commit()
    return done(placed.row)


def _asked_with(session: Session, actor: Actor, token: str) -> SwapRequest | None:
    return session.scalars(
        select(SwapRequest).where(SwapRequest.created_by_id == actor.user_id, SwapRequest.token == token)
    ).one_or_none()


def said_reasons(reason: str, ground: str, token: str) -> list[Reason]:
    """Return what is wrong with the words of a form, and with the token made with it."""
    reasons = [*token_reasons(token), *faults(reason)]
    if ground not in GROUNDS:
        reasons.append(Refusal(code="swap_malformed", field="moves"))
    return reasons


def token_reasons(token: str) -> list[Reason]:
    """Refuse a request without a token, or with one that an offer makes itself."""
    fits = bool(token) and not token.startswith(OF_OFFER)
    return [] if fits else [Refusal(code="swap_malformed", field="moves")]


def _swap(ask: Ask, requester: Person) -> tuple[Swap | None, list[Reason]]:
    reasons = said_reasons(ask.reason, ask.ground, ask.token)
    try:
        swap = Swap(
            moves=ask.moves,
            paybacks=ask.paybacks,
            ground=ask.ground,
            by_company=ask.by_company,
            settles=ask.settles,
        )
    except ValueError:
        return None, [*reasons, Refusal(code="swap_malformed", field="moves")]
    if swap.months not in ((swap.months[0],), (swap.months[0], next_month(swap.months[0]))):
        reasons.append(Refusal(code="swap_months_apart", field="moves"))
    if swap.requester != requester.employee_number and not ask.settles:
        reasons.append(Refusal(code="swap_malformed", field="moves"))
    return (None if reasons else swap), reasons


def asked_already(session: Session, requester_id: int, dates: Collection[dt.date]) -> list[Reason]:
    """One question at a time for each shift: whoever wants to ask somebody else takes the first one back."""
    waiting = session.scalars(
        select(SwapRequest.id)
        .join(SwapMove)
        .where(
            SwapRequest.state.in_(tuple(FROM[SwapAct.EXPIRE])),
            SwapRequest.requester_id == requester_id,
            SwapMove.giver_id == requester_id,
            SwapMove.date.in_(dates),
        )
    ).first()
    if waiting is not None:
        return [Refusal(code="swap_asked_already", measured=waiting)]
    offered = exists().where(
        SwapOffer.person_id == requester_id,
        SwapOffer.date.in_(dates),
        SwapOffer.state == OfferState.OPEN,
    )
    return [Refusal(code="swap_offered_already")] if session.scalar(select(offered)) else []


def with_payback(month: SwapMonth, swap: Swap) -> Swap:
    """Add the shift of the next duty day where the policy pays back then, and only then (P-55, S3c)."""
    if month.terms.payback is not PayBack.NEXT_DAY or swap.settles or swap.by_company:
        return swap
    alone = replace(swap, paybacks=())
    back = payback_on_next_day(month.each[-1].problem, month.shifts, alone)
    return alone if back is None else replace(alone, paybacks=(back,))


def any_ground(month: SwapMonth) -> str:
    """Return a ground that is accepted, for judging before one is chosen."""
    return next(iter(sorted(month.terms.grounds or ())), "")


def in_reach(session: Session, actor: Actor, person_id: int | None) -> int | None:
    """Return the person's id; None for nobody.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    return None if person_id is None else person_in_reach(session, actor, person_id).id


def person_in_reach(session: Session, actor: Actor, person_id: int) -> Person:
    """Return a person within reach.

    Raises
    ------
    NotFound
        When there is none.
    """
    person = session.get(Person, person_id)
    if (
        person is None
        or person.department_id != actor.department_id
        or not actor.reaches_person(person.id, person.team_id)
    ):
        raise NotFound(f"no person {person_id} within reach")
    return person
