"""Swaps in the inbox: those whose next approval is the actor's to give."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from roster.coverage import coverage
from roster.rules import judge as judge_roster
from roster.swaps.effect import SwapEffect, SwapJudge
from roster.swaps.judging import SwapVerdict
from web import access
from web.accounts.actor import Actor
from web.approvals.item import NOT_JUDGED, Decision, Item, Legality, Standing
from web.i18n import RANGE, day_time, day_weekday
from web.people.tables import Department
from web.rosters.panel import panel_of
from web.rosters.sight import Sight
from web.rosters.words import passed_words
from web.shift_marks import shift_name
from web.swaps import words
from web.swaps.asking import judged
from web.swaps.days import Around, around
from web.swaps.debts import debts_of_swap
from web.swaps.loading import SwapMonth, load_swap_month, swap_of, together
from web.swaps.overview import waiting_for_approval
from web.swaps.tables import SwapMove, SwapRequest

KIND = "swap"


def swaps_waiting(session: Session, actor: Actor, now: dt.datetime, today: dt.date) -> list[Item]:
    """Return the swaps whose next approval is the actor's, within reach and not one of their own."""
    rows = waiting_for_approval(session, actor)
    if not rows or not access.may("swaps.approve", actor.roles):
        return []
    bench = Bench(session=session, department_id=actor.department_id, now=now, today=today)
    return [_item(row, bench) for row in rows]


@dataclass(kw_only=True)
class Bench:
    """What all waiting swaps are judged on: each month is loaded once, when the first swap needs it."""

    session: Session
    department_id: int
    now: dt.datetime
    today: dt.date
    _months: dict[dt.date, tuple[SwapMonth, SwapJudge] | None] = field(default_factory=dict)
    _verdicts: dict[int, SwapVerdict | None] = field(default_factory=dict)

    def month(self, row: SwapRequest) -> SwapMonth | None:
        """Return the month of a swap; None where no roster of it is in force any more."""
        found = self._found(row)
        return None if found is None else found[0]

    def verdict(self, row: SwapRequest) -> SwapVerdict | None:
        """Judge a swap on the roster as it is now; of the other swaps it does not count itself."""
        if row.id not in self._verdicts:
            self._verdicts[row.id] = self._judged(row)
        return self._verdicts[row.id]

    def _judged(self, row: SwapRequest) -> SwapVerdict | None:
        found = self._found(row)
        if found is None:
            return None
        month, judge = found
        return judged(
            month.besides(row.undoes_id or row.id), judge, swap_of(row), now=self.now, today=self.today
        )

    def _found(self, row: SwapRequest) -> tuple[SwapMonth, SwapJudge] | None:
        found = [each for month in swap_of(row).months if (each := self._month(month)) is not None]
        if len(found) < len(swap_of(row).months):
            return None
        months = [month for month, _ in found]
        return (months[0] if len(months) == 1 else together(*months)), found[0][1]

    def _month(self, first: dt.date) -> tuple[SwapMonth, SwapJudge] | None:
        if first not in self._months:
            department = self.session.get_one(Department, self.department_id)
            month = load_swap_month(self.session, department, first, today=self.today)
            self._months[first] = None if month is None else (month, month.judge())
        return self._months[first]


def _item(row: SwapRequest, bench: Bench) -> Item:
    return Item(
        kind=KIND,
        id=row.id,
        seen=row.lock_version,
        filed_at=row.created_at,
        deadline=row.expires_at,
        kind_name=_("Swap"),
        icon="arrows-exchange",
        asker=row.requester.name,
        title=words.title_of(row),
        lines=(_shifts(row),),
        judge=partial(_legality, row, bench),
        template="swaps/waiting.html",
        detail=partial(_detail, row, bench),
        address=url_for("swaps.show", swap_id=row.id),
        roster=url_for("rosters.month", month=f"{row.month:%Y-%m}"),
        approve=Decision(address=url_for("swaps.approve", swap_id=row.id), words=_("Approve")),
        turn_down=Decision(address=url_for("swaps.reject", swap_id=row.id), words=_("Return with a reason")),
    )


def _shifts(row: SwapRequest) -> str:
    """12月8日 周二 早班 ↔ 中班, or each shift with its day."""
    moves = [move for move in row.moves if not move.is_payback]
    if len(moves) == 2 and moves[0].date == moves[1].date:
        kinds = " ↔ ".join(shift_name(move.shift_kind.code) for move in moves)
        return f"{day_weekday(moves[0].date)} {kinds}"
    return _each(moves)


