import pytest

from tests.web.rosters.office import Office, stored_office
from web.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    """A department of six with somebody in every role, under S0g, on each kind of database."""
    return stored_office(database)
