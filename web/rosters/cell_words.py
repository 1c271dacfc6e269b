"""Words about one cell: what a change would do, and what would repair a violation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from roster.problem import Roster
from roster.violation import Violation
from web.i18n import day as day_words
from web.i18n import signed
from web.rosters.cells import CellEffect, CoverageChange
from web.rosters.grid import OF_THE_MONTH
from web.rosters.grid_page import Choice
from web.rosters.sight import Sight
from web.shift_marks import shift_name
from web.wording import violation_words

MOST_COVERAGE = 3
MOST_FRESH = 3
NO_REPAIR = OF_THE_MONTH | {"wish", "shortest_working_run"}
"""Violations that no single rest day mends for sure."""


@dataclass(frozen=True, kw_only=True)
class EffectWords:
    """What a change would do, as the panel says it.

    `worse` is True when hard violations would be added.
    """

    headline: str
    worse: bool
    lines: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Repair:
    """One offer under a violation: give this date rest."""

    date: dt.date
    words: str


def effect_lines(effect: CellEffect) -> EffectWords:
    """若改为休息：违规 2 → 0 · 早班覆盖 +2 → +1，仍满足；工时 −7.5 h."""
    fresh = [violation for violation in effect.fresh if violation.hard]
    gone = [violation for violation in effect.gone if violation.hard]
    # Violations of the person, and those of days that the change brings or removes.
    after = sum(v.hard for v in effect.violations) + sum(v.person is None for v in fresh)
    before = after - len(fresh) + len(gone)
    headline = _(
        "If %(shift)s: violations %(before)s → %(after)s",
        shift=shift_name(effect.new or ""),
        before=before,
        after=after,
    )
    lines = [_coverage_words(change) for change in _worst_first(effect.coverage)[:MOST_COVERAGE]]
    if not effect.coverage:
        lines.append(_("Coverage unchanged"))
    minutes = effect.minutes_delta
    lines.append(_("hours %(delta)s h", delta=signed(minutes / 60, 1)) if minutes else _("hours unchanged"))
    for violation in fresh[:MOST_FRESH]:
        words = violation_words(violation)
        lines.append(f"{words.sentence} · {words.detail}" if words.detail else words.sentence)
    if len(fresh) > MOST_FRESH:
        rest = len(fresh) - MOST_FRESH
        lines.append(ngettext("and %(num)s more violation", "and %(num)s more violations", rest))
    return EffectWords(headline=headline, worse=len(fresh) > len(gone), lines=tuple(lines))


def _worst_first(changes: Sequence[CoverageChange]) -> list[CoverageChange]:
    return sorted(changes, key=lambda change: change.now.delta)


def _coverage_words(change: CoverageChange) -> str:
    before, now = change.before.delta, change.now.delta
    facts = {
        "day": day_words(change.now.date),
        "shift": shift_name(change.now.kind),
        "before": signed(before),
        "after": signed(now),
    }
    if now < 0:
        return _("%(day)s %(shift)s cover %(before)s → %(after)s, short", **facts)
    return _("%(day)s %(shift)s cover %(before)s → %(after)s, still met", **facts)


def day_notes(sight: Sight) -> list[tuple[str, str, str]]:
    """Return hard violations of whole days (no leader, for example) as lines: level, sentence, detail."""
    found = sorted((v for v in sight.judgement.hard if v.person is None), key=lambda v: v.dates)
    return [(words.level, words.sentence, words.detail) for words in map(violation_words, found)]


def choose_default(present: str | None, offered: Sequence[Choice]) -> str | None:
    """Return the change shown before anything is chosen: rest for a shift, the first kind for a rest."""
    if present is not None or not offered:
        return None
    return offered[0].code


def repair_offers(violation: Violation, shifts: Roster) -> list[Repair]:
    """Return the rest days that would most simply mend a violation of one person; the last date first."""
    if not violation.hard or violation.person is None or violation.code in NO_REPAIR:
        return []
    worked = [date for date in violation.dates if shifts.kind(violation.person, date)]
    chosen = worked[-1:] if len(worked) <= 2 else [worked[len(worked) // 2]]
    return [Repair(date=date, words=_("Make %(day)s a rest day", day=day_words(date))) for date in chosen]
