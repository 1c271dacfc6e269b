"""Rosters in the inbox: versions to approve; those to publish, or to change and hand in again, are named."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from roster.hours import Hours, hours
from web.accounts.actor import Actor
from web.approvals.item import Decision, Item, Legality, Standing
from web.i18n import RANGE, hours_figure, month
from web.people.tables import Department
from web.rosters.acts import DEPARTMENT_SCOPE
from web.rosters.approvals import steps_of
from web.rosters.comparing import changes_between
from web.rosters.coverage_rows import coverage_by_kind, strip_kinds
from web.rosters.overview import Waiting, history_of, names_by_number, waiting_for
from web.rosters.sight import Sight, load_sight
from web.rosters.tables import RosterVersion, VersionState
from web.rosters.version_page import life_steps
from web.rosters.words import reasons_words, role_name, version_label
from web.rule_names import rule_name

KIND = "roster"
MOST_LINES = 6
"""Breaches and changed cells that the inbox names; the roster's own pages have all."""


def rosters_waiting(session: Session, actor: Actor, _now: dt.datetime, _today: dt.date) -> list[Item]:
    """Return the versions whose next step is one of the actor's roles; it reaches the whole department."""
    if actor.scope != DEPARTMENT_SCOPE:
        return []
    return [_item(Bench(session=session, line=line)) for line in waiting_for(session, actor)]


@dataclass(kw_only=True)
class Bench:
    """One waiting version, loaded and judged when somebody looks at it, once."""

    session: Session
    line: Waiting
    _sight: list[Sight] = field(default_factory=list)

    @property
    def version(self) -> RosterVersion:
        """The version itself."""
        return self.session.get_one(RosterVersion, self.line.version_id)

    @property
    def sight(self) -> Sight:
        """The version with problem, shifts, judgement and coverage."""
        if not self._sight:
            version = self.version
            department = self.session.get_one(Department, version.roster.department_id)
            self._sight.append(load_sight(self.session, department, version))
        return self._sight[0]

    @property
    def short_shifts(self) -> int:
        """Return how many people are missing, summed over the shifts of the month."""
        problem, found = self.sight.problem, self.sight.coverage
        rows = [coverage_by_kind(problem, found, kind) for kind in strip_kinds(problem, found)]
        return sum(max(0, -cell.delta) for row in rows for cell in row)


def _item(bench: Bench) -> Item:
    line = bench.line
    to_approve = line.state is VersionState.SUBMITTED
    address = url_for("rosters.version", version_id=line.version_id)
    give_back = url_for("rosters.return_version", version_id=line.version_id)
    item = Item(
        kind=KIND,
        id=line.version_id,
        seen=line.lock_version,
        filed_at=line.since,
        kind_name=_("Roster"),
        icon="calendar-month",
        asker=line.submitted_by or "",
        title=f"{month(line.month)} v{line.number}",
        lines=_lines(line),
        template="rosters/waiting.html",
        detail=partial(_detail, bench),
        address=address,
        roster=address,
        next_step=_next_step(line),
    )
    if not to_approve:
        return item
    return replace(
        item,
        judge=partial(_legality, bench),
        approve=Decision(address=url_for("rosters.approve", version_id=line.version_id), words=_("Approve")),
        turn_down=Decision(address=give_back, words=_("Return with a reason")),
    )


def _lines(line: Waiting) -> tuple[str, ...]:
    who = _("Submitted by %(name)s", name=line.submitted_by) if line.submitted_by else ""
    if line.state is not VersionState.RETURNED:
        return (who,) if who else ()
    return (_("Returned by %(name)s: %(reason)s", name=line.returned_by or RANGE, reason=line.reason),)


def _next_step(line: Waiting) -> str:
    if line.state is VersionState.RETURNED:
        return _("Change it and submit it again")
    if line.role is None:
        return _("Publish")
    return _("Approve or return, as %(role)s", role=role_name(line.role))


def _legality(bench: Bench) -> Legality:
    judgement = bench.sight.judgement
    hard = judgement.hard_count
    if hard:
        said = ngettext("%(num)s violation must be fixed.", "%(num)s violations must be fixed.", hard)
        return Legality(standing=Standing.NOT_ALLOWED, sentence=said)
    short = bench.short_shifts
    if short:
        said = ngettext("%(num)s shift short", "%(num)s shifts short", short)
        return Legality(standing=Standing.NOTE, sentence=said)
    return Legality(standing=Standing.ALLOWED, sentence=_("No rule is broken"))


def _detail(bench: Bench) -> Mapping[str, Any]:
    session, version, sight = bench.session, bench.version, bench.sight
    names = names_by_number(session, sight.department.id)
    violations = sight.judgement.violations
    soft = Counter(violation.code for violation in violations if not violation.hard)
    hard = [violation for violation in violations if violation.hard]
    return {
        "version": version,
        "label": version_label(version.state, version.number),
        "steps": life_steps(version, steps_of(session, version), history_of(session, version.id)),
        "hard": reasons_words(hard[:MOST_LINES], names),
        "hard_count": len(hard),
        "soft": [(rule_name(code), count) for code, count in soft.most_common()],
        "short_shifts": bench.short_shifts,
        "spread": _spread(sight),
        "published": sight.published,
        "changes": [] if sight.published_shifts is None else _changes(sight, names),
        "most": MOST_LINES,
        "facts": _facts(bench.line, len(sight.problem.people)),
    }


def _facts(line: Waiting, people: int) -> list[tuple[str, str]]:
    facts = [(_("Submitted by"), line.submitted_by or RANGE), (_("People"), str(people))]
    if line.state is VersionState.RETURNED:
        facts.append((_("Returned by"), line.returned_by or RANGE))
        facts.append((_("Reason"), line.reason))
    return [*facts, (_("What is next"), _next_step(line))]


def _changes(sight: Sight, names: Mapping[str, str]) -> list[tuple[str, dt.date, str, str]]:
    """Return the cells that differ from the version in force: person, date, before, after."""
    if sight.published_shifts is None:
        return []
    return [
        (names.get(change.number, change.number), change.date, change.old or "", change.new or "")
        for change in changes_between(sight.published_shifts, sight.shifts)
    ]


def _spread(sight: Sight) -> list[tuple[str, str]]:
    """Return how evenly hours, nights and weekends lie on those who work in the month: least–most."""
    worked = [
        own
        for own in (hours(sight.problem, sight.shifts, person) for person in sight.problem.people)
        if own.minutes
    ]
    if not worked:
        return []

    def between(figure: Callable[[Hours], str], key: Callable[[Hours], int]) -> str:
        least, most = min(worked, key=key), max(worked, key=key)
        if key(least) == key(most):
            return figure(least)
        return f"{figure(least)}{RANGE}{figure(most)}"

    return [
        (_("Hours per person"), between(lambda own: hours_figure(own.minutes), lambda own: own.minutes)),
        (_("Nights per person"), between(lambda own: str(own.nights), lambda own: own.nights)),
        (
            _("Weekend days per person"),
            between(lambda own: str(own.weekend_days), lambda own: own.weekend_days),
        ),
    ]
