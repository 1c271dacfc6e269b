"""Fill an empty database with the demo: real calls to a published month and the next month's draft."""

import contextlib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web import clock
from web.accounts.actor import Actor
from web.config import Config
from web.database import Database, JsonObject
from web.database.migrate import upgrade
from web.demo import department as content
from web.demo.clocked import FORGOTTEN as END
from web.demo.life import live
from web.demo.staff import OFFICE, PASSWORD, open_accounts
from web.demo.stage import Stage
from web.forecasts.service import make_need, targets_of
from web.handovers.tables import Handover
from web.jobs import claims
from web.jobs import service as jobs
from web.jobs.tables import JobState, SolveJob
from web.jobs.watch import see_through
from web.people.tables import Department, Person
from web.rosters.acts import Act
from web.rosters.lifecycle import approve, submit
from web.rosters.months import next_month, previous_month
from web.rosters.publishing import publish
from web.rosters.tables import Roster, RosterVersion, VersionState, WishRound

DATA = Path(__file__).parent.parent.parent / "data" / "calls"
CALLS = DATA / "bank_il_1999_30min_jan_sep.csv"
MEASURES = DATA / "bank_il_1999_30min_full_jan_feb.csv"

Say = Callable[[str], None]


class DemoError(RuntimeError):
    """A step of the demo did not come out as it must."""


class Step(Protocol):
    """An act that brings a version one state further."""

    def __call__(self, session: Session, actor: Actor, version_id: int, *, seen: int, now: datetime) -> Act:
        """Take the step and say what came of it."""


def _put_in_force(session: Session, actor: Actor, version_id: int, *, seen: int, now: datetime) -> Act:
    return publish(session, actor, version_id, seen=seen, now=now).act


STEPS: dict[VersionState, tuple[str, Step]] = {
    VersionState.DRAFT: ("supervisor", submit),
    VersionState.SUBMITTED: ("head", approve),
    VersionState.APPROVED: ("head", _put_in_force),
}
"""Who takes which step from which state."""


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
    today = clock.utc_now(config).astimezone(clock.FIXED_DAY_ZONE).date()
    with contextlib.closing(Database(config.database_url)) as database:
        worked = _build(Demo(database=database, config=config, today=today, say=say), seconds, calls or CALLS)
    if worked:
        say(f"Built in {time.monotonic() - started:.0f} s.")
    else:
        say(f"The demo department is there and stays as it is; remove {config.data_dir} for a new one.")
    _tell_logins(say)


def _build(demo: Demo, seconds: int, calls: Path) -> bool:
    """Do what is not done yet; tell whether there was anything to do.

    What people ask for comes before the next month is made: its roster follows the shifts as they are then.
    Late in a month the next one is in force as well, so that requests have days to lie on.
    """
    department, month = _department(demo, calls)
    actors = _accounts(demo, department)
    stage = Stage(database=demo.database, department_id=department.id, now=demo.now(), today=demo.today)
    months, worked = (month, next_month(month)), False
    if END not in stage.told:
        for first_day in months if demo.today.day >= content.NEXT_PUBLISHED else months[:1]:
            version = _made(demo, department, actors, first_day, seconds)
            if not _is_published(demo, version):
                _publish(demo, version.id, actors)
        events, requests = live(replace(stage, now=demo.now()), actors["supervisor"])
        demo.say(f"Around today: {events} clock events and {requests} requests, some decided, some waiting.")
        worked = True
    for first_day in months:
        if _newest(demo, department, first_day) is None:
            _build_month(demo, department, actors, first_day, seconds)
            worked = True
    return worked


def _made(
    demo: Demo, department: Department, actors: dict[str, Actor], month: date, seconds: int
) -> RosterVersion:
    """Return the newest roster of a month, made now unless an earlier run has done it."""
    return _newest(demo, department, month) or _build_month(demo, department, actors, month, seconds)


def _department(demo: Demo, calls: Path) -> tuple[Department, date]:
    """Return the department and its first month, stored now unless an earlier run has done it."""
    with demo.database.read() as session:
        found = session.scalars(select(Department).where(Department.code == content.CODE)).one_or_none()
        if found is not None:
            months = select(func.min(WishRound.month)).where(WishRound.department_id == found.id)
            return found, session.scalars(months).one()
    now, month = demo.now(), demo.today.replace(day=1)
    with demo.database.write() as session:
        measures = MEASURES if calls == CALLS else None
        department = content.add_department(session, measures, now)
        content.add_policy(session, department, previous_month(month), now)
        people = content.add_people(session, department, demo.today, now)
        for first_day in (month, next_month(month)):
            content.add_requests(session, department, people, first_day, now)
        weeks = content.add_calls(session, department, calls, demo.today, now, measures=measures)
        session.commit()
    demo.say(f"Department of {len(people)} people; call history moved by {weeks} whole weeks.")
    return department, month


