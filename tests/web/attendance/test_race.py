"""Double clicks at two servers at once: one event, no answer that is the server's fault."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest

from tests.support.databases import Urls
from tests.web.attendance.shop import ANN, DAN, events_of, stored_shop
from tests.web.swaps.crowd import Approver, logged_in, post, two_servers
from tests.web.swaps.desk import with_password
from web.database import Database

pytestmark = pytest.mark.processes

CLICKS = 4


def click(together: Barrier, who: Approver) -> int:
    together.wait()
    form = {"csrf_token": who.token, "act": "in"}
    return post(who.browser, f"{who.site.url}/attendance/clock", form)


def test_many_clicks_at_two_servers_are_one_event(
    database: Database, database_urls: Urls, tmp_path: Path
) -> None:
    shop = stored_shop(database)
    with_password(shop, ANN, DAN)
    with two_servers(tmp_path, database_urls.app) as sites, ThreadPoolExecutor(2 * CLICKS) as pool:
        at_once = partial(click, Barrier(2 * CLICKS))
        people = [logged_in(sites[n % 2], f"CS{number}") for number in (ANN, DAN) for n in range(CLICKS)]
        codes = list(pool.map(at_once, people))
    assert codes == [302] * (2 * CLICKS)
    assert (len(events_of(shop, ANN)), len(events_of(shop, DAN))) == (1, 1)
