"""The interface for clock devices: one event in JSON, a plain answer in JSON, the department's secret."""

import datetime as dt
from typing import Any

from flask import Blueprint, jsonify, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from roster.attendance.events import ClockAct
from web import clock as clocks
from web import database
from web.attendance.clocking import Clocking, clock
from web.attendance.tables import ClockSource
from web.attendance.tokens import department_of_token
from web.errors import NotFound
from web.people.tables import Person
from web.security import csrf

blueprint = Blueprint("clock_api", __name__)

MOST_BYTES = 4096
ACTS = frozenset(act.value for act in ClockAct)
BEARER = "Bearer "


@blueprint.post("/api/clock")
@csrf.exempt  # type: ignore[untyped-decorator]
def receive() -> Response:
    """Take one event: ``{"employee_number": "00102", "act": "in"}``.

    Answers 201 (stored), 200 (the person is there already), 400 (not understood), 401 (no valid secret),
    404 (no such person), 409 (cannot follow, or the person is held), each with ``{"error": code, …}``
    where something is wrong. The time is the server's.
    """
    if (request.content_length or 0) > MOST_BYTES:
        return _answer(413, error="too_large", limit=MOST_BYTES)
    asked = _read()
    if not isinstance(asked, dict):
        return _answer(400, error="not_json")
    session = database.session()
    header = request.headers.get("Authorization", "")
    token = header.removeprefix(BEARER) if header.startswith(BEARER) else ""
    department_id = department_of_token(session, token) if token else None
    if department_id is None:
        return _answer(401, error="no_valid_token")
    wrong = _wrong(asked)
    if wrong is not None:
        return wrong
    person = session.scalars(
        select(Person).where(
            Person.department_id == department_id,
            Person.employee_number == asked["employee_number"],
            Person.active,
        )
    ).one_or_none()
    if person is None:
        return _answer(404, error="unknown_number", employee_number=asked["employee_number"])
    return _clocked(department_id, person.id, ClockAct(asked["act"]), now=clocks.now())


def _read() -> object:
    """Return what was sent; None where it is no JSON, or nested beyond what anybody means."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def _is_storable(text: str) -> bool:
    """Tell whether a text has only characters that can be stored: JSON may name half of one."""
    return bool(text) and "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _wrong(asked: dict[str, Any]) -> Response | None:
    number, act = asked.get("employee_number"), asked.get("act")
    if not isinstance(number, str) or not _is_storable(number):
        return _answer(400, error="required", field="employee_number")
    if not isinstance(act, str) or act not in ACTS:
        return _answer(400, error="not_a_choice", field="act", choices=sorted(ACTS))
    return None


def _clocked(department_id: int, person_id: int, act: ClockAct, *, now: dt.datetime) -> Response:
    asked = Clocking(person_id=person_id, act=act, source=ClockSource.API)
    try:
        done = clock(database.session(), department_id, asked, actor=None, now=now)
    except NotFound:
        return _answer(404, error="unknown_number")
    if done.done:
        return _answer(200 if done.again else 201, where=done.where.value, at=now.isoformat())
    return _answer(
        409,
        error=done.reasons[0].code,
        where=done.where.value,
        held_by=[each.value for each in done.holds],
    )


def _answer(code: int, **content: object) -> Response:
    answer = jsonify(content)
    answer.status_code = code
    answer.headers["Cache-Control"] = "no-store"
    return answer
