"""Forecasts of many queues over the job engine: seconds in all and per queue, memory of its processes.

Each queue has the year of `benchmarks.forecast_year`, scaled and drawn anew by its own seed. A server is
started on a database that holds them, a job is asked for as the page does, and the clock stops when the job
has ended: taking it up, starting the processes, reading, forecasting, back-testing and storing included.
"""

import datetime as dt
import os
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from benchmarks.forecast_year import year_of_calls
from tests.support.databases import migrated_sqlite
from tests.support.site import running_site
from web.calls.tables import CallSlot, CallSource
from web.database import Database
from web.demo.department import add_department
from web.forecasts.queue_jobs import progress_of, request_forecasts
from web.forecasts.tables import Forecast, ForecastJob, ForecastSlot
from web.rosters.months import days_in

MONTH = dt.date(2000, 1, 1)
"""The month after the year of calls."""
NOW = dt.datetime(2000, 1, 1, 4, 0, tzinfo=dt.UTC)
WAIT_SECONDS, LOOK_SECONDS = 3600.0, 0.1


def queue_figures(sizes: Sequence[int]) -> str:
    """Forecast so many queues in one job each; return the figures of every size."""
    return "; ".join(_figures(queues) for queues in sizes)


def _figures(queues: int) -> str:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{migrated_sqlite(folder)}"
        database = Database(url)
        department_id = store_queues(database, queues)
        environment = {"LUNBAN_DATABASE_URL": url, "LUNBAN_SECRET_KEY": "only-here"}
        with running_site(folder, environment) as site, _watched(site.pid) as most:
            started = time.perf_counter()
            first = _forecast_all(database, department_id)
            seconds = time.perf_counter() - started
            cpu = _cpu_of_children(site.pid)
        _check(database, queues)
        database.close()
    rest = (seconds - first) / max(1, queues - 1)
    return (
        f"{queues} queues {seconds:.1f} s, {seconds / queues:.2f} s a queue"
        f" (first after {first:.1f} s, then {rest:.2f} s each), processor {cpu:.1f} s,"
        f" peak of all processes {most[0]:.0f} MiB"
    )


def store_queues(database: Database, queues: int) -> int:
    """Store a department with so many queues of a year each; return its id."""
    year = year_of_calls()
    times = list(year["ds"].dt.to_pydatetime())
    with database.write() as session:
        department = add_department(session, None, NOW)
        department.country = "IL"
        source = CallSource(
            department_id=department.id,
            file_name="queues.csv",
            content_hash="queues",
            rows=queues * len(times),
            slot_minutes=30,
            imported_at=NOW,
        )
        session.add(source)
        session.flush()
        for number in range(queues):
            drawn = np.random.default_rng(number)
            calls = drawn.poisson(year["calls"].to_numpy() * drawn.uniform(0.5, 2.0))
            _store(session, source, f"queue {number:03}", times, calls.tolist())
        session.commit()
        return department.id


def _store(
    session: Session, source: CallSource, queue: str, times: Sequence[dt.datetime], calls: Sequence[int]
) -> None:
    fixed = {
        "department_id": source.department_id,
        "source_id": source.id,
        "queue": queue,
        "slot_minutes": 30,
    }
    rows = [fixed | {"ds": ds, "offered": count} for ds, count in zip(times, calls, strict=True)]
    session.execute(insert(CallSlot), rows)


def _forecast_all(database: Database, department_id: int) -> float:
    """Ask for the forecasts and wait for their end; return the seconds until the first was stored."""
    started = time.perf_counter()
    with database.write() as session:
        job = request_forecasts(
            session,
            department_id=department_id,
            month=MONTH,
            requested_by=None,
            now=dt.datetime.now(dt.UTC),
        )
    assert isinstance(job, ForecastJob), "the forecasts were refused"  # noqa: S101 - a benchmark may assert
    first: float | None = None
    while time.perf_counter() - started < WAIT_SECONDS:
        time.sleep(LOOK_SECONDS)
        with database.read() as session:
            found = progress_of(session, session.get_one(ForecastJob, job.id))
        if first is None and found.done:
            first = time.perf_counter() - started
        if not found.active:
            if found.refused or first is None:
                raise RuntimeError(f"{found.job.state}: {found.refused[:3]}")
            return first
    raise TimeoutError("waited in vain")


def _check(database: Database, queues: int) -> None:
    """See that every queue has one whole forecast: that is what was timed."""
    slots = (days_in(MONTH) + 1) * 48
    with database.read() as session:
        names = session.scalar(select(func.count(Forecast.queue.distinct())))
        stored = session.scalar(select(func.count()).select_from(ForecastSlot))
    if (names, stored) != (queues, queues * slots):
        raise RuntimeError(
            f"{names} queues with {stored} slots were stored, not {queues} with {queues * slots}"
        )


@contextmanager
def _watched(pid: int) -> Iterator[list[float]]:
    """Measure the memory of the server and all below it again and again; the list holds the most, in MiB."""
    most, ended = [0.0], threading.Event()

    def look() -> None:
        while not ended.wait(LOOK_SECONDS):
            most[0] = max(most[0], memory_below(pid))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield most
    finally:
        ended.set()
        thread.join()


def _cpu_of_children(pid: int) -> float:
    """Return the processor seconds of all children of a process, once the last of them has ended.

    Unlike the clock they tell the same when others use the machine.
    """
    while _children().get(pid):
        time.sleep(LOOK_SECONDS)
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[13:15]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory_below(pid: int) -> float:
    """Return the memory of a process and of all that it has started, in MiB.

    What processes share is counted once in all (proportional set size).
    """
    children = _children()
    found, below = 0.0, [pid]
    while below:
        one = below.pop()
        below += children.get(one, [])
        found += _memory_of(one)
    return found


def _memory_of(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def _children() -> dict[int, list[int]]:
    """Return the children of every process."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except OSError:  # it ended meanwhile
            continue
        children.setdefault(parent, []).append(int(stat.parent.name))
    return children
