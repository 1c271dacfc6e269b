"""Where the changes that would make a month possible are made: addresses beside their words."""

from collections.abc import Mapping, Sequence

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import Session

from web.jobs.conflict_words import ChangeWords, ConflictWords, conflict_words
from web.jobs.snapshot import Snapshot
from web.navigation import exists
from web.people.tables import Person

ShownConflict = tuple[ConflictWords, Sequence[tuple[ChangeWords, str]]]
"""A conflict, and its changes with the address where each is made; "" where there is none for this reader."""


def conflicts_shown(session: Session, snap: Snapshot, names: Mapping[str, str]) -> list[ShownConflict]:
    """Return the conflicts of a solve in words, with links."""
    if snap.explanation is None:
        return []
    words = [conflict_words(conflict, names) for conflict in snap.explanation.conflicts]
    numbers = {change.person for one in words for change in one.changes if change.person}
    rows = session.execute(
        select(Person.employee_number, Person.id).where(
            Person.department_id == snap.job.department_id, Person.employee_number.in_(numbers)
        )
    )
    ids = dict(rows.all())
    return [(one, [(change, _address(snap, change, ids)) for change in one.changes]) for one in words]


def _address(snap: Snapshot, change: ChangeWords, ids: Mapping[str, int]) -> str:
    based_on = snap.job.parameters.get("based_on")
    places: dict[str, tuple[str, dict[str, object]]] = {
        "people": ("people.index", {}),
        "policy": ("policy.index", {}),
        "roster": ("rosters.month", {"month": f"{snap.job.month:%Y-%m}"}),
        "coverage": ("coverage.index", {"day": (change.date or snap.job.month).isoformat()}),
    }
    if based_on is not None:
        places["roster"] = ("rosters.version", {"version_id": based_on})
    if change.person in ids:
        places["person"] = ("people.edit", {"person_id": ids[change.person]})
    endpoint, arguments = places.get(change.place, places["people"])
    if not exists(endpoint):
        return ""
    return url_for(endpoint, **arguments)  # type: ignore[arg-type]  # the values of an address are handed on
