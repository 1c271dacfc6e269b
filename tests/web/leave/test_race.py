"""Many who approve the same leave at once, on two servers: each is granted exactly once."""

from pathlib import Path

import pytest

from tests.support.databases import Urls
from tests.web.leave.race import asked_twice, race_for_leave, waiting_leave
from tests.web.swaps.crowd import stored_crowd, two_servers
from tests.web.swaps.desk import with_password
from web.database import Database

pytestmark = pytest.mark.processes

LEAVES, APPROVERS = 4, 6
ASKER, FREE_DAY = "00310", 28


def test_of_many_who_approve_at_once_one_does_and_a_double_click_is_one_request(
    database: Database, database_urls: Urls, tmp_path: Path
) -> None:
    desk = stored_crowd(database, leaders=APPROVERS, pairs=1)
    with_password(desk, ASKER)
    leaves = waiting_leave(desk, LEAVES)
    with two_servers(tmp_path, database_urls.app) as sites:
        found = race_for_leave(sites, desk, leaves)
        codes, stored = asked_twice(sites, desk, ASKER, FREE_DAY)
    assert [codes.count(302) for codes in found.answers] == [1] * LEAVES
    assert {code for codes in found.answers for code in codes} <= {302, 409, 422}
    assert found.approvals == {answer.leave_id: 1 for answer, _ in leaves}
    assert found.versions == LEAVES
    assert (codes, stored) == ([302, 302], 1)