def _each(moves: Iterable[SwapMove]) -> str:
    return _(", ").join(f"{day_weekday(move.date)} {shift_name(move.shift_kind.code)}" for move in moves)


def _legality(row: SwapRequest, bench: Bench) -> Legality:
    month, verdict = bench.month(row), bench.verdict(row)
    if month is None or verdict is None:
        return NOT_JUDGED
    names = {number: person.name for number, person in month.people.items()}
    said = words.all_words(verdict.reasons or verdict.notes, names)
    if not said:
        return Legality(standing=Standing.ALLOWED, sentence=_("No rule forbids it"))
    first = " ".join(part for part in (said[0].detail, said[0].sentence) if part)
    standing = Standing.NOTE if verdict.is_lawful else Standing.NOT_ALLOWED
    return Legality(standing=standing, sentence=first)


def _detail(row: SwapRequest, bench: Bench) -> Mapping[str, Any]:
    month, verdict = bench.month(row), bench.verdict(row)
    effects = () if verdict is None else verdict.effects
    names = {} if month is None else {number: person.name for number, person in month.people.items()}
    by_month = [] if month is None else list(zip(month.each, effects, strict=False))
    days = [
        around(each.problem, each.roster, effect.roster, swap_of(row).of_month(each.problem.first_day))
        for each, effect in by_month
    ]
    return {
        "row": row,
        "verdict": verdict,
        "names": names,
        "reasons": [] if verdict is None else words.all_words(verdict.reasons, names),
        "notes": [] if verdict is None else words.all_words(verdict.notes, names),
        "passed": [rules for each, effect in by_month for rules in _passed(each, effect, names)],
        "hours": [
            (words.hours_words(names.get(number, number), both), words.week_words(both))
            for effect in effects
            for number, both in effect.hours.items()
        ],
        "days": days,
        "moved_coverage": [moved for each in days for moved in moved_coverage(each)],
        "steps": words.steps_of(row),
        "facts": _facts(row, bench),
    }


def _facts(row: SwapRequest, bench: Bench) -> list[tuple[str, str]]:
    ground = words.ground_name(row.ground) if row.ground else ""
    facts = [(_("Reason"), " · ".join(part for part in (row.reason, ground) if part))]
    if row.on_behalf:
        facts.append((_("Asked for"), _("on behalf")))
    paybacks = [move for move in row.moves if move.is_payback]
    if paybacks:
        back = _(", ").join(
            f"{day_weekday(move.date)} {shift_name(move.shift_kind.code)}" for move in paybacks
        )
        facts.append((_("Paid back"), back))
    facts += [
        (
            _("Owed"),
            _(
                "%(debtor)s owes %(creditor)s a shift by %(due)s",
                debtor=debt.debtor.name,
                creditor=debt.creditor.name,
                due=day_weekday(debt.due) if debt.due else RANGE,
            ),
        )
        for debt in debts_of_swap(bench.session, row.id)
    ]
    if row.on_holiday:
        facts.append((_("Holiday duty"), _("the superior approves as well, if the rules name one")))
    return [*facts, (_("Expires"), day_time(row.expires_at))]


def moved_coverage(days: Around) -> list[tuple[dt.date, str, int, int]]:
    """Return date, shift kind and people beyond the need, before and after, wherever that changes."""
    return [
        (date, kind, before, after)
        for kind, deltas in days.deltas.items()
        for date, (before, after) in zip(days.dates, deltas, strict=True)
        if before != after
    ]


def _passed(month: SwapMonth, effect: SwapEffect, names: Mapping[str, str]) -> list[tuple[str, list[str]]]:
    """Return the rules that hold for each party after the swap, with measured value and limit."""
    after = effect.roster
    sight = Sight(
        department=month.department,
        version=month.version,
        problem=month.problem,
        shifts=after,
        judgement=judge_roster(month.problem, after),
        coverage=coverage(month.problem, after),
        published=None,
        published_shifts=None,
    )
    return [
        (
            names.get(number, number),
            [passed_words(rule) for rule in panel_of(sight, number, month.people[number].id).passed],
        )
        for number in effect.hours
    ]
