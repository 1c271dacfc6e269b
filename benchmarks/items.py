"""The items of `make prove`: each measures one thing and returns its figures as one line of text."""

import csv
import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from tests.support.databases import migrated_sqlite
from tests.support.site import running_site
from tests.web.jobs.month import MONTH, NOW, has_ended, has_roster, job_of, store_month
from web.database import Database
from web.demo.people import demo_people, demo_requests
from web.jobs import service
from web.jobs.tables import SolveJob
from web.rosters.months import days_in

CALLS = Path(__file__).parent.parent / "data" / "calls" / "bank_il_1999_30min_jan_sep.csv"
LUNBAN = Path(sys.executable).with_name("lunban")
PLAN_MONTH = date(1999, 10, 1)
CANCELS, KILLS = 20, 10
WAIT_SECONDS = 120.0


def plan_figures() -> str:
    """Plan October 1999 for the demo's people from files, as a user would."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        people = folder / "people.csv"
        write_people(people)
        options = {"--calls": CALLS, "--people": people, "--month": "1999-10", "--preset": "S0g"}
        options |= {"--country": "IL", "--out": folder / "out", "--seconds": 60, "--seed": 1}
        words = [str(word) for pair in options.items() for word in pair]
        run = subprocess.run(  # noqa: S603 - our own command
            [str(LUNBAN), "plan", *words, "--json"], capture_output=True, text=True, check=True
        )
    report = json.loads(run.stdout)
    keys = ("status", "need_hours", "cost", "bound", "gap", "hard_violations", "seconds", "peak_mib")
    return ", ".join(f"{key} {report[key]}" for key in keys)


def grid_figures() -> str:
    """Load and judge the grid of 300 people nine times."""
    from benchmarks.grid import grid_seconds  # noqa: PLC0415 - builds a large month when it runs

    return _summary(grid_seconds(people=300, times=9))


def grid_page_figures() -> str:
    """Open and edit the page of 300 people in a browser."""
    from benchmarks.grid_page import page_figures  # noqa: PLC0415 - starts a server and a browser when it runs

    units = {"elements": "", "all_elements": "", "kib": " KiB"}
    return ", ".join(f"{name} {value:.0f}{units.get(name, ' ms')}" for name, value in page_figures().items())


def cancel_figures() -> str:
    """Stop a running solve after its first roster, again and again."""
    return _within(2, [_with_running_solve(_cancelled_in) for _ in range(CANCELS)])


def kill_figures() -> str:
    """Kill the solving process after its first roster, again and again."""
    return _within(60, [_with_running_solve(_taken_up_in) for _ in range(KILLS)])


def _with_running_solve(measure: Callable[[Database, int, int], float]) -> float:
    """Return what `measure(database, job, server's pid)` finds while a month of 32 people is solved."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{migrated_sqlite(folder)}"
        database = Database(url)
        ids = store_month(database, people=32, need=9)
        with database.write() as session:
            job = service.request_solve(
                session,
                department_id=ids.department,
                month=MONTH,
                parameters={"seconds": 600, "seed": 1, "requirement": ids.requirement},
                requested_by=None,
                now=NOW,
            )
        assert isinstance(job, SolveJob), "the solve was refused"  # noqa: S101 - a benchmark may assert
        with running_site(folder, {"LUNBAN_DATABASE_URL": url, "LUNBAN_SECRET_KEY": "only-here"}) as site:
            _wait(lambda: has_roster(database, job.id))
            return measure(database, job.id, site.pid)


def _cancelled_in(database: Database, job_id: int, _server: int) -> float:
    started = time.monotonic()
    _ask_to_stop(database, job_id)
    _wait(lambda: has_ended(database, job_id))
    seconds = time.monotonic() - started
    if job_of(database, job_id).result_version_id is None:
        raise RuntimeError("the best roster was lost")
    return seconds


def _taken_up_in(database: Database, job_id: int, server: int) -> float:
    found = subprocess.run(  # noqa: S603 - fixed words
        ["/bin/ps", "-o", "pid=", "--ppid", str(server)], capture_output=True, text=True, check=True
    )
    started = time.monotonic()
    for child in found.stdout.split():
        os.kill(int(child), signal.SIGKILL)
    _wait(lambda: job_of(database, job_id).attempt == 2)
    seconds = time.monotonic() - started
    _ask_to_stop(database, job_id)
    _wait(lambda: has_ended(database, job_id))
    return seconds


def _ask_to_stop(database: Database, job_id: int) -> None:
    with database.write() as session:
        service.ask_to_cancel(session, job_id, keep_best=True, now=NOW)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("waited in vain")
        time.sleep(0.02)


def _within(limit: float, seconds: Sequence[float]) -> str:
    """Say how long the runs took, and how many kept the promised limit."""
    kept = sum(value <= limit for value in seconds)
    return f"{_summary(seconds)}; within {limit:g} s: {kept} of {len(seconds)}"


def _summary(seconds: Sequence[float]) -> str:
    return (
        f"{len(seconds)} runs: median {statistics.median(seconds):.2f} s,"
        f" least {min(seconds):.2f}, most {max(seconds):.2f}"
    )


def write_people(file: Path) -> None:
    """Write the demo's people with their days off and wishes of the plan's month."""
    asked = demo_requests(PLAN_MONTH, days_in(PLAN_MONTH), 1)
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(
            ["employee_number", "name", "team", "role", "weekly_hours", "skills", "days_off", "wishes"]
        )
        for person in demo_people():
            number = person.employee_number
            days_off = "|".join(day.isoformat() for day in asked.days_off.get(number, ()))
            wishes = "|".join(f"{day}={kind}" for day, kind in asked.wishes[number])
            skills = "|".join(person.skills)
            writer.writerow(
                [number, person.name, person.team, person.role, person.weekly_hours, skills, days_off, wishes]
            )
