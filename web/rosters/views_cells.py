"""The chosen cell: a person's rules, what a change would do, the change itself, locks."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from flask import jsonify, make_response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from web import access, clock, database
from web.accounts.actor import Actor
from web.errors import NotFound
from web.fields import row_id
from web.i18n import day, day_time, hours, number, time
from web.people.tables import Department, Person
from web.rosters.acts import Act, changes_since, open_version
from web.rosters.cell_words import choose_default, day_notes, effect_lines, repair_offers
from web.rosters.cells import CellEffect, assignments_on, effect_on, is_locked_rest, kind_by_code
from web.rosters.editing import preview_change, set_cell, set_locks
from web.rosters.grid import grid_kinds, load_grid
from web.rosters.grid_page import Labels, broken_dates, choices, kind_label, page_rows, strip_cell
from web.rosters.loading import requirement_of
from web.rosters.overview import names_by_number
from web.rosters.panel import panel_of
from web.rosters.sight import load_sight, published_beside
from web.rosters.tables import RosterVersion
from web.rosters.version_page import edit_lines, edit_reach
from web.rosters.views import blueprint
from web.rosters.words import act_name, passed_words, reasons_words
from web.wording import violation_words


@blueprint.get("/rosters/versions/<int:version_id>/panel")
def panel(version_id: int) -> Response:
    """Return the panel: rule checks of a person, choices of a cell, what the likeliest change does."""
    session, actor = database.session(), access.actor()
    found, department = open_version(session, actor, version_id)
    person, date = _cell(session, actor, request.args)
    sight = load_sight(session, department, found)
    problem = sight.problem
    if (
        person.employee_number not in problem.person_by_id
        or not problem.first_day <= date <= problem.last_day
    ):
        raise NotFound(f"no cell of person {person.id} on {date}")
    kinds = grid_kinds(session, sight.problem, department.id)
    shown = panel_of(sight, person.employee_number, person.id)
    reach = edit_reach(actor, found)
    editable = reach in {"all", str(person.team_id)}
    present = sight.shifts.kind(person.employee_number, date)
    offered = choose_default(present, choices(kinds))
    effect = (
        effect_on(sight.problem, sight.shifts, person.employee_number, date, offered) if editable else None
    )
    page = render_template(
        "rosters/panel.html",
        version=found,
        panel=shown,
        person=person,
        day=date,
        present=present,
        is_locked=_is_locked(session, found, person, date),
        violations=[
            (violation_words(violation), repair_offers(violation, sight.shifts) if editable else [])
            for violation in (*shown.hard, *shown.soft)
        ],
        passed=[passed_words(line) for line in shown.passed],
        choices=choices(kinds),
        editable=editable,
        reach=reach,
        effect=None if effect is None else effect_lines(effect),
        day_notes=day_notes(sight),
        edits=edit_lines(session, found, department.id),
    )
    return make_response(page)


@blueprint.get("/rosters/versions/<int:version_id>/effect")
def effect(version_id: int) -> Response:
    """Return what a change would do, before it is made."""
    session, actor = database.session(), access.actor()
    person, date = _cell(session, actor, request.args)
    found = preview_change(
        session, actor, version_id, person_id=person.id, day=date, kind=_kind(request.args)
    )
    page = render_template(
        "rosters/effect.html",
        effect=None if found.effect is None else effect_lines(found.effect),
        reasons=reasons_words(found.act.reasons),
    )
    return make_response(page)


@blueprint.post("/rosters/versions/<int:version_id>/cells")
def edit(version_id: int) -> Response:
    """Change a cell: the answer is JSON, 409 when the version had changed, 403 out of reach, 422 else."""
    session, actor = database.session(), access.actor()
    person, date = _cell(session, actor, request.form)
    done = set_cell(
        session,
        actor,
        version_id,
        person_id=person.id,
        day=date,
        kind=_kind(request.form),
        seen=request.form.get("seen", default=0, type=int),
        now=clock.now(),
    )
    if not done.act.done:
        return _refused(session, actor, done.act)
    found, department = open_version(session, actor, version_id)
    answer = _common(done.act, found)
    if done.effect is not None:
        answer["effect"] = _effect_json(session, department, found, person, done.effect)
    return make_response(jsonify(answer))


@blueprint.post("/rosters/versions/<int:version_id>/locks")
def lock(version_id: int) -> Response:
    """Lock or unlock cells: people × days, as JSON like `edit`, with the cells as they are now."""
    session, actor = database.session(), access.actor()
    people = [row for text in request.form.getlist("person") if (row := row_id(text))]
    days = [_date(text) for text in request.form.getlist("day")]
    done = set_locks(
        session,
        actor,
        version_id,
        person_ids=people,
        days=days,
        locked=request.form.get("locked") == "1",
        seen=request.form.get("seen", default=0, type=int),
        now=clock.now(),
    )
    if not done.done:
        return _refused(session, actor, done)
    found, department = open_version(session, actor, version_id)
    cells = _cells_json(session, department, found, people, days)
    return make_response(jsonify({**_common(done, found), "cells": cells}))


def _cells_json(
    session: Session,
    department: Department,
    version: RosterVersion,
    people: Collection[int],
    days: Collection[dt.date],
) -> list[dict[str, Any]]:
    """Return label and lock of some people's cells on some days, as the page would have them now."""
    teams = {session.get_one(Person, person_id).team_id for person_id in people}
    today = clock.today(department.time_zone)
    month = version.roster.month
    grid = load_grid(session, department, month, today=today, version_id=version.id, team_ids=teams)
    if grid is None:
        return []
    rows = page_rows(grid, [row for team in grid.teams for row in team.rows], Labels(grid.kinds))
    return [
        {
            "person": row.person_id,
            "day": day.date.isoformat(),
            "label": cell.label,
            "locked": "lk" in cell.classes.split(),
        }
        for row in rows
        if row.person_id in people
        for day, cell in zip(grid.days, row.cells, strict=True)
        if day.date in days
    ]


