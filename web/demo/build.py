"""Fill an empty database with the demo: real calls to a published month and the next month's draft."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import func, select

from web import clock
from web.accounts.actor import Actor
from web.config import Config
from web.database import Database, JsonObject
from web.database.migrate import upgrade
from web.demo import department as content
from web.demo.staff import OFFICE, PASSWORD, open_accounts
from web.forecasts.service import make_need, targets_of
from web.handovers.tables import Handover
from web.jobs import service as jobs
from web.jobs.tables import JobState, SolveJob
from web.jobs.watch import see_through
from web.people.tables import Department
from web.rosters.lifecycle import approve, submit
from web.rosters.months import next_month, previous_month
from web.rosters.publishing import publish
from web.rosters.tables import RosterVersion

DATA = Path(__file__).parent.parent.parent / "data" / "calls"
CALLS = DATA / "bank_il_1999_30min_jan_sep.csv"
MEASURES = DATA / "bank_il_1999_30min_full_jan_feb.csv"

Say = Callable[[str], None]


class DemoError(RuntimeError):
    """A step of the demo did not come out as it must."""


@dataclass(frozen=True, kw_only=True)
class Demo:
    """What the steps of the demo share."""

    database: Database
    config: Config
    today: date
    say: Say

    def now(self) -> datetime:
        """Return the present instant of the demo."""
        return clock.utc_now(self.config)


def build_demo(config: Config, *, seconds: int, calls: Path | None, say: Say) -> None:
    """Build the demo unless it is there already.

    Parameters
    ----------
    seconds
        Longest time of each of the two solves.
    calls
        Another call history than the shipped one.
    say
        Told of every step.
    """
    started = time.monotonic()
    upgrade(config.migrate_url or config.database_url, app_url=config.database_url)
    database = Database(config.database_url)
    with database.read() as session:
        exists = session.scalar(select(func.count()).where(Department.code == content.CODE))
    if exists:
        say(f"The demo department is there and stays as it is; remove {config.data_dir} for a new one.")
    else:
        today = clock.utc_now(config).astimezone(clock.FIXED_DAY_ZONE).date()
        _build(Demo(database=database, config=config, today=today, say=say), seconds, calls or CALLS)
        say(f"Built in {time.monotonic() - started:.0f} s.")
    _tell_logins(say)


def _build(demo: Demo, seconds: int, calls: Path) -> None:
    month = demo.today.replace(day=1)
    department, actors = _store_department(demo, month, calls)
    for first_day in (month, next_month(month)):
        need_id = _make_need(demo, department, first_day, actors["supervisor"])
        parameters: JsonObject = {"seconds": seconds, "seed": content.SEED, "requirement": need_id}
        version_id = _solve(demo, department, first_day, actors["supervisor"], parameters)
        if first_day == month:
            _publish(demo, version_id, actors)


def _store_department(demo: Demo, month: date, calls: Path) -> tuple[Department, dict[str, Actor]]:
    now = demo.now()
    with demo.database.write() as session:
        department = content.add_department(session, MEASURES if calls == CALLS else None, now)
        content.add_policy(session, department, previous_month(month), now)
        people = content.add_people(session, department, demo.today, now)
        for first_day in (month, next_month(month)):
            content.add_requests(session, department, people, first_day, now)
        weeks = content.add_calls(session, department, calls, demo.today, now)
        session.commit()
        actors = open_accounts(session, department.id, people, now)
    demo.say(f"Department of {len(people)} people; call history moved by {weeks} whole weeks.")
    return department, actors


def _make_need(demo: Demo, department: Department, month: date, actor: Actor) -> int:
    with demo.database.write() as session:
        need = make_need(
            session,
            department,
            month,
            targets=targets_of(department),
            made_by=actor.user_id,
            now=demo.now(),
        )
    demo.say(
        f"{month:%Y-%m}: {need.need_minutes / 60:.0f} hours of work needed,"
        f" contracts give {need.contract_minutes / 60:.0f}."
    )
    return need.id


def _solve(demo: Demo, department: Department, month: date, actor: Actor, parameters: JsonObject) -> int:
    with demo.database.write() as session:
        job = jobs.request_solve(
            session,
            department_id=department.id,
            month=month,
            parameters=parameters,
            requested_by=actor.user_id,
            now=demo.now(),
        )
    if not isinstance(job, SolveJob):
        raise DemoError(f"{month:%Y-%m} is being solved already")
    claim = jobs.claim_by_id(demo.database, job.id, "demo", demo.now())
    if claim is None:
        raise DemoError(f"job {job.id} was taken by somebody else")
    see_through(demo.database, demo.config, claim, threading.Event())
    with demo.database.read() as session:
        ended = session.get_one(SolveJob, job.id)
    if ended.state is not JobState.DONE or ended.result_version_id is None:
        raise DemoError(f"{month:%Y-%m}: no roster ({ended.error})")
    gap = "unknown" if ended.gap is None else f"{ended.gap:.2%}"
    bound = "unknown" if ended.bound is None else f"{ended.bound:.0f}"
    demo.say(f"{month:%Y-%m}: roster of cost {ended.cost:.0f}, bound {bound}, gap {gap}.")
    return ended.result_version_id


def _publish(demo: Demo, version_id: int, actors: dict[str, Actor]) -> None:
    """Submit as supervisor, approve and publish as head; the checker judges at each step."""
    for act, actor in ((submit, actors["supervisor"]), (approve, actors["head"])):
        with demo.database.write() as session:
            seen = session.get_one(RosterVersion, version_id).lock_version
            done = act(session, actor, version_id, seen=seen, now=demo.now())
        if not done.done:
            raise DemoError(f"{act.__name__} was refused: {done.reasons}")
    with demo.database.write() as session:
        seen = session.get_one(RosterVersion, version_id).lock_version
        published = publish(session, actors["head"], version_id, seen=seen, now=demo.now())
        if not published.act.done:
            raise DemoError(f"publishing was refused: {published.act.reasons}")
        planned = session.scalar(select(func.count()).select_from(Handover))
    demo.say(f"Published; {planned} handovers planned.")


def _tell_logins(say: Say) -> None:
    say(f"Log in with one of these staff numbers and the password {PASSWORD}:")
    for account in OFFICE:
        say(f"  {account.employee_number}  {account.role:<14} {account.name}")
    say("  001101  leader         王敏")
    say("  001103  agent          徐军")
