"""Many who approve the same swaps at once, on two servers: each swap is approved exactly once."""

from pathlib import Path

import pytest

from tests.support.databases import Urls
from tests.web.swaps.crowd import race, stored_crowd, two_servers, waiting_swaps
from web.database import Database

pytestmark = pytest.mark.processes

SWAPS, APPROVERS = 10, 8


def test_of_many_who_approve_at_once_one_does(
    database: Database, database_urls: Urls, tmp_path: Path
) -> None:
    desk = stored_crowd(database, leaders=APPROVERS, pairs=1)
    swaps = waiting_swaps(desk, SWAPS)
    with two_servers(tmp_path, database_urls.app) as sites:
        found = race(sites, desk, swaps)
    assert found.broken == 0
    assert [codes.count(302) for codes in found.answers] == [1] * SWAPS
    assert {code for codes in found.answers for code in codes} <= {302, 409}
    assert found.approvals == {swap.swap_id: 1 for swap in swaps}
    assert found.versions == SWAPS
