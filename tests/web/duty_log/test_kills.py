"""A server that dies while people write loses nothing that it has acknowledged (kill -9)."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from tests.support.databases import Urls
from tests.web.attendance.shop import ANN, DAN, stored_shop
from tests.web.duty_log.kills import killed_while_writing
from tests.web.duty_log.log import entries_of
from tests.web.swaps.crowd import Approver, logged_in, post, two_servers
from tests.web.swaps.desk import with_password
from web.database import Database

pytestmark = pytest.mark.processes

KILLS = 6
CLICKS = 4


def test_what_was_acknowledged_survives_kills_and_numbers_have_no_gap(
    database_urls: Urls, tmp_path: Path
) -> None:
    found = killed_while_writing(database_urls, tmp_path, KILLS)
    assert found.acknowledged > KILLS
    assert found.repeated > 0, "no server died while somebody waited for its answer"
    assert (found.lost, found.gaps, found.twice, found.fault) == (0, 0, 0, None)
    assert found.stored == found.acknowledged


def click(together: Barrier, token: str, who: Approver) -> int:
    together.wait()
    form = {"csrf_token": who.token, "kind": "event", "body": "断网", "token": token}
    return post(who.browser, f"{who.site.url}/duty-log/entries", form)


def test_many_clicks_at_two_servers_are_one_entry_for_each_form(
    database: Database, database_urls: Urls, tmp_path: Path
) -> None:
    shop = stored_shop(database)
    with_password(shop, ANN, DAN)
    with two_servers(tmp_path, database_urls.app) as sites, ThreadPoolExecutor(2 * CLICKS) as pool:
        people = [logged_in(sites[n % 2], f"CS{number}") for number in (ANN, DAN) for n in range(CLICKS)]
        for form in ("one", "two"):
            codes = list(pool.map(partial(click, Barrier(2 * CLICKS), form), people))
            assert codes == [302] * (2 * CLICKS)
    assert [entry.number for entry in entries_of(shop)] == [1, 2, 3, 4]