def _accounts(demo: Demo, department: Department) -> dict[str, Actor]:
    with demo.database.write() as session:
        everybody = session.scalars(select(Person).where(Person.department_id == department.id)).all()
        people = {person.employee_number: person for person in everybody}
        return open_accounts(session, department.id, people, demo.now())


def _newest(demo: Demo, department: Department, month: date) -> RosterVersion | None:
    with demo.database.read() as session:
        of_month = (Roster.department_id == department.id, Roster.month == month)
        newest = select(RosterVersion).join(Roster).where(*of_month).order_by(RosterVersion.number.desc())
        return session.scalars(newest.limit(1)).first()


def _is_published(demo: Demo, version: RosterVersion) -> bool:
    """Tell whether any version of the same month is in force."""
    same_month = (RosterVersion.roster_id == version.roster_id, RosterVersion.state == VersionState.PUBLISHED)
    with demo.database.read() as session:
        return session.scalar(select(func.count()).select_from(RosterVersion).where(*same_month)) == 1


def _build_month(
    demo: Demo, department: Department, actors: dict[str, Actor], month: date, seconds: int
) -> RosterVersion:
    need_id = _make_need(demo, department, month, actors["supervisor"])
    parameters: JsonObject = {"seconds": seconds, "seed": content.SEED, "requirement": need_id}
    _solve(demo, department, month, actors["supervisor"], parameters)
    version = _newest(demo, department, month)
    if version is None:
        raise DemoError(f"{month:%Y-%m}: the roster is gone")
    return version


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


def _solve(demo: Demo, department: Department, month: date, actor: Actor, parameters: JsonObject) -> None:
    """Solve the month in a child process, as the site does; a solve that an earlier run left is taken up."""
    with demo.database.write() as session:
        job = jobs.request_solve(
            session,
            department_id=department.id,
            month=month,
            parameters=parameters,
            requested_by=actor.user_id,
            now=demo.now(),
        )
    job_id = job.id if isinstance(job, SolveJob) else int(job.details["job"] or 0)
    while (claim := claims.claim_by_id(demo.database, SolveJob, job_id, "demo", demo.now())) is None:
        time.sleep(1.0)  # the worker of the earlier run may still look alive
        if not claims.is_active(demo.database, SolveJob, job_id):
            raise DemoError(f"job {job_id} has ended elsewhere; run this again")
    see_through(demo.database, demo.config, claim, threading.Event())
    with demo.database.read() as session:
        ended = session.get_one(SolveJob, job_id)
    if ended.state is not JobState.DONE:
        raise DemoError(f"{month:%Y-%m}: no roster ({ended.error})")
    gap = "unknown" if ended.gap is None else f"{ended.gap:.2%}"
    bound = "unknown" if ended.bound is None else f"{ended.bound:.0f}"
    demo.say(f"{month:%Y-%m}: roster of cost {ended.cost:.0f}, bound {bound}, gap {gap}.")


def _publish(demo: Demo, version_id: int, actors: dict[str, Actor]) -> None:
    """Submit as supervisor, approve and publish as head: what is left of it; the checker judges each step."""
    while True:
        with demo.database.write() as session:
            version = session.get_one(RosterVersion, version_id)
            if version.state not in STEPS:
                break
            role, act = STEPS[version.state]
            done = act(session, actors[role], version_id, seen=version.lock_version, now=demo.now())
            if not done.done:
                raise DemoError(f"{role}, {version.state}: refused, {done.reasons}")
    with demo.database.read() as session:
        planned = session.scalar(select(func.count()).select_from(Handover))
    demo.say(f"Published; {planned} handovers planned.")


def _tell_logins(say: Say) -> None:
    say(f"Log in with one of these staff numbers and the password {PASSWORD}:")
    for account in OFFICE:
        say(f"  {account.employee_number}  {account.role:<14} {account.name}")
    say("  001101  leader         王敏")
    say("  001103  agent          徐军")
