"""Shifts that a requester could work in return for a stand-in, in the same month, the lawful ones first."""

import datetime as dt
from dataclasses import dataclass, replace

from roster.swaps.effect import SwapJudge
from roster.swaps.judging import SwapVerdict
from roster.swaps.moves import Move, Swap
from web.swaps.asking import judged
from web.swaps.loading import SwapMonth


@dataclass(frozen=True, kw_only=True)
class Return:
    """A shift of who stands in, worked by the requester on another date."""

    date: dt.date
    kind: str
    verdict: SwapVerdict


def returns(month: SwapMonth, swap: Swap, *, now: dt.datetime, today: dt.date) -> tuple[Return, ...]:
    """Judge every shift of the stand-in on which the requester is off; past ones are left out."""
    move = swap.moves[0]
    judge = SwapJudge(month.problem, month.roster)
    found = []
    for when, kind in sorted(month.roster.of_person(move.taker).items()):
        if when <= today or when == move.date or month.roster.kind(move.giver, when) is not None:
            continue
        back = Move(date=when, giver=move.taker, taker=move.giver)
        whole = replace(swap, paybacks=(back,))
        found.append(Return(date=when, kind=kind, verdict=judged(month, judge, whole, now=now, today=today)))
    return tuple(each for each in found if each.verdict.is_lawful)
