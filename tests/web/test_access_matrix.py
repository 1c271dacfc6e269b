"""Every route × role × whose object: a real request for each cell of web/access.csv."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.support.databases import POSTGRESQL, SQLITE
from tests.web.access_objects import SAMPLES
from tests.web.access_world import Level, Place, Sample, World, new_world, of_person, plain
from tests.web.browsing import Visitor, logged_in, visitor
from web import access
from web.access import ROLES, Row, Scope
from web.database import Database

NO_ARGUMENTS = plain()
REACHES = {
    Level.PERSON: {
        Place.OWN: Scope.OWN,
        Place.OWN_TEAM: Scope.TEAM,
        Place.OTHER_TEAM: Scope.DEPARTMENT,
    },
    Level.TEAM: {Place.OWN: Scope.TEAM, Place.OTHER_TEAM: Scope.DEPARTMENT},
    Level.DEPARTMENT: {Place.OWN: Scope.OWN},
    Level.NOBODY: {Place.OWN: Scope.OWN},
}
"""The least reach that opens an object, by level and place."""


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One request to make."""

    endpoint: str
    rule: Rule
    method: str
    place: Place
    sample: Sample


def routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            yield rule, method


def cells(app: Flask, only: str | None = None) -> Iterator[Cell]:
    """Reading first, so that what writes finds nothing changed by others; of one endpoint, or of all."""
    for rule, method in sorted(routes(app), key=lambda found: (found[1] != "GET", found[0].endpoint)):
        if rule.endpoint not in access.matrix() or (rule.arguments and rule.endpoint not in SAMPLES):
            continue  # reported by the tests of completeness
        if only not in {None, rule.endpoint}:
            continue
        sample = SAMPLES.get(rule.endpoint, NO_ARGUMENTS)
        places = [Place.OWN] if sample.level is Level.NOBODY else list(Place)
        if sample.level is Level.TEAM:
            places.remove(Place.OWN_TEAM)
        if sample.level is Level.DEPARTMENT:
            places = [Place.OWN, Place.OTHER_DEPARTMENT]
        for place in places:
            yield Cell(endpoint=rule.endpoint, rule=rule, method=method, place=place, sample=sample)


def request(app: Flask, database: Database, who: Visitor, world: World, cell: Cell) -> TestResponse:
    with database.write() as session:
        arguments = dict(cell.sample.build(session, world.owners[cell.place]))
        session.commit()
    address_arguments = {name: arguments.pop(name) for name in cell.rule.arguments if name in arguments}
    address = app.url_map.bind("localhost").build(cell.endpoint, address_arguments, method=cell.method)
    if cell.method == "GET":
        return who.get(address, query_string=arguments)
    return who.post(address, data=arguments)


def outcome(answer: TestResponse) -> str:
    if answer.status_code >= 500:
        return f"breaks ({answer.status_code})"
    if answer.status_code == 302 and answer.headers["Location"].startswith("/login?"):
        return "log-in"
    if answer.status_code in {401, 403, 404, 405}:
        return str(answer.status_code)
    return "allowed"


def wanted(cell: Cell, scope: Scope) -> set[str]:
    """Return the outcomes that the matrix allows for one who is logged in."""
    if access.matrix()[cell.endpoint].public:
        return {"allowed"}
    if scope is Scope.NONE:
        return {"403"}
    if cell.place is Place.OTHER_DEPARTMENT:
        return {"404"}
    return {"allowed"} if scope >= REACHES[cell.sample.level][cell.place] else {"403", "404"}


def test_every_route_has_a_row_and_every_row_a_route(app: Flask) -> None:
    endpoints = {rule.endpoint for rule, _ in routes(app)}
    assert endpoints - access.matrix().keys() == set(), "web/access.csv lacks these routes"
    assert access.matrix().keys() - endpoints == set(), "web/access.csv names what is no route"


def test_every_address_with_arguments_has_a_sample(app: Flask) -> None:
    endpoints = {rule.endpoint for rule, _ in routes(app)}
    with_arguments = {rule.endpoint for rule, _ in routes(app) if rule.arguments}
    assert with_arguments - SAMPLES.keys() == set(), "tests/web/access_objects.py lacks these endpoints"
    assert SAMPLES.keys() - endpoints == set(), "tests/web/access_objects.py names what is no route"


@pytest.mark.parametrize(
    ("role", "database_kind"),
    # what is in reach is asked of both databases in the same words: one role is enough for the second
    [*((role, SQLITE) for role in ROLES), pytest.param("leader", POSTGRESQL, marks=pytest.mark.postgresql)],
    indirect=["database_kind"],
)
def test_each_cell_is_enforced(app: Flask, database: Database, role: str) -> None:
    assert findings(app, database, role) == []


def test_strangers_are_sent_to_the_log_in(app: Flask, database: Database) -> None:
    app.testing = False
    world, _ = start(app, database, "agent")
    wrong = []
    for cell in cells(app):
        expected = "allowed" if access.matrix()[cell.endpoint].public else "log-in"
        found = outcome(request(app, database, visitor(app), world, cell))
        if found != expected:
            wrong.append(f"{cell.method} {cell.endpoint}, {cell.place}: {found}, not {expected}")
    assert wrong == []


def test_the_walk_notices_a_view_that_forgets_whose_object_it_shows(
    own_app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_app.add_url_rule("/probe/<int:person_id>", "probe.careless", lambda person_id: f"{person_id}")
    scopes = dict.fromkeys(ROLES, Scope.NONE) | {"agent": Scope.OWN}
    rows = dict(access.matrix()) | {"probe.careless": Row(public=False, scopes=scopes)}
    monkeypatch.setattr(access, "matrix", lambda: rows)
    monkeypatch.setitem(SAMPLES, "probe.careless", of_person(lambda _, owner: {"person_id": owner.person.id}))
    assert findings(own_app, database, "agent", only="probe.careless") == [
        "GET probe.careless, a team mate's: allowed, not ['403', '404']",
        "GET probe.careless, another team's: allowed, not ['403', '404']",
        "GET probe.careless, another department's: allowed, not ['404']",
    ]
    assert findings(own_app, database, "admin", only="probe.careless") == []


def findings(app: Flask, database: Database, role: str, *, only: str | None = None) -> list[str]:
    """Make every request as `role` and say where the answer is not the matrix's."""
    app.testing = False  # a page that breaks is one finding among others, not the end of the walk
    wrong = []
    world, who = start(app, database, role)
    for cell in cells(app, only):
        expected = wanted(cell, access.matrix()[cell.endpoint].scopes[role])
        found = outcome(request(app, database, who, world, cell))
        if found not in expected:
            wrong.append(f"{cell.method} {cell.endpoint}, {cell.place}: {found}, not {sorted(expected)}")
        if cell.method != "GET" and found == "allowed":
            world, who = start(app, database, role)
    return wrong


def start(app: Flask, database: Database, role: str) -> tuple[World, Visitor]:
    with database.write() as session:
        world = new_world(session, role)
        who = logged_in(app, session, world.actor)
        session.commit()
    return world, who
