"""Fixtures of the tests of the site. What uses a database runs twice: on SQLite and on PostgreSQL."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page

from tests.support.applications import Applications, new_application
from tests.support.browser import PageOpener, chromium_browser, watched_page
from tests.support.compiled import share_compiled_sql
from tests.support.databases import (
    POSTGRESQL,
    SQLITE,
    Urls,
    copied_postgres,
    copied_sqlite,
    migrated_postgres,
    migrated_sqlite,
)
from tests.support.postgres import Server, running_server
from tests.support.site import Site, forked_site
from web.clock import FIXED_DAY_ZONE
from web.config import Config
from web.database import Database, current_database

share_compiled_sql()
APPLICATIONS = Applications()
TODAY = dt.date(2026, 11, 22)
"""The business date of every test that has none of its own."""
BEGIN = dt.datetime(2026, 11, 22, 12, 30, tzinfo=FIXED_DAY_ZONE)
"""When the tests' day begins, half an hour after the moment that most of them store things at.

With the machine's own time of day, tests around midnight in China saw the clock jump back a day.
"""
CLOCK_SHIFT = BEGIN - dt.datetime.now(tz=dt.UTC)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """The PostgreSQL server of this test process, started when the first test asks for it."""
    with running_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgres_template(postgres_server: Server) -> str:
    return migrated_postgres(postgres_server)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return migrated_sqlite(tmp_path_factory.mktemp("template"))


@pytest.fixture(params=[SQLITE, pytest.param(POSTGRESQL, marks=pytest.mark.postgresql)])
def database_kind(request: pytest.FixtureRequest) -> str:
    """Each kind of database in turn."""
    kind: str = request.param
    return kind


@pytest.fixture
def database_urls(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Urls]:
    """A migrated database without rows."""
    if database_kind == SQLITE:
        yield copied_sqlite(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    server: Server = request.getfixturevalue("postgres_server")
    urls = copied_postgres(server, request.getfixturevalue("postgres_template"))
    yield urls
    server.drop(urls.app.rpartition("/")[2].partition("?")[0])


@pytest.fixture
def sqlite_urls(sqlite_template: Path, tmp_path: Path) -> Urls:
    """A migrated database without rows, on SQLite only."""
    return copied_sqlite(sqlite_template, tmp_path)


@pytest.fixture
def postgres_urls(postgres_server: Server, postgres_template: str) -> Urls:
    """The same, on PostgreSQL only."""
    return copied_postgres(postgres_server, postgres_template)


@pytest.fixture
def database_url(database_urls: Urls) -> str:
    """URL of a migrated database without rows, as the application's role sees it."""
    return database_urls.app


@pytest.fixture
def config(database_urls: Urls, tmp_path: Path) -> Config:
    """Settings of a site on that database, on plain HTTP, with a fixed date."""
    return Config(
        data_dir=tmp_path,
        database_url=database_urls.app,
        migrate_url=database_urls.owner,
        secret_key="only-for-tests",
        secure_cookies=False,
        today=TODAY,
        clock_shift=CLOCK_SHIFT,
    )


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    """The site, on an empty migrated database."""
    with APPLICATIONS.lent(config) as lent:
        yield lent


@pytest.fixture
def own_app(config: Config) -> Iterator[Flask]:
    """The site for a test that adds a page to it."""
    made = new_application(config)
    yield made
    with made.app_context():
        current_database().close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without scripts; forms carry their CSRF token."""
    return app.test_client()


@pytest.fixture
def database(database_urls: Urls) -> Iterator[Database]:
    """The application's view of that database, for tests that store and look without a request."""
    opened = Database(database_urls.app)
    yield opened
    opened.close()


@pytest.fixture
def site_environment(database_urls: Urls) -> dict[str, str]:
    """Settings of a server on the test's database."""
    return {
        "LUNBAN_DATABASE_URL": database_urls.app,
        "LUNBAN_MIGRATE_URL": database_urls.owner,
        "LUNBAN_SECRET_KEY": "only-for-tests",
        "LUNBAN_TODAY": TODAY.isoformat(),
        "LUNBAN_CLOCK_SHIFT": str(CLOCK_SHIFT.total_seconds()),
    }


@pytest.fixture
def live_server(tmp_path: Path, site_environment: dict[str, str]) -> Iterator[Site]:
    """A real server process on the test's database."""
    with forked_site(tmp_path, site_environment) as site:
        yield site


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of this test process."""
    with chromium_browser() as browser:
        yield browser


@pytest.fixture
def page_complaints() -> list[str]:
    """What the test's pages complained of so far; a test that provokes an error clears it."""
    return []


@pytest.fixture
def open_page(chromium: Browser, page_complaints: list[str]) -> Iterator[PageOpener]:
    """Open pages: ``open_page(url, phone=False, locale="zh-CN")``.

    The test fails when a page logged an error or asked another host.
    """
    pages: list[Page] = []

    def open_one(base_url: str, *, phone: bool = False, locale: str = "zh-CN") -> Page:
        pages.append(watched_page(chromium, base_url, page_complaints, phone=phone, locale=locale))
        return pages[-1]

    yield open_one
    for page in pages:
        page.context.close()
    assert page_complaints == []
