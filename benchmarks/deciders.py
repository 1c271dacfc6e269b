"""Races over HTTP on two server processes: leave, overtime, call-ins, decided by many at the same instant."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.swaps import APPROVERS, stored_database
from tests.support.databases import POSTGRESQL, SQLITE
from tests.web.leave.race import race_for_leave, waiting_leave
from tests.web.overtime.race import (
    early_people,
    made_supervisors,
    open_call_ins,
    race_for_call_ins,
    race_for_overtime,
    waiting_overtime,
)
from tests.web.swaps.crowd import stored_crowd, two_servers
from tests.web.swaps.desk import Desk, with_password
from web.database import Database

REQUESTS = 30
OFFERS, WANTED = 10, 3


def leave_race_figures() -> str:
    """Let 16 leaders approve each of 30 leaves at once, at two servers, on both databases."""
    return _on_both(_leave, pairs=2)


def overtime_race_figures() -> str:
    """Let 16 supervisors approve each of 30 requests for overtime at once."""
    return _on_both(_overtime, pairs=3)


def call_in_race_figures() -> str:
    """Let 16 people take each of 10 call-ins with 3 places at once."""
    return _on_both(_call_ins, pairs=APPROVERS)


def _on_both(run: Callable[[Desk, Path, str], str], *, pairs: int) -> str:
    return "; ".join(f"{kind}: {_on(kind, run, pairs)}" for kind in (SQLITE, POSTGRESQL))


def _on(kind: str, run: Callable[[Desk, Path, str], str], pairs: int) -> str:
    with tempfile.TemporaryDirectory() as name, stored_database(kind, Path(name)) as urls:
        database = Database(urls.app)
        desk = stored_crowd(database, leaders=APPROVERS, pairs=pairs)
        started = time.perf_counter()
        said = run(desk, Path(name), urls.app)
        database.close()
    return f"{said}, {time.perf_counter() - started:.0f} s"


def _leave(desk: Desk, folder: Path, url: str) -> str:
    leaves = waiting_leave(desk, REQUESTS)
    with two_servers(folder, url) as sites:
        found = race_for_leave(sites, desk, leaves)
    once = sum(count == 1 for count in found.approvals.values())
    return (
        f"{len(leaves)} leaves, {APPROVERS} approvers each: {once} approved once, {_codes(found.answers)},"
        f" {found.versions} roster versions"
    )


def _overtime(desk: Desk, folder: Path, url: str) -> str:
    made_supervisors(desk)
    entries = waiting_overtime(desk, REQUESTS)
    with two_servers(folder, url) as sites:
        found = race_for_overtime(sites, desk, entries)
    return (
        f"{len(entries)} requests, {APPROVERS} approvers each: {found.approvals} approvals signed,"
        f" {found.approved} approved, {_codes(found.answers)}"
    )


def _call_ins(desk: Desk, folder: Path, url: str) -> str:
    with_password(desk, *early_people(desk))
    offers = open_call_ins(desk, OFFERS, WANTED)
    with two_servers(folder, url) as sites:
        found = race_for_call_ins(sites, desk, offers, APPROVERS)
    right = sum(
        each == (WANTED,) * 3 for each in zip(found.taken, found.entries, found.rostered, strict=True)
    )
    return (
        f"{len(offers)} call-ins with {WANTED} places, {APPROVERS} takers each: {right} with exactly {WANTED}"
        f" places, entries and shifts, {_codes(found.answers)}"
    )


def _codes(answers: Sequence[Sequence[int]]) -> str:
    every = [code for codes in answers for code in codes]
    return f"{every.count(302)} answers accepted, {sum(code >= 500 for code in every)} broken"
