"""Which version of a month is meant where nobody names one."""

from tests.web.rosters.office import MONTH, NOW, Office
from web.people.tables import Department
from web.rosters.alive import in_force_or_newest_alive, newest_alive
from web.rosters.lifecycle import discard
from web.rosters.overview import newest_relevant
from web.rosters.publishing import publish
from web.rosters.sight import version_to_show
from web.rosters.tables import RosterVersion


def meant(office: Office) -> dict[str, int | None]:
    """Return the number of the version that each question finds."""
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        relevant = newest_relevant(session, department.id, MONTH)
        found = {
            "newest": newest_alive(session, department.id, MONTH),
            "in force": in_force_or_newest_alive(session, department.id, MONTH),
            "grid": version_to_show(session, department, MONTH, None),
            "page": None if relevant is None else session.get_one(RosterVersion, relevant),
        }
        return {name: None if version is None else version.number for name, version in found.items()}


def put_aside(office: Office, version_id: int) -> None:
    with office.database.write() as session:
        act = discard(session, office.supervisor, version_id, seen=1, now=NOW)
    assert act.done, act.reasons


def test_without_any_version_none_is_meant(office: Office) -> None:
    assert set(meant(office).values()) == {None}


def test_the_newest_is_meant_that_is_not_withdrawn(office: Office) -> None:
    office.draft()
    put_aside(office, office.draft())
    assert set(meant(office).values()) == {1}


def test_the_page_of_a_month_shows_a_withdrawn_version_before_nothing(office: Office) -> None:
    put_aside(office, office.draft())
    assert meant(office) == {"newest": None, "in force": None, "grid": None, "page": 1}


def test_a_draft_beside_the_published_version_is_newest_but_not_in_force(office: Office) -> None:
    office.published()
    office.draft()
    assert meant(office) == {"newest": 2, "in force": 1, "grid": 2, "page": 2}


def test_a_superseded_version_is_not_meant_though_it_has_the_higher_number(office: Office) -> None:
    early = office.approved()
    office.published()
    with office.database.write() as session:
        found = publish(session, office.supervisor, early.version_id, seen=early.lock_version, now=NOW)
    assert found.act.done, found.act.reasons
    assert set(meant(office).values()) == {1}
