"""Ask for a simulation of a roster, report on it, end it: each step one conditional write."""

import datetime as dt

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.coverage.figures import MonthCoverage, read_coverage
from web.coverage.playing import Plan, plan_of
from web.coverage.queue_plan import with_queues
from web.coverage.tables import RosterSimulation, SimulationState
from web.database import JsonObject
from web.forecasts.service import profiles_of, targets_from
from web.people.tables import Department
from web.refusal import Refusal
from web.rosters.acts import open_version
from web.rosters.loading import requirement_of
from web.rosters.tables import Roster, RosterVersion

SILENT_SECONDS = 90
"""Without a report for so long, the child process is taken for dead."""


def ask(session: Session, actor: Actor, version_id: int, *, now: dt.datetime) -> RosterSimulation | Refusal:
    """Store that a version is to be played through, and commit.

    Returns
    -------
    RosterSimulation or Refusal
        ``simulation_without_need`` when nothing is forecast; ``simulation_runs`` while another one of the
        department is under way.

    Raises
    ------
    NotFound
        When the version is not within the actor's reach.
    """
    version, department = open_version(session, actor, version_id)
    month = version.roster.month
    requirement = requirement_of(session, department.id, month, version)
    if requirement is None:
        return Refusal(code="simulation_without_need")
    running = session.scalars(
        select(RosterSimulation)
        .join(RosterVersion, RosterVersion.id == RosterSimulation.roster_version_id)
        .join(Roster, Roster.id == RosterVersion.roster_id)
        .where(Roster.department_id == department.id, RosterSimulation.state == SimulationState.RUNNING)
    ).all()
    if any(not is_silent(one, now) for one in running):
        return Refusal(code="simulation_runs")
    for one in running:
        _end(session, one.id, SimulationState.FAILED)
    plan = _plan(session, department, version)
    found = RosterSimulation(
        roster_version_id=version.id,
        requirement_id=requirement.id,
        runs=plan.runs,
        lock_version=version.lock_version,
        requested_by_id=actor.user_id,
        requested_at=now,
        seen_at=now,
    )
    session.add(found)
    session.commit()
    return found


def newest(session: Session, version_id: int) -> RosterSimulation | None:
    """Return the version's newest simulation, None where there is none."""
    return session.scalars(
        select(RosterSimulation)
        .where(RosterSimulation.roster_version_id == version_id)
        .order_by(RosterSimulation.id.desc())
        .limit(1)
    ).first()


def newest_done(session: Session, version_id: int) -> RosterSimulation | None:
    """Return the newest simulation of the version that was played to its end."""
    return session.scalars(
        select(RosterSimulation)
        .where(
            RosterSimulation.roster_version_id == version_id,
            RosterSimulation.state == SimulationState.DONE,
        )
        .order_by(RosterSimulation.id.desc())
        .limit(1)
    ).first()


def is_silent(simulation: RosterSimulation, now: dt.datetime) -> bool:
    """Tell whether a running simulation has not reported for too long."""
    is_old = (now - simulation.seen_at).total_seconds() > SILENT_SECONDS
    return simulation.state is SimulationState.RUNNING and is_old


def runs(session: Session, version_id: int, *, now: dt.datetime) -> bool:
    """Tell whether a simulation of the version is under way and gives signs of life."""
    found = newest(session, version_id)
    return found is not None and found.state is SimulationState.RUNNING and not is_silent(found, now)


def plan_to_play(session: Session, simulation: RosterSimulation) -> Plan:
    """Return what a simulation plays."""
    version = session.get_one(RosterVersion, simulation.roster_version_id)
    department = session.get_one(Department, version.roster.department_id)
    return _plan(session, department, version)


def report(session: Session, simulation_id: int, runs_done: int, *, now: dt.datetime) -> bool:
    """Store how far it is, and commit; False when it is not wanted any more."""
    done = session.execute(
        update(RosterSimulation)
        .where(RosterSimulation.id == simulation_id, RosterSimulation.state == SimulationState.RUNNING)
        .values(runs_done=runs_done, seen_at=now)
    )
    session.commit()
    return bool(done.rowcount)  # type: ignore[attr-defined] # an UPDATE has one


def finish(session: Session, simulation_id: int, result: JsonObject, *, now: dt.datetime) -> bool:
    """Store what came out, and commit; False when it was stopped meanwhile."""
    done = session.execute(
        update(RosterSimulation)
        .where(RosterSimulation.id == simulation_id, RosterSimulation.state == SimulationState.RUNNING)
        .values(state=SimulationState.DONE, result=result, seen_at=now)
    )
    session.commit()
    return bool(done.rowcount)  # type: ignore[attr-defined] # an UPDATE has one


def stop(session: Session, actor: Actor, version_id: int) -> int | None:
    """Stop the version's simulation, and commit; return its number, None when it was not running any more.

    Raises
    ------
    NotFound
        When the version is not within the actor's reach.
    """
    version, _department = open_version(session, actor, version_id)
    found = newest(session, version.id)
    done = found is not None and _end(session, found.id, SimulationState.STOPPED)
    session.commit()
    return found.id if found is not None and done else None


def withdraw(session: Session, simulation_id: int) -> None:
    """Take back a simulation that nobody has begun to play, and commit; figures of the one before stay."""
    session.execute(
        delete(RosterSimulation).where(
            RosterSimulation.id == simulation_id,
            RosterSimulation.state == SimulationState.RUNNING,
            RosterSimulation.runs_done == 0,
        )
    )
    session.commit()


def fail(session: Session, simulation_id: int) -> None:
    """Store that a simulation broke off, and commit."""
    _end(session, simulation_id, SimulationState.FAILED)
    session.commit()


def _end(session: Session, simulation_id: int, state: SimulationState) -> bool:
    done = session.execute(
        update(RosterSimulation)
        .where(RosterSimulation.id == simulation_id, RosterSimulation.state == SimulationState.RUNNING)
        .values(state=state)
    )
    return bool(done.rowcount)  # type: ignore[attr-defined] # an UPDATE has one


def _plan(session: Session, department: Department, version: RosterVersion) -> Plan:
    found: MonthCoverage = read_coverage(session, department, version.roster.month, version_id=version.id)
    if found.requirement is None:
        return plan_of(found, targets_from({}))
    plan = plan_of(found, targets_from(found.requirement.settings), profiles_of(found.requirement))
    return with_queues(session, department, version, found, plan)
