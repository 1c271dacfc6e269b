import pytest

from tests.web.handovers.evening import Evening, stored_evening
from web.database import Database


@pytest.fixture
def evening(database: Database) -> Evening:
    """A department under S0g with its December in force, on each kind of database."""
    return stored_evening(database)
