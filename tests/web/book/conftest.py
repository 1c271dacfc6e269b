import pytest

from tests.web.book.desk import Desk, stored_desk
from web.database import Database


@pytest.fixture
def desk(database: Database) -> Desk:
    """S0i with a security desk, on each kind of database."""
    return stored_desk(database)
