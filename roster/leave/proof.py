"""Medical proof (病假条): whether it is asked for, until when, whether its dates hold (R-5.9 to R-5.11)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from roster.leave.asking import Channel, LeaveAsk, LeaveKind
from roster.leave.terms import LeaveTerms
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True, order=True)
class Certificate:
    """The dates that one certificate states, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Refuse a last day before the first (ValueError)."""
        if self.last < self.first:
            raise ValueError("the last day must not lie before the first")

    @property
    def dates(self) -> frozenset[date]:
        """All its dates."""
        return frozenset(self.first + timedelta(days=day) for day in range((self.last - self.first).days + 1))


def needs_proof(ask: LeaveAsk, terms: LeaveTerms) -> bool:
    """Tell whether a certificate is asked for.

    From so many days on, inclusive; and whatever the days where somebody else asks because sickness need
    not be handled in person (A-18). Emergency treatment needs none where it is excepted (A-20).
    """
    if terms.proof is None:
        return False
    if ask.is_emergency:
        return not terms.proof.emergency_excepted and ask.days >= terms.proof.from_days
    is_long = ask.days >= terms.proof.from_days
    return ask.kind is LeaveKind.SICK and (is_long or ask.channel is Channel.PROXY)


def proof_due(ask: LeaveAsk, terms: LeaveTerms) -> date | None:
    """Return the day on which the proof is handed in: the first after the leave; None where none is asked."""
    if not needs_proof(ask, terms) or terms.proof is None or not terms.proof.due_on_first_day_after:
        return None
    return ask.last + timedelta(days=1)


def proof_faults(
    first: date, last: date, certificates: Iterable[Certificate], *, continuous: bool
) -> tuple[Violation, ...]:
    """Return what is wrong with the certificates of a leave.

    ``proof_gap`` (the dates between two certificates that none states, R-5.10) where they must join;
    ``proof_missing`` (other dates of the leave that no certificate states).
    """
    stated = sorted(frozenset(day for each in certificates for day in each.dates))
    leave = frozenset(Certificate(first=first, last=last).dates)
    return tuple(_faults(leave, stated, continuous=continuous))


def _faults(leave: frozenset[date], stated: list[date], *, continuous: bool) -> Iterator[Violation]:
    if not stated:
        yield Violation(code="proof_missing", dates=(min(leave), max(leave)), measured=0, limit=len(leave))
        return
    holes = sorted(day for day in leave - set(stated) if stated[0] < day < stated[-1])
    if holes and continuous:
        yield Violation(code="proof_gap", dates=tuple(holes), measured=len(holes))
    outside = sorted(leave - set(stated) - (set(holes) if continuous else set()))
    if outside:
        yield Violation(
            code="proof_missing", dates=tuple(outside), measured=len(leave) - len(outside), limit=len(leave)
        )