def _cell(session: Session, actor: Actor, fields: MultiDict[str, str]) -> tuple[Person, dt.date]:
    """Return the person and the date that a request names.

    Raises
    ------
    NotFound
        When there is no such person in the department, or no such date.
    """
    person = session.get(Person, row_id(fields.get("person", "")) or 0)
    if person is None or person.department_id != actor.department_id:
        raise NotFound("no such person in the department")
    return person, _date(fields.get("day", ""))


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise NotFound(f"no date: {text!r}") from error


def _kind(fields: MultiDict[str, str]) -> str | None:
    return fields.get("kind") or None


def _is_locked(session: Session, version: RosterVersion, person: Person, date: dt.date) -> bool:
    shift = assignments_on(session, version.id, person.id, [date]).get(date)
    return shift.locked if shift is not None else is_locked_rest(session, version.id, person.id, date)


def _is_changed(session: Session, version: RosterVersion, person: Person, found: CellEffect) -> bool:
    """Tell whether the cell differs now from the version in force, where there is one."""
    published = published_beside(session, version)
    if published is None:
        return False
    there = assignments_on(session, published.id, person.id, [found.date]).get(found.date)
    return (None if there is None else there.shift_kind.code) != found.new


def _common(act: Act, version: RosterVersion) -> dict[str, Any]:
    return {
        "lock_version": act.lock_version,
        "saved": _("Saved %(time)s", time=time(version.changed_at)),
        "state": act.state.value,
    }


def _effect_json(
    session: Session, department: Department, version: RosterVersion, person: Person, found: CellEffect
) -> dict[str, Any]:
    """Return what the page changes: cells and counts of the person, coverage, counts of the whole."""
    labels = Labels([])
    has_need = requirement_of(session, department.id, version.roster.month, version) is not None
    broken = broken_dates(found.violations)
    hard = [violation for violation in found.violations if violation.hard]
    kind = None if found.new is None else kind_by_code(session, department.id, found.new)
    shift = labels.rest if kind is None else kind_label(kind)
    is_locked = _is_locked(session, version, person, found.date)
    is_changed = _is_changed(session, version, person, found)
    return {
        "hours": number(found.hours.minutes / 60, 1),
        "hard": len(hard),
        "soft": len(found.violations) - len(hard),
        "broken": [date.isoformat() for date in broken],
        "fresh_hard": sum(violation.hard for violation in found.fresh),
        "gone_hard": sum(violation.hard for violation in found.gone),
        "locked": is_locked,
        "label": labels.cell(
            person.name,
            found.date,
            shift,
            broken=broken.get(found.date, ()),
            changed=is_changed,
            locked=is_locked,
        ),
        "coverage": [
            {
                "date": change.now.date.isoformat(),
                "kind": change.now.kind,
                "short": max(0, -change.now.delta) - max(0, -change.before.delta),
                **asdict(strip_cell(change.now, has_need=has_need)),
            }
            for change in found.coverage
        ],
        "said": _("%(name)s, %(day)s: %(shift)s. %(hours)s, violations %(hard)s.",
                  name=person.name, day=day(found.date), shift=shift,
                  hours=hours(found.hours.minutes, 1), hard=len(hard)),
    }  # fmt: skip


def _refused(session: Session, actor: Actor, act: Act) -> Response:
    """Return the reasons in words; of a stale version also what was changed by whom since."""
    status = 409 if act.is_stale else 403 if act.is_out_of_reach else 422
    seen = request.form.get("seen", default=0, type=int)
    names = names_by_number(session, actor.department_id)
    body = {
        "lock_version": act.lock_version,
        "state": act.state.value,
        "reasons": [
            _(": ").join(part for part in (words.sentence, words.detail) if part)
            for words in reasons_words(act.reasons, names)
        ],
        "changes": [
            f"{day_time(event.at)} {name or ''} {act_name(event.action)}"
            for event, name in (changes_since(session, act.version_id, seen, limit=8) if act.is_stale else [])
        ],
    }
    return make_response(jsonify(body), status)
