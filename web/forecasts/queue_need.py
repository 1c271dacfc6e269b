"""What skills cost in people: each queue by itself, all as one pool, and what lies between."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from forecasting.goals import Goals, ServiceLevel
from forecasting.skills import MOST_SKILLS, Profile, agents_of_pool, pooled_bound
from forecasting.skills import Skill as Calls
from web.calls.tables import CallSlot
from web.forecasts.history import midnight
from web.forecasts.queue_load import QueueLoad, queue_loads
from web.forecasts.service import targets_from
from web.forecasts.tables import Requirement
from web.people.tables import Department, Skill
from web.planning.method import StaffingMethod
from web.planning.month import Targets
from web.planning.profiles import WINDOW_DAYS
from web.planning.queue_skills import queue_skills
from web.rosters.people_loading import load_people

ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class QueueNeed:
    """People for the busiest slot of a day, shrinkage included, as its queues need them.

    Attributes
    ----------
    queues
        How many.
    apart
        If each queue had people of its own.
    together
        If everybody took every queue: what the need counts.
    at_least
        With the skills that people have, however well they are placed; None where a queue is nobody's, or
        there are too many to look at every set of them.
    nobodys
        Queues whose skill nobody has.
    """

    ds: dt.datetime
    queues: int
    apart: int
    together: int
    at_least: int | None
    nobodys: Sequence[str]


def read_queue_need(
    session: Session,
    department: Department,
    requirement: Requirement,
    day: dt.date,
    targets: Targets,
    *,
    volume: float = 0.0,
) -> QueueNeed | None:
    """Return what the queues of a day need; None where no queue asks for a skill.

    Parameters
    ----------
    targets
        As tried out; the busy-hour method counts calls, not queues, and has no such figures.
    volume
        Share of calls more (+) or fewer (−).
    """
    if targets.method is StaffingMethod.BUSY_HOUR:
        return None
    skills = session.scalars(
        select(Skill.name).where(Skill.department_id == department.id, Skill.active)
    ).all()
    loads = queue_loads(session, department, requirement, measured=False) if skills else []
    staff = load_people(session, department.id, day, day) if loads else ()
    asked = queue_skills([load.name for load in loads], skills, [person.skills for person in staff])
    if not asked.asking:
        return None
    start, calls = _busiest(loads, day)
    factor = targets.aht_seconds / targets_from(requirement.settings).aht_seconds
    times = {} if targets.own_numbers else _handling(session, department, requirement.forecast.first_day)
    of_queue = [
        Calls(
            calls=expected * (1.0 + volume),
            aht_s=times[load.name] * factor if load.name in times else targets.aht_seconds,
            patience_s=targets.patience_seconds,
        )
        for load, expected in zip(loads, calls, strict=True)
    ]
    taken = {asked.taken(person.skills) for person in staff if person.is_employed(day)}
    goals, minutes = _goals(targets), requirement.forecast.slot_minutes

    def people(agents: float) -> int:
        return int(np.ceil(agents / (1.0 - targets.shrinkage) - ROUNDING))

    nobodys = [load.name for number, load in enumerate(loads) if not any(number in own for own in taken)]
    at_least = None
    if not nobodys and len(of_queue) <= MOST_SKILLS:
        profiles = [Profile(skills=own) for own in sorted(taken, key=sorted) if own]
        at_least = people(sum(pooled_bound(of_queue, profiles, goals=goals, slot_minutes=minutes)[0]))
    alone = [agents_of_pool([queue], goals=goals, slot_minutes=minutes) for queue in of_queue]
    return QueueNeed(
        ds=start,
        queues=len(loads),
        apart=people(sum(alone)),
        together=people(agents_of_pool(of_queue, goals=goals, slot_minutes=minutes)),
        at_least=at_least,
        nobodys=nobodys,
    )


def _busiest(loads: Sequence[QueueLoad], day: dt.date) -> tuple[dt.datetime, list[float]]:
    """Return the slot of the day with most calls of all queues, and the calls of each."""
    first, end = midnight(day), midnight(day + dt.timedelta(days=1))
    of_day = [
        load.calls.loc[(load.calls["ds"] >= first) & (load.calls["ds"] < end)].set_index("ds")["mean"]
        for load in loads
    ]
    total = sum(of_day[1:], of_day[0]).to_numpy()
    place = int(np.argmax(total))
    return of_day[0].index[place].to_pydatetime(), [float(calls.iloc[place]) for calls in of_day]


def _handling(session: Session, department: Department, month: dt.date) -> Mapping[str, float]:
    """Return the mean handling time of each queue in the half-year before the month."""
    seconds = func.sum(CallSlot.aht_seconds * CallSlot.answered)
    rows = session.execute(
        select(CallSlot.queue, seconds / func.sum(CallSlot.answered))
        .where(
            CallSlot.department_id == department.id,
            CallSlot.ds >= midnight(month - dt.timedelta(days=WINDOW_DAYS)),
            CallSlot.ds < midnight(month),
            CallSlot.answered > 0,
            CallSlot.aht_seconds > 0,
        )
        .group_by(CallSlot.queue)
    )
    return {queue: float(mean) for queue, mean in rows if mean is not None}


def _goals(targets: Targets) -> Goals:
    return Goals(
        service_level=ServiceLevel(share=targets.service_level_share, seconds=targets.service_level_seconds),
        asa_s=targets.max_asa_seconds,
        max_abandoned=None if targets.min_answer_rate is None else 1.0 - targets.min_answer_rate,
        max_occupancy=targets.max_occupancy,
    )
