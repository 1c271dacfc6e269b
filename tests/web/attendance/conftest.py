import pytest

from tests.web.attendance.shop import stored_shop
from tests.web.swaps.desk import Desk
from web.database import Database


@pytest.fixture
def shop(database: Database) -> Desk:
    """A department under S1a with its December in force, on each kind of database."""
    return stored_shop(database)
