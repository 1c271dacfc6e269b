"""Who may open what: the matrix in access.csv is the rule and its enforcement at once.

Each row names an endpoint and, for each role, how far its reach goes: ``-`` (refused), ``own`` (what
concerns the person), ``team`` or ``department``. ``public`` in the first column opens an endpoint to
everybody. A route that has no row is refused, and the suite fails for it. Source of the roles:
rulebook area 17 (R-17.1 to R-17.12).
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from importlib import resources
from urllib.parse import urlsplit

from flask import Flask, abort, g, redirect, request, url_for
from flask_security import current_user
from werkzeug.wrappers import Response

from web.accounts.actor import Actor, actor_of
from web.accounts.tables import RoleName
from web.addresses import local_target

ROLES = tuple(role.value for role in RoleName)


class Scope(IntEnum):
    """How far a role reaches on one endpoint; a person with two roles has the wider."""

    NONE = 0
    OWN = 1
    TEAM = 2
    DEPARTMENT = 3


_WORDS = {"-": Scope.NONE, "own": Scope.OWN, "team": Scope.TEAM, "department": Scope.DEPARTMENT}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One endpoint's row of the matrix."""

    public: bool
    scopes: Mapping[str, Scope]

    def scope(self, roles: Iterable[str]) -> Scope:
        """Return the widest reach that any of the roles has."""
        return max((self.scopes[role] for role in roles), default=Scope.NONE)


@cache
def matrix() -> Mapping[str, Row]:
    """Return the matrix by endpoint."""
    return read(resources.files("web").joinpath("access.csv").read_text(encoding="utf-8"))


def read(text: str) -> Mapping[str, Row]:
    """Return the matrix that a CSV text holds.

    Raises
    ------
    ValueError
        When a column is not a role, a cell holds an unknown word or an endpoint stands twice.
    """
    rows: dict[str, Row] = {}
    reader = csv.DictReader(text.splitlines(), strict=True)
    if tuple(reader.fieldnames or ()) != ("endpoint", "public", *ROLES):
        raise ValueError(f"access.csv has the columns {reader.fieldnames}")
    for record in reader:
        endpoint = record["endpoint"]
        if endpoint in rows:
            raise ValueError(f"access.csv names {endpoint} twice")
        rows[endpoint] = _row(endpoint, record)
    return rows


def _row(endpoint: str, record: Mapping[str, str]) -> Row:
    if record["public"] not in {"public", ""}:
        raise ValueError(f"access.csv, {endpoint}: the first cell is 'public' or empty")
    try:
        scopes = {role: _WORDS[record[role]] for role in ROLES}
    except KeyError as error:
        raise ValueError(f"access.csv, {endpoint}: unknown reach {error}") from error
    if record["public"] and set(scopes.values()) != {Scope.NONE}:
        raise ValueError(f"access.csv, {endpoint}: public for everybody, so roles have '-'")
    return Row(public=record["public"] == "public", scopes=scopes)


def may(endpoint: str, roles: Iterable[str]) -> bool:
    """Tell whether any of the roles reaches the endpoint; navigation asks this."""
    row = matrix().get(endpoint)
    return row is not None and (row.public or row.scope(roles) > Scope.NONE)


def actor() -> Actor:
    """Return who is asking, with the reach on the present endpoint."""
    found: Actor = g.actor
    return found


def enforce() -> Response | None:
    """Let a request through, send it to the log-in page, or refuse it (403)."""
    if request.endpoint is None:
        return None  # no such address: Flask answers 404
    if request.endpoint != "static" and current_user.is_authenticated:
        g.time_zone = current_user.department.time_zone
    row = matrix().get(request.endpoint)
    if row is not None and row.public:
        return None
    if not current_user.is_authenticated:
        return to_login()
    if row is None:
        abort(403)
    scope = row.scope(current_user.role_names)
    if scope is Scope.NONE:
        abort(403)
    g.actor = actor_of(current_user, scope.name.lower())
    return None


def to_login() -> Response:
    """Return the way to the log-in page and back: to this page, or to the one that sent the form."""
    from_script = "HX-Request" in request.headers
    if request.method == "GET" and not from_script:
        target = request.full_path.rstrip("?")
    else:
        target = _page_before()
    address = url_for("accounts.login", next=target)
    if from_script:
        return Response(status=401, headers={"HX-Redirect": address})
    return redirect(address)


def _page_before() -> str:
    parts = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if parts.netloc != request.host:
        return "/"
    return local_target(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def install(app: Flask) -> None:
    """Put the matrix before every request."""
    matrix()
    app.before_request(enforce)
