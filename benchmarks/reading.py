"""Pages measured over HTTP, on both databases: milliseconds until the whole page is there."""

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.request import OpenerDirector

from sqlalchemy import text

from tests.support.databases import (
    SQLITE,
    Urls,
    copied_postgres,
    copied_sqlite,
    migrated_postgres,
    migrated_sqlite,
)
from tests.support.postgres import running_server
from web.database import make_engine

TIMES = 40
LIMIT_MS = 200
KEPT = {"log.retention": {"amount": 10, "unit": "years"}}
"""Nothing that is measured expires meanwhile: the server beside it would delete it."""


def told(browser: OpenerDirector, site: str, asked: Mapping[str, str]) -> str:
    """Open each address again and again, and say median and p95 of each.

    What a server does once (templates, statements, a connection for each of its threads) is over by then.
    """
    for address in (*asked.values(), *asked.values()):
        _load(browser, f"{site}{address}")
    found = {name: _timed(browser, f"{site}{address}") for name, address in asked.items()}
    kept = sum(_p95(each) < LIMIT_MS for each in found.values())
    figures = ", ".join(
        f"{name} median {statistics.median(each):.0f} p95 {_p95(each):.0f} ms" for name, each in found.items()
    )
    return f"{figures}; p95 below {LIMIT_MS} ms: {kept} of {len(found)}"


@contextmanager
def database_of(kind: str, folder: Path) -> Iterator[Urls]:
    """Yield an empty migrated database of a kind."""
    if kind == SQLITE:
        yield copied_sqlite(migrated_sqlite(folder), folder)
        return
    with running_server() as server:
        yield copied_postgres(server, migrated_postgres(server))


def look_over(urls: Urls) -> None:
    """Let the database see what was put in at once, as it does by itself in the course of years."""
    engine = make_engine(urls.owner, owner=True)
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
        connection.commit()
    engine.dispose()


def _timed(browser: OpenerDirector, address: str) -> list[float]:
    return [_load(browser, address) for _ in range(TIMES)]


def _load(browser: OpenerDirector, address: str) -> float:
    started = time.perf_counter()
    with browser.open(address) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - started)


def _p95(found: Sequence[float]) -> float:
    return statistics.quantiles(found, n=20, method="inclusive")[-1]
