"""Whether a swap may be: impossible, against the regulation, against the rules, or lawful with notes."""

from dataclasses import dataclass

from roster.swaps.conditions import Moment, unmet
from roster.swaps.effect import SwapEffect, SwapJudge
from roster.swaps.moves import Swap
from roster.swaps.standing import Standing
from roster.swaps.terms import SwapTerms
from roster.violation import Violation


@dataclass(frozen=True, kw_only=True)
class SwapVerdict:
    """What stands against a swap, all reasons at once, and what it would do.

    Parameters
    ----------
    misfits
        It cannot be in this roster (`Swap.misfits`); then there is no effect to speak of.
    unmet
        Demands of the regulation that it does not meet (`roster.swaps.conditions`).
    effect
        On the roster; None with misfits.
    then
        On the month after, where shifts of it change as well (`roster.swaps.spanning`).
    """

    misfits: tuple[Violation, ...]
    unmet: tuple[Violation, ...]
    effect: SwapEffect | None
    then: SwapEffect | None = None

    @property
    def effects(self) -> tuple[SwapEffect, ...]:
        """By month, ascending; none with misfits."""
        return tuple(effect for effect in (self.effect, self.then) if effect is not None)

    @property
    def reasons(self) -> tuple[Violation, ...]:
        """Everything that forbids it; empty when it is lawful."""
        return (*self.misfits, *self.unmet, *(each for effect in self.effects for each in effect.broken))

    @property
    def notes(self) -> tuple[Violation, ...]:
        """What whoever decides should see of a lawful swap."""
        return tuple(each for effect in self.effects for each in effect.noticed)

    @property
    def is_lawful(self) -> bool:
        """Whether nothing forbids it."""
        return not self.reasons


def judge_swap(
    judge: SwapJudge, swap: Swap, *, terms: SwapTerms, standing: Standing, moment: Moment
) -> SwapVerdict:
    """Judge a swap by the regulation (areas 4 and 5 of the rulebook) and by the rules of the roster (R-4.17).

    Raises
    ------
    ValueError
        When a party or a date is unknown to the judge's month.
    KeyError
        When the moment does not know how far ahead a given shift is.
    """
    misfits = swap.misfits(judge.roster)
    return SwapVerdict(
        misfits=misfits,
        unmet=unmet(swap, judge.roster, terms=terms, standing=standing, moment=moment),
        effect=None if misfits else judge.effect(swap),
    )
