import pytest

from tests.web.leave.bench import Bench, stored_bench
from web.database import Database


@pytest.fixture
def bench(database: Database) -> Bench:
    """A department under S0h with its December in force, on each kind of database."""
    return stored_bench(database)
