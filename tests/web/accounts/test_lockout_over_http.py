"""Lockout as two server processes on one database see it, over real HTTP."""

import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest
from sqlalchemy import select

from tests.support.databases import Urls
from tests.support.site import Site, forked_site
from tests.web.accounts.staff import PASSWORD, account
from web.database import Database
from web.records.tables import AuditEvent

pytestmark = pytest.mark.processes


@pytest.fixture
def stored(database_urls: Urls) -> Iterator[Database]:
    """The database of both processes, with one account."""
    database = Database(database_urls.app)
    with database.write() as session:
        account(session)
    yield database
    database.close()


@pytest.fixture
def two_sites(database_urls: Urls, stored: Database, tmp_path: Path) -> Iterator[list[Site]]:
    settings = {"LUNBAN_DATABASE_URL": database_urls.app, "LUNBAN_SECRET_KEY": "only-for-tests"}
    folders = [tmp_path / name for name in ("one", "two")]
    with ExitStack() as running:
        for folder in folders:
            folder.mkdir()
        yield [running.enter_context(forked_site(folder, settings)) for folder in folders]


def test_failures_count_across_server_processes(two_sites: list[Site], stored: Database) -> None:
    def fail(number: int) -> int:
        return log_in(two_sites[number % 2], "not the password")

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(fail, range(16))) == [422] * 16
    assert [log_in(site, PASSWORD) for site in two_sites] == [422, 422]
    with stored.read() as session:
        counts = Counter(session.scalars(select(AuditEvent.action)))
    assert counts == {"user.create": 1, "login.failure": 10, "login.locked": 1}


def test_a_session_begun_at_one_process_ends_at_the_other(two_sites: list[Site]) -> None:
    one, other = two_sites
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    assert log_in(one, PASSWORD, browser) == 200
    assert "00123" in read(browser, f"{other.url}/me")
    token = csrf_token(read(browser, f"{other.url}/me"))
    browser.open(f"{other.url}/logout", urlencode({"csrf_token": token}).encode()).close()
    assert 'name="password"' in read(browser, f"{one.url}/me")


def log_in(site: Site, password: str, browser: OpenerDirector | None = None) -> int:
    browser = browser or build_opener(HTTPCookieProcessor(CookieJar()))
    token = csrf_token(read(browser, f"{site.url}/login"))
    form = {"csrf_token": token, "employee_number": "00123", "password": password, "next": "/me"}
    try:
        with browser.open(f"{site.url}/login", urlencode(form).encode()) as answer:
            return int(answer.status)
    except HTTPError as error:
        with error:
            return error.code


def read(browser: OpenerDirector, address: str) -> str:
    with browser.open(address) as answer:
        return str(answer.read().decode())


def csrf_token(page: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]
