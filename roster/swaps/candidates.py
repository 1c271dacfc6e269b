"""Who could take a shift: everybody, lawful or not, each with the reasons and what it would change."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from roster.problem import Problem, Roster
from roster.swaps.judging import SwapVerdict
from roster.swaps.moves import Move, Swap


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """One person who could take the shift, in one way.

    Parameters
    ----------
    person
        Employee number.
    swap
        What would be asked for.
    gives
        Kind of the shift that the requester gets on the same date; None: the candidate only stands in.
    """

    person: str
    swap: Swap
    gives: str | None
    verdict: SwapVerdict

    @property
    def rank(self) -> tuple[int, int, int, int, str]:
        """Lawful before unlawful, without notes first, exchange before stand-in, fewest extra minutes."""
        verdict = self.verdict
        more = 0
        if verdict.effect is not None:
            before, after = verdict.effect.hours[self.person]
            more = after.minutes - before.minutes
        return (
            0 if verdict.is_lawful else 1,
            len(verdict.reasons) if not verdict.is_lawful else len(verdict.notes),
            0 if self.gives is not None else 1,
            more,
            self.person,
        )


def candidates(
    problem: Problem,
    roster: Roster,
    requester: str,
    when: date,
    judge: Callable[[Swap], SwapVerdict],
    *,
    among: Collection[str] | None = None,
) -> tuple[Candidate, ...]:
    """Judge everybody who could take the requester's shift on its own date, the best first.

    Who has a shift on the date exchanges, who is off stands in. Who has the same kind is left out: nothing
    would change.

    Parameters
    ----------
    among
        Only these people; None for everybody.

    Raises
    ------
    ValueError
        When the requester has no shift on the date.
    """
    own = roster.kind(requester, when)
    if own is None:
        raise ValueError(f"{requester} has no shift on {when}")
    found = (
        Candidate(person=person, swap=swap, gives=gives, verdict=judge(swap))
        for person, gives, swap in _ways(problem, roster, requester, when, own)
        if among is None or person in among
    )
    return tuple(sorted(found, key=lambda candidate: candidate.rank))


def _ways(
    problem: Problem, roster: Roster, requester: str, when: date, own: str
) -> Iterator[tuple[str, str | None, Swap]]:
    for person in problem.people:
        has = roster.kind(person.id, when)
        if person.id == requester or has == own or not person.is_employed(when):
            continue
        moves = [Move(date=when, giver=requester, taker=person.id)]
        if has is not None:
            moves.append(moves[0].back)
        yield person.id, has, Swap(moves=tuple(moves))


def lawful(found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return those that may be asked."""
    return tuple(candidate for candidate in found if candidate.verdict.is_lawful)
