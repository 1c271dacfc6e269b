"""Who approves a swap: the roles of the policy in order, and why somebody does not take a step."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from roster.swaps.moves import Swap
from web.accounts.actor import Actor
from web.accounts.tables import User
from web.answer import Reason
from web.refusal import Refusal
from web.swaps.loading import SwapMonth, life_of
from web.swaps.steps import has_signed, is_party
from web.swaps.tables import SwapRequest
from web.swaps.terms import LEVELS


def chain_of(
    session: Session, month: SwapMonth, swap: Swap, *, entered_by_id: int | None, on_holiday: bool
) -> tuple[str, ...]:
    """Return the roles that approve, in order (P-50, P-59).

    Nobody approves their own: for a leader's shift it is the next level, and so for a swap that somebody
    entered for somebody else. The highest level stays; there another holder of it decides.

    Parameters
    ----------
    entered_by_id
        The account of who entered it on behalf; None where people ask for themselves.
    """
    chain: Iterable[str] = month.terms.chain(on_holiday=on_holiday)
    people = {number: person for each in month.each for number, person in each.problem.person_by_id.items()}
    if any(people[number].role == "leader" for number in swap.parties):
        chain = _lifted(chain, frozenset({"leader"}))
    if entered_by_id is not None:
        chain = _lifted(chain, session.get_one(User, entered_by_id).role_names)
    return tuple(dict.fromkeys(chain))


def step_reasons(row: SwapRequest, actor: Actor) -> list[Reason]:
    """Return why the next step is not the actor's to take; empty when it is.

    It is for the role whose turn it is, never in one's own swap, nor in one that the actor entered for
    somebody else, and never twice.
    """
    role = life_of(row).next_role
    if is_party(row, actor):
        return [Refusal(code="swap_own", limit=role or "")]
    if row.on_behalf and row.created_by_id == actor.user_id:
        return [Refusal(code="swap_entered")]
    if has_signed(row, actor):
        return [Refusal(code="swap_signed_already")]
    if role is not None and role not in actor.roles:
        return [Refusal(code="not_your_step", limit=role, details={"role": role})]
    return []


def _lifted(chain: Iterable[str], roles: Iterable[str]) -> list[str]:
    return [_above(role, frozenset(roles)) for role in chain]


def _above(role: str, roles: frozenset[str]) -> str:
    """Return the lowest level from the role upwards that is none of these; the highest where all are."""
    if role not in LEVELS or role not in roles:
        return role
    above = LEVELS[LEVELS.index(role) :]
    return next((each for each in above if each not in roles), above[-1])
