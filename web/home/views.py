"""The first page after the log-in: one per role, the foremost role decides."""

import datetime as dt
from collections.abc import Callable

from flask import Blueprint, make_response, render_template
from werkzeug.wrappers import Response

from web import access, clock, database
from web.accounts.actor import Actor
from web.admin.checklist import checklist
from web.admin.words import step_words
from web.attendance.views import card_values, own_card
from web.book.page import shown_books
from web.coverage.charts import day_chart
from web.home.records import records_waiting
from web.home.staff import read_staff, recent_publications
from web.home.today import Today, people_on, read_today
from web.home.waiting import next_due, open_answers, open_rounds, solving
from web.my.views import own_page, shown
from web.navigation import RANK
from web.people.tables import Department
from web.rosters.overview import waiting_for
from web.rosters.words import state_name

blueprint = Blueprint("home", __name__, template_folder="templates")

Page = Callable[[Actor, Department, dt.datetime, dt.date], Response]


@blueprint.get("/")
def index() -> Response:
    """Show what matters now to the present person."""
    actor = access.actor()
    role = next((name for name in RANK if name in actor.roles), "agent")
    department = _department(actor)
    return PAGES[role](actor, department, clock.now(), clock.today(department.time_zone))


@blueprint.get("/today/live")
def live() -> Response:
    """Return the part of the planners' page that follows the day."""
    actor = access.actor()
    department = _department(actor)
    now = clock.now()
    found = read_today(database.session(), department, now=now, today=clock.today(department.time_zone))
    values = _board(actor, department, found, now)
    return make_response(render_template("home/board_live.html", **values, fragment=True))


def _department(actor: Actor) -> Department:
    return database.session().get_one(Department, actor.department_id)


def _board(actor: Actor, department: Department, found: Today, now: dt.datetime) -> dict[str, object]:
    return {
        "now": now,
        "today": found,
        "waiting": waiting_for(database.session(), actor),
        **_open(actor, department, now, found.date),
    }


def _open(actor: Actor, department: Department, now: dt.datetime, today: dt.date) -> dict[str, object]:
    session = database.session()
    return {
        "rounds": open_rounds(session, department.id, now),
        "answers": open_answers(session, actor, today),
        "solves": solving(session, department.id),
        "due": next_due(session, department, today),
        "state_name": state_name,
        "records": records_waiting(session, now=now, today=today),
    }


def _planner(actor: Actor, department: Department, now: dt.datetime, today: dt.date) -> Response:
    """Supervisor and head: today on duty against need, what waits, what comes."""
    found = read_today(database.session(), department, now=now, today=today)
    values = _board(actor, department, found, now)
    chart = None
    if found.coverage is not None:
        chart = day_chart(found.coverage, by_family=False, now_minute=found.minute)
    return make_response(render_template("home/board.html", **values, chart=chart, fragment=False))


def _leader(actor: Actor, department: Department, now: dt.datetime, today: dt.date) -> Response:
    """Team leader: the own next shift, the team's day, what waits."""
    session = database.session()
    team = people_on(session, department.id, today, now=now, team_id=actor.team_id)
    page = render_template(
        "home/leader.html",
        team=team if actor.team_id is not None else (),
        **{**card_values(own_card()), **shown(own_page(None))},
        **_open(actor, department, now, today),
    )
    return make_response(page)


def _agent(_actor: Actor, _department: Department, _now: dt.datetime, _today: dt.date) -> Response:
    """Agent: the next shift first, then everything of one's own."""
    return make_response(
        render_template("home/agent.html", **{**card_values(own_card()), **shown(own_page(None))})
    )


def _hr(_actor: Actor, department: Department, _now: dt.datetime, today: dt.date) -> Response:
    """HR: who has come, is on probation, or leaves soon."""
    found = read_staff(database.session(), department.id, today)
    return make_response(render_template("home/hr.html", found=found, today=today))


def _auditor(_actor: Actor, department: Department, _now: dt.datetime, _today: dt.date) -> Response:
    """Auditor: what was published lately, and where to read on."""
    found = recent_publications(database.session(), department.id)
    return make_response(render_template("home/auditor.html", publications=found))


def _security_desk(actor: Actor, department: Department, now: dt.datetime, today: dt.date) -> Response:
    """Security desk: who is in the house now, and who comes next."""
    found = people_on(database.session(), department.id, today, now=now)
    page = render_template(
        "home/security_desk.html",
        now=now,
        books=shown_books(database.session(), actor, now=now),
        present=[person for person in found if person.is_on(now)],
        coming=[person for person in found if person.starts_at > now],
    )
    return make_response(page)


def _admin(_actor: Actor, department: Department, _now: dt.datetime, today: dt.date) -> Response:
    """Administrator: how far the set-up is, and its next step."""
    steps = checklist(database.session(), department, today=today)
    following = next((step_words(step) for step in steps if not step.done), None)
    page = render_template("home/admin.html", steps=steps, following=following, department=department)
    return make_response(page)


PAGES: dict[str, Page] = {
    "head": _planner,
    "supervisor": _planner,
    "leader": _leader,
    "hr": _hr,
    "auditor": _auditor,
    "security_desk": _security_desk,
    "admin": _admin,
    "agent": _agent,
}
