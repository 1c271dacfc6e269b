import dataclasses

import pytest

from tests.web.attendance.shop import DAY, stored_shop, under
from tests.web.conftest import CLOCK_SHIFT
from tests.web.swaps.desk import Desk
from web.config import Config
from web.database import Database


@pytest.fixture
def shop(database: Database) -> Desk:
    """A department whose December is in force, under S3a by then, on each kind of database."""
    found = stored_shop(database)
    under(found, "S3a")
    return found


@pytest.fixture
def config(config: Config) -> Config:
    """The site's clock stands at half past twelve of a day on which the early shift works."""
    return dataclasses.replace(config, today=DAY, clock_shift=CLOCK_SHIFT)
