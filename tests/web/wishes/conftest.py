import pytest

from tests.web.rosters.office import Office, stored_office
from web.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    """A department of six under S0g: the roster is due on the 25th."""
    return stored_office(database)
