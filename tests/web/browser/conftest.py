"""A running site for the browser tests."""

import pytest

from tests.support.site import Site
from tests.web.browser.logging_in import NOW, NUMBER, PASSWORD
from web.accounts import service
from web.database import Database
from web.people.tables import Department


@pytest.fixture
def site(live_server: Site, database: Database) -> Site:
    """A running site with one supervisor."""
    with database.write() as session:
        department = Department(code="CS", name="华东客服中心", created_at=NOW)
        session.add(department)
        session.commit()
        made = service.create_user(
            session, by=None, department_id=department.id, employee_number=NUMBER, name="郭静",
            roles=["supervisor"], password=PASSWORD, now=NOW,
        )  # fmt: skip
        assert not isinstance(made, list)
    return live_server
