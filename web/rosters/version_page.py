"""What stands around the grid: where the version is in its life, what may be done next, what was done."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from web import access
from web.accounts.actor import Actor
from web.i18n import day, day_time, time
from web.people.tables import Department
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.rosters.acts import EDITABLE
from web.rosters.approvals import Step, open_step, step_reasons, steps_of
from web.rosters.due import due_date, is_late
from web.rosters.lifecycle import TAKEN_BACK_FROM
from web.rosters.overview import Happened, history_of, names_by_id
from web.rosters.tables import RosterVersion, VersionState
from web.rosters.versions import RecentEdit, recent_edits
from web.rosters.words import note_words, role_name, state_name
from web.shift_marks import shift_name

StepWords = tuple[str, str, str]
"""Text, state (done, now, todo) and time of one step of `components/basics.html: steps`."""
GONE = (VersionState.WITHDRAWN, VersionState.SUPERSEDED)


@dataclass(frozen=True, kw_only=True)
class EditLine:
    """One change made by hand, in words."""

    date: str
    name: str
    old: str
    new: str
    who: str


def version_context(
    session: Session, actor: Actor, version: RosterVersion, department: Department, now: dt.datetime
) -> dict[str, Any]:
    """Return what the templates of a version need beside the grid."""
    steps = steps_of(session, version)
    history = history_of(session, version.id)
    policy = session.get_one(PolicyVersion, version.policy_version_id)
    return {
        "version": version,
        "steps": life_steps(version, steps, history),
        "history": [(note_words(line.note), line) for line in history],
        "can": allowed_acts(session, actor, version),
        "edit_reach": edit_reach(actor, version),
        "waits_for": waits_for(session, version),
        "due": due_date(session, department, version.roster.month),
        "is_late": version.state in EDITABLE and is_late(session, department, version.roster.month, now),
        "policy": policy,
        "state_name": state_name,
    }


def allowed_acts(session: Session, actor: Actor, version: RosterVersion) -> set[str]:
    """Return the acts whose buttons the person sees: by role, state and turn. The services check again."""
    state = version.state
    by_state: dict[str, bool] = {
        "submit": state in EDITABLE,
        "discard": state in EDITABLE,
        "withdraw": state in TAKEN_BACK_FROM,
        "return": state is VersionState.SUBMITTED,
        "approve": state is VersionState.SUBMITTED and not _not_mine(session, actor, version),
        "publish": state is VersionState.APPROVED,
        "new_draft": state not in EDITABLE,
        "edit": state in EDITABLE,
    }
    endpoints = {"return": "return_version"}
    chain = {step.role for step in steps_of(session, version)}
    found = {
        act
        for act, possible in by_state.items()
        if possible and access.may(f"rosters.{endpoints.get(act, act)}", actor.roles)
    }
    return found if actor.roles & chain else found - {"return"}


def _not_mine(session: Session, actor: Actor, version: RosterVersion) -> list[Refusal]:
    return step_reasons(open_step(session, version), actor)


def edit_reach(actor: Actor, version: RosterVersion) -> str:
    """Return which rows the person may change: "all", the id of one team, or "" for none."""
    scope = access.matrix()["rosters.edit"].scope(actor.roles)
    if version.state not in EDITABLE or scope is access.Scope.NONE:
        return ""
    if scope is access.Scope.DEPARTMENT:
        return "all"
    return "" if actor.team_id is None else str(actor.team_id)


def waits_for(session: Session, version: RosterVersion) -> str:
    """Return the name of the role whose act is next, "" when none is."""
    if version.state is VersionState.SUBMITTED:
        step = open_step(session, version)
        return "" if step is None else role_name(step.role)
    return ""


def life_steps(
    version: RosterVersion, steps: tuple[Step, ...], history: tuple[Happened, ...]
) -> list[StepWords]:
    """Return the life of a version as steps: draft, submitted, each approval, published."""
    by = {line.state: line for line in reversed(history)}
    submitted = version.state not in {*EDITABLE, VersionState.WITHDRAWN}
    found = [
        (_("Draft"), submitted, _when(by.get(VersionState.DRAFT))),
        (_("Submitted"), submitted, _when(by.get(VersionState.SUBMITTED)) if submitted else ""),
    ]
    for step in steps:
        taken = submitted and step.is_done
        at = f"{step.by} {day_time(step.at)}" if taken and step.at is not None else ""
        found.append((_("Approved by: %(role)s", role=role_name(step.role)), taken, at))
    published = version.state in {VersionState.PUBLISHED, VersionState.SUPERSEDED}
    found.append((_("Published"), published, _when(by.get(VersionState.PUBLISHED)) if published else ""))
    reached = next((index for index, step in enumerate(found) if not step[1]), len(found))
    active = version.state not in GONE
    return [
        (text, "done" if done else "now" if index == reached and active else "todo", at)
        for index, (text, done, at) in enumerate(found)
    ]


def _when(line: Happened | None) -> str:
    if line is None:
        return ""
    return f"{line.by} {day_time(line.at)}" if line.by else day_time(line.at)


def edit_lines(session: Session, version: RosterVersion, department_id: int) -> list[EditLine]:
    """Return the last changes of cells made by hand, newest first."""
    names = names_by_id(session, department_id)
    return [_edit_line(edit, names) for edit in recent_edits(session, version.id) if edit.date]


def _edit_line(edit: RecentEdit, names: dict[int, str]) -> EditLine:
    return EditLine(
        date="" if edit.date is None else day(edit.date),
        name=names.get(edit.person_id or 0, ""),
        old=shift_name(edit.old or ""),
        new=shift_name(edit.new or ""),
        who=f"{edit.by or ''} {time(edit.at)}".strip(),
    )
