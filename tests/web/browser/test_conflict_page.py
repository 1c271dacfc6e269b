"""The page of an impossible month in Chromium: it fits, and its links lead to where things are changed."""

import datetime as dt

import pytest

from roster.explanation import Atom, Conflict, Explanation, Relaxation
from tests.support.browser import PageOpener, looks_right, new_page
from tests.support.site import Site
from tests.web.browser.logging_in import PASSWORD, log_in
from tests.web.jobs.month import MONTH, NOW, store_month
from tests.web.jobs.test_views import queue
from web.accounts import service as accounts
from web.database import Database
from web.jobs import claims
from web.jobs.ending import Ending, end_job
from web.jobs.tables import JobState, SolveJob
from web.people.tables import Person

pytestmark = pytest.mark.browser

NUMBER = "00778"
NIGHT = MONTH + dt.timedelta(days=9)


@pytest.fixture
def job_id(database: Database) -> int:
    """A solve that ended with a conflict: all the people are off on one night."""
    ids = store_month(database, people=12, need=1)
    with database.write() as session:
        people = [person.employee_number for person in session.query(Person).filter(Person.active)]
        made = accounts.create_user(
            session, by=None, department_id=ids.department, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert not isinstance(made, list)
        session.commit()
    off = [Atom(rule="day_off", people=(number,), dates=(NIGHT,)) for number in people]
    short = Atom(rule="shortage", dates=(NIGHT,), times=((0, 480), (1380, 1440)), amount=2)
    changes = [
        Relaxation(means="more_people", rule="shortage", dates=(NIGHT,), times=((0, 480),), after=2),
        Relaxation(means="limit", rule="rest_between", dates=(NIGHT,), before=660, after=480),
        *(
            Relaxation(means="work", rule="day_off", people=(number,), dates=(NIGHT,), holds="month")
            for number in people
        ),
    ]
    conflict = Conflict(atoms=(*off, short), irreducible=True, relaxations=tuple(changes))
    explanation = Explanation(answer="explained", conflicts=(conflict, conflict), seconds=2.0)
    job = queue(database, ids)
    claim = claims.claim_by_id(database, SolveJob, job, "test", NOW)
    assert claim is not None
    end_job(database, claim, Ending(state=JobState.FAILED, error="infeasible", explanation=explanation), NOW)
    return job


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("phone", [False, True], ids=["1280", "390"])
def test_the_page_of_an_impossible_month_fits(
    live_server: Site, job_id: int, open_page: PageOpener, phone: bool, locale: str
) -> None:
    page = open_page(live_server.url, phone=phone, locale=locale)
    log_in(page, NUMBER)
    page.goto(f"/solves/{job_id}")
    looks_right(page)
    with new_page(page):
        page.locator(".card a[href^='/people']").first.click()
    assert "/people" in page.url
