"""Swaps measured: approvers who race over HTTP, the page of who could take a shift, random lives."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import OpenerDirector

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from roster.problem import Roster as Shifts
from tests.support.databases import (
    POSTGRESQL,
    SQLITE,
    Urls,
    copied_postgres,
    copied_sqlite,
    migrated_postgres,
    migrated_sqlite,
)
from tests.support.postgres import running_server
from tests.support.site import running_site
from tests.web.handovers.lives import HandoverLives
from tests.web.leave.lives import LeaveLives
from tests.web.rosters.office import MONTH
from tests.web.swaps.crowd import SETTINGS, logged_in, race, stored_crowd, two_servers, waiting_swaps
from tests.web.swaps.desk import Desk, stored_desk, with_password
from web.database import Database

SWAPS, APPROVERS = 40, 16
RUNS, STEPS = 200, 50
PEOPLE, TIMES = 300, 15
WAITING = 200
PATTERN = ("E", "E", "M", "M", "N", None, None)


def race_figures() -> str:
    """Let 16 leaders approve each of 40 swaps at once, at two servers, on both databases."""
    return "; ".join(f"{kind}: {_raced(kind)}" for kind in (SQLITE, POSTGRESQL))


def candidates_figures() -> str:
    """Open the page of who could take a shift among 300 people, over HTTP, again and again."""
    with tempfile.TemporaryDirectory() as name, stored_database(SQLITE, Path(name)) as urls:
        desk = _stored_crowd_of(Database(urls.app), PEOPLE)
        with running_site(Path(name), {"LUNBAN_DATABASE_URL": urls.app, **SETTINGS}) as site:
            approver = logged_in(site, f"CS{_number(0)}")
            address = f"{site.url}/swaps/new?date={MONTH.replace(day=_working_day(0)).isoformat()}"
            sizes, seconds = zip(*(_timed(approver.browser, address) for _ in range(TIMES)), strict=True)
    return (
        f"{len(desk.office.people)} people, {TIMES} loads: median {statistics.median(seconds) * 1000:.0f} ms,"
        f" most {max(seconds) * 1000:.0f} ms, {max(sizes) / 1024:.0f} KiB"
    )


def inbox_figures() -> str:
    """Open the inbox with 200 waiting swaps, over HTTP, again and again."""
    with tempfile.TemporaryDirectory() as name, stored_database(SQLITE, Path(name)) as urls:
        database = Database(urls.app)
        desk = stored_crowd(database, leaders=1, pairs=14)
        swaps = waiting_swaps(desk, WAITING)
        with running_site(Path(name), {"LUNBAN_DATABASE_URL": urls.app, **SETTINGS}) as site:
            reader = logged_in(site, "CS00410")
            page, part = (
                [_timed(reader.browser, f"{site.url}{address}") for _ in range(TIMES)]
                for address in ("/approvals", "/me")
            )
        database.close()
    inbox, counting = ([seconds * 1000 for _, seconds in loads] for loads in (page, part))
    return (
        f"{len(swaps)} swaps, {TIMES} loads: median {statistics.median(inbox):.0f} ms,"
        f" most {max(inbox):.0f} ms, {max(size for size, _ in page) / 1024:.0f} KiB;"
        f" another page with the number beside the link {statistics.median(counting):.0f} ms"
    )


def lives_figures() -> str:
    """Live 200 lives of swaps, leave and pay-back, 50 random steps each; a broken invariant ends the run."""
    return _lived(LeaveLives)


def handover_lives_figures() -> str:
    """Live 200 evenings of handovers, 50 random steps each; a broken invariant ends the run."""
    return _lived(HandoverLives)


def _lived(machine: type[RuleBasedStateMachine]) -> str:
    started = time.perf_counter()
    limits = settings(
        max_examples=RUNS,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=limits)
    return f"{RUNS} runs x {STEPS} steps: no broken invariant, {time.perf_counter() - started:.0f} s"


def _raced(kind: str) -> str:
    with tempfile.TemporaryDirectory() as name, stored_database(kind, Path(name)) as urls:
        database = Database(urls.app)
        desk = stored_crowd(database, leaders=APPROVERS, pairs=3)
        swaps = waiting_swaps(desk, SWAPS)
        started = time.perf_counter()
        with two_servers(Path(name), urls.app) as sites:
            found = race(sites, desk, swaps)
        seconds = time.perf_counter() - started
        database.close()
    once = sum(count == 1 for count in found.approvals.values())
    return (
        f"{len(swaps)} swaps, {APPROVERS} approvers each: {sum(found.approvals.values())} approvals,"
        f" {once} swaps approved once, {found.accepted} answers accepted, {found.broken} broken,"
        f" {found.versions} roster versions, {seconds:.0f} s"
    )


@contextmanager
def stored_database(kind: str, folder: Path) -> Iterator[Urls]:
    """An empty database of a kind, newest schema."""
    if kind == SQLITE:
        yield copied_sqlite(migrated_sqlite(folder), folder)
        return
    with running_server() as server:
        yield copied_postgres(server, migrated_postgres(server))


def _stored_crowd_of(database: Database, people: int) -> Desk:
    numbers = [_number(place) for place in range(people)]
    days = range(30)
    desk = stored_desk(
        database,
        preset="S0h",
        shifts=Shifts(
            ((number, MONTH.replace(day=day + 1)), code)
            for place, number in enumerate(numbers)
            for day in days
            if (code := PATTERN[(day + place) % len(PATTERN)]) is not None
        ),
        further=numbers,
    )
    with_password(desk, _number(0))
    return desk


def _number(place: int) -> str:
    return f"1{place:04}2"


def _working_day(place: int) -> int:
    """A day of the middle of the month on which the person works."""
    return next(day + 1 for day in range(14, 30) if PATTERN[(day + place) % len(PATTERN)] is not None)


def _timed(browser: OpenerDirector, address: str) -> tuple[int, float]:
    started = time.perf_counter()
    with browser.open(address) as answer:
        size = len(answer.read())
    return size, time.perf_counter() - started
