"""What area 17 of the rulebook says of the roles, held against web/access.csv as a whole."""

import pytest
from flask import Flask

from tests.web.access_world import new_world
from tests.web.browsing import logged_in, visitor
from web import access
from web.access import ROLES, Scope, matrix
from web.database import Database
from web.rosters.approvals import SUBMITTERS
from web.rosters.overview import PUBLISHERS

EVERYBODYS = ("accounts.", "notices.", "language.", "static")
"""One's own account and notices: whoever is logged in has them."""


def writing_endpoints(app: Flask) -> set[str]:
    return {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "GET" not in (rule.methods or set()) and not rule.endpoint.startswith(EVERYBODYS)
    }


DESK = {"duty_log.write", "duty_log.correct"} | {
    f"book.{name}" for name in ("open_now", "give", "tick", "take", "refuse")
}
"""What the security desk does (R-9.39): its part in the handover book, and the night's entries for it."""


@pytest.mark.parametrize(("role", "own"), [("auditor", set()), ("security_desk", DESK)])
def test_who_only_reads_changes_nothing(app: Flask, role: str, own: set[str]) -> None:
    changed = {name for name in writing_endpoints(app) if matrix()[name].scopes[role] > Scope.NONE}
    assert changed == own


def test_an_agent_reaches_no_further_than_their_team() -> None:
    wide = {name for name, row in matrix().items() if row.scopes["agent"] > Scope.TEAM}
    assert wide == set()


def test_the_administrator_decides_on_no_roster(app: Flask) -> None:
    decisions = ("submit", "approve", "return", "publish", "withdraw")
    found = {
        name
        for name in writing_endpoints(app)
        if name.startswith(("rosters.", "approvals."))
        and name.rpartition(".")[2].startswith(decisions)
        and matrix()[name].scopes["admin"] > Scope.NONE
    }
    assert found == set()


@pytest.mark.parametrize(
    ("endpoint", "roles"), [("rosters.submit", SUBMITTERS), ("rosters.publish", PUBLISHERS)]
)
def test_what_waits_for_whom_agrees_with_who_may_do_it(endpoint: str, roles: frozenset[str]) -> None:
    assert {role for role, scope in matrix()[endpoint].scopes.items() if scope > Scope.NONE} == roles


def test_who_has_two_roles_has_the_wider_reach() -> None:
    scopes = dict.fromkeys(ROLES, Scope.NONE) | {"agent": Scope.OWN, "leader": Scope.TEAM}
    row = access.Row(public=False, scopes=scopes)
    assert row.scope(["agent", "leader"]) is Scope.TEAM
    assert row.scope(["hr"]) is Scope.NONE
    assert row.scope([]) is Scope.NONE


def test_a_route_without_a_row_is_closed_to_everybody(own_app: Flask, database: Database) -> None:
    own_app.add_url_rule("/forgotten", "forgotten.page", lambda: "open")
    with database.write() as session:
        world = new_world(session, "admin")
        admin = logged_in(own_app, session, world.actor)
        session.commit()
    assert admin.get("/forgotten").status_code == 403
    assert visitor(own_app).get("/forgotten").headers["Location"] == "/login?next=/forgotten"


def test_a_script_is_told_to_load_the_log_in_page(app: Flask) -> None:
    stranger = visitor(app)
    answer = stranger.get(
        "/me", headers={"HX-Request": "true", "HX-Current-URL": "http://localhost/me?tab=2"}
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/login?next=/me?tab%3D2"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("static,public,-,-,-,-,-,-,-,-", "twice"),
        ("my.month,,own,own,own,all,-,-,-,-", "unknown reach"),
        ("my.month,,own,own", "unknown reach"),
        ("my.month,open,-,-,-,-,-,-,-,-", "'public' or empty"),
        ("my.month,public,own,-,-,-,-,-,-,-", "public for everybody"),
    ],
)
def test_a_wrong_row_stops_the_start(line: str, words: str) -> None:
    header = ",".join(("endpoint", "public", *ROLES))
    text = f"{header}\nstatic,public,-,-,-,-,-,-,-,-\n{line}\n"
    with pytest.raises(ValueError, match=words):
        access.read(text)


def test_a_missing_role_stops_the_start() -> None:
    with pytest.raises(ValueError, match="columns"):
        access.read("endpoint,public,agent\n")
