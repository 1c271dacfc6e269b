import pytest

from tests.web.rosters.office import Office, stored_office
from web.database import Database


@pytest.fixture
def office(database: Database) -> Office:
    """A department under S3a, on each kind of database."""
    return stored_office(database, preset="S3a")
