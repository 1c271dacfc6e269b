"""Asking for a swap: who could take a shift, and the request itself, judged before it is stored."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from roster.swaps.candidates import Candidate
from roster.swaps.candidates import candidates as core_candidates
from roster.swaps.debts import payback_on_next_day
from roster.swaps.effect import SwapJudge
from roster.swaps.judging import SwapVerdict, judge_swap
from roster.swaps.life import FROM, SwapAct, SwapState
from roster.swaps.moves import Move, Swap
from roster.swaps.terms import PayBack
from roster.violation import Violation
from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.tables import Department, Person, ShiftKind
from web.people.turns import one_at_a_time
from web.policy.vocabulary.requests import SwapGround
from web.refusal import Refusal
from web.rosters.instants import instants
from web.swaps.debts import due_day, store_debts
from web.swaps.effecting import advance
from web.swaps.expiring import expiry
from web.swaps.loading import SwapMonth, load_swap_month, moment_of
from web.swaps.settling import settling_reasons
from web.swaps.steps import Reason, SwapAnswer, done, sign
from web.swaps.tables import SwapMove, SwapPayment, SwapRequest
from web.swaps.telling import tell_asked

GROUNDS = frozenset(["", *(ground.value for ground in SwapGround)])
MOST_REASON = 500
"""Characters of a reason in one's own words."""


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What somebody asks for.

    Parameters
    ----------
    moves, paybacks
        Shifts that change hands, all of one month.
    requester_id
        Whose shift it is; another person than the actor where a manager asks on behalf.
    ground
        One of the policy's grounds, or empty.
    reason
        In words.
    token
        Made with the form.
    by_company
        The department asks (R-4.20).
    undoes_id, pays_id
        The swap that this one takes back; the debt that it pays back.
    """

    requester_id: int
    moves: tuple[Move, ...]
    paybacks: tuple[Move, ...] = ()
    ground: str = ""
    reason: str = ""
    token: str = ""
    by_company: bool = False
    undoes_id: int | None = None
    pays_id: int | None = None

    @property
    def settles(self) -> bool:
        """Whether it takes an earlier swap back, or pays one back."""
        return self.undoes_id is not None or self.pays_id is not None


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
    ground: str = "",
    now: dt.datetime,
    today: dt.date,
) -> Asking | Refusal:
    """Judge everybody who could take a person's shift of a date.

    Raises
    ------
    NotFound
        When the person is not within reach.
    """
    requester = _person(session, actor, person_id)
    department = session.get_one(Department, actor.department_id)
    month = load_swap_month(session, department, when.replace(day=1), today=today)
    if month is None:
        return Refusal(code="swap_not_published", measured=f"{when:%Y-%m}")
    if month.roster.kind(requester.employee_number, when) is None:
        return Refusal(code="swap_no_own_shift", measured=when.isoformat())
    judge = SwapJudge(month.problem, month.roster)

    def verdict(swap: Swap) -> SwapVerdict:
        asked = replace(swap, ground=ground or any_ground(month))
        return judged(month, judge, with_payback(month, asked), now=now, today=today)

    found = core_candidates(month.problem, month.roster, requester.employee_number, when, verdict)
    return Asking(month=month, requester=requester, date=when, candidates=found)


def judged(
    month: SwapMonth, judge: SwapJudge, swap: Swap, *, now: dt.datetime, today: dt.date
) -> SwapVerdict:
    """Judge a swap in a month as it is now; who is not rostered in it any more is named and nothing else."""
    gone = [number for number in swap.parties if number not in month.problem.person_by_id]
    if gone:
        misfits = tuple(
            Violation(code="swap_not_rostered", person=number, dates=swap.dates) for number in gone
        )
        return SwapVerdict(misfits=misfits, unmet=(), effect=None)
    moment = moment_of(month.department, month.problem, month.roster, swap, now=now, today=today)
    return judge_swap(judge, swap, terms=month.terms, standing=month.standing, moment=moment)


def propose(session: Session, actor: Actor, ask: Ask, *, now: dt.datetime, today: dt.date) -> SwapAnswer:
    """Store a swap that is lawful now, ask who takes a shift, and commit.

    A form that is sent twice is one swap: the second time the first is answered.

    Raises
    ------
    NotFound
        When the requester is not within reach.
    """
    requester = _person(session, actor, ask.requester_id)
    department = session.get_one(Department, actor.department_id)
    one_at_a_time(session, department.id)
    twice = session.scalars(
        select(SwapRequest).where(SwapRequest.created_by_id == actor.user_id, SwapRequest.token == ask.token)
    ).one_or_none()
    if twice is not None:
        return done(twice)
    swap, reasons = _swap(ask, requester)
    if swap is None:
        return SwapAnswer(swap_id=None, reasons=tuple(reasons))
    month = load_swap_month(
        session, department, swap.dates[0].replace(day=1), today=today, besides=ask.undoes_id
    )
    if month is None:
        return SwapAnswer(
            swap_id=None, reasons=(Refusal(code="swap_not_published", measured=f"{swap.dates[0]:%Y-%m}"),)
        )
    reasons += [*_asked_already(session, ask, swap), *settling_reasons(session, month, ask, swap)]
    swap = with_payback(month, swap)
    if not reasons:
        verdict = judged(month, SwapJudge(month.problem, month.roster), swap, now=now, today=today)
        reasons += verdict.reasons
    if reasons:
        session.rollback()
        return SwapAnswer(swap_id=None, reasons=tuple(reasons))
    row = _store(session, actor, month, ask, swap, now=now)
    sign(session, actor, row, SwapAct.PROPOSE, now=now, content={"reason": row.reason, "ground": row.ground})
    tell_asked(session, row, now=now)
    stopped = advance(session, actor, row, month, now=now)
    if stopped:
        session.rollback()
        return SwapAnswer(swap_id=None, reasons=stopped)
    session.commit()
    return done(row)


def _swap(ask: Ask, requester: Person) -> tuple[Swap | None, list[Reason]]:
    reasons: list[Reason] = []
    if not ask.reason.replace("\0", "").strip():
        reasons.append(Refusal(code="reason_missing", field="reason"))
    elif len(ask.reason) > MOST_REASON:
        reasons.append(Refusal(code="too_long", field="reason", measured=len(ask.reason), limit=MOST_REASON))
    if not ask.token or ask.ground not in GROUNDS:
        reasons.append(Refusal(code="swap_malformed", field="moves"))
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
    if len({(day.year, day.month) for day in swap.dates}) > 1:
        reasons.append(Refusal(code="swap_two_months", field="moves"))
    if swap.requester != requester.employee_number and not ask.settles:
        reasons.append(Refusal(code="swap_malformed", field="moves"))
    return (None if reasons else swap), reasons


def _asked_already(session: Session, ask: Ask, swap: Swap) -> list[Reason]:
    """One question at a time for each shift: whoever wants to ask somebody else takes the first one back."""
    waiting = session.scalars(
        select(SwapRequest.id)
        .join(SwapMove)
        .where(
            SwapRequest.state.in_(tuple(FROM[SwapAct.EXPIRE])),
            SwapRequest.requester_id == ask.requester_id,
            SwapMove.giver_id == ask.requester_id,
            SwapMove.date.in_([move.date for move in swap.moves]),
        )
    ).first()
    return [] if waiting is None else [Refusal(code="swap_asked_already", measured=waiting)]


def with_payback(month: SwapMonth, swap: Swap) -> Swap:
    """Add the shift of the next duty day where the policy pays back then, and only then (P-55, S3c)."""
    if month.terms.payback is not PayBack.NEXT_DAY or swap.settles or swap.by_company:
        return swap
    alone = replace(swap, paybacks=())
    back = payback_on_next_day(month.problem, month.roster, alone)
    return alone if back is None else replace(alone, paybacks=(back,))


def _store(
    session: Session,
    actor: Actor,
    month: SwapMonth,
    ask: Ask,
    swap: Swap,
    *,
    now: dt.datetime,
) -> SwapRequest:
    requester = session.get_one(Person, ask.requester_id)
    kinds = {
        kind.code: kind
        for kind in session.scalars(select(ShiftKind).where(ShiftKind.department_id == month.department.id))
    }
    rows = [_move(month, kinds, move, is_payback=move in swap.paybacks) for move in swap.all_moves]
    on_holiday = any(month.problem.calendar.is_special(day) for day in swap.dates)
    row = SwapRequest(
        department_id=month.department.id,
        month=month.version.roster.month,
        requester_id=requester.id,
        created_by_id=actor.user_id,
        on_behalf=actor.person_id != requester.id,
        by_company=ask.by_company,
        token=ask.token,
        ground=ask.ground,
        reason=ask.reason.replace("\0", "").strip(),
        state=SwapState.PROPOSED,
        seen_version_id=month.version.id,
        policy_version_id=month.policy_version_id,
        chain=list(_chain(month, swap, on_holiday=on_holiday)),
        asks_counterpart=month.terms.asks_counterpart,
        on_holiday=on_holiday,
        undoes_id=ask.undoes_id,
        payment=None if ask.pays_id is None else SwapPayment(debt_id=ask.pays_id),
        payback_due=due_day(month, swap),
        expires_at=expiry(month, rows, has_notice=not (ask.by_company or ask.settles)),
        created_at=now,
        changed_at=now,
        requester=requester,
        moves=rows,
        consents=[],
    )
    session.add(row)
    session.flush()
    store_debts(session, month, row, swap)
    return row


def _chain(month: SwapMonth, swap: Swap, *, on_holiday: bool) -> Iterable[str]:
    """Return who approves; nobody approves their own: for a leader's shift it is the next level."""
    chain = month.terms.chain(on_holiday=on_holiday)
    leaders = {number for number in swap.parties if month.problem.person_by_id[number].role == "leader"}
    if not leaders:
        return chain
    return dict.fromkeys("supervisor" if role == "leader" else role for role in chain)


def _move(month: SwapMonth, kinds: Mapping[str, ShiftKind], move: Move, *, is_payback: bool) -> SwapMove:
    kind = kinds[month.roster[move.giver, move.date]]
    starts_at, ends_at = instants(move.date, kind, month.department.time_zone)
    return SwapMove(
        date=move.date,
        giver=month.people[move.giver],
        taker=month.people[move.taker],
        shift_kind=kind,
        starts_at=starts_at,
        ends_at=ends_at,
        is_payback=is_payback,
    )


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
    return None if person_id is None else _person(session, actor, person_id).id


def _person(session: Session, actor: Actor, person_id: int) -> Person:
    person = session.get(Person, person_id)
    if (
        person is None
        or person.department_id != actor.department_id
        or not actor.reaches_person(person.id, person.team_id)
    ):
        raise NotFound(f"no person {person_id} within reach")
    return person
