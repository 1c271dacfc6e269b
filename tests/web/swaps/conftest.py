import pytest

from tests.web.swaps.desk import Desk, stored_desk
from web.database import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    """A department under S0h with its December in force, on each kind of database."""
    return stored_desk(database)
