"""What is played of a department with several queues: the calls of each, and who takes which."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from forecasting.slots import FloatArray
from roster.coverage import Tally, staff_of_day
from web.coverage.figures import MonthCoverage
from web.coverage.playing import Plan, PlayedGroup, PlayedQueue
from web.forecasts.queue_load import QueueLoad, queue_loads
from web.people.tables import Department, Skill
from web.planning.queue_skills import QueueSkills, queue_skills
from web.rosters.loading import load_problem, load_roster
from web.rosters.tables import RosterVersion


def with_queues(
    session: Session, department: Department, version: RosterVersion, coverage: MonthCoverage, plan: Plan
) -> Plan:
    """Return the plan with its queues and with groups of people who take the same ones.

    Unchanged where the department has one queue, or its queues are not forecast.
    """
    if coverage.requirement is None:
        return plan
    loads = queue_loads(session, department, coverage.requirement)
    if not loads:
        return plan
    problem = load_problem(session, department, coverage.month, version=version)
    tally = Tally.of(problem, load_roster(session, version))
    skills = session.scalars(select(Skill.name).where(Skill.department_id == department.id, Skill.active))
    named = [load.name for load in loads]
    asked = queue_skills(named, skills.all(), [person.skills for person in problem.people])
    taken = {person.id: asked.taken(person.skills) for person in problem.people}
    staff = [slot for day in range(problem.days) for slot in staff_of_day(problem, tally, day)]
    groups = sorted(set(taken.values()), key=sorted)
    counts = [Counter(taken[person.id] for person in slot) for slot in staff]
    queues = [_queue(plan, load, asked, number) for number, load in enumerate(loads)]
    return replace(
        plan,
        calls=np.sum([queue.calls for queue in queues], axis=0),
        queues=[
            replace(queue, people=sum(number in own for own in taken.values()))
            for number, queue in enumerate(queues)
        ],
        groups=[PlayedGroup(people=_per_slot(counts, own), queues=own) for own in groups],
    )


def _per_slot(counts: Sequence[Counter[frozenset[int]]], own: frozenset[int]) -> FloatArray:
    return np.array([slot[own] for slot in counts], dtype=np.float64)


def _queue(plan: Plan, load: QueueLoad, asked: QueueSkills, number: int) -> PlayedQueue:
    starts = pd.Series(pd.date_range(plan.first_day, periods=len(plan.calls), freq=f"{plan.slot_minutes}min"))
    by_start = load.calls.set_index("ds")["mean"]
    calls = by_start.reindex(starts.dt.floor(f"{load.slot_minutes}min")).fillna(0.0).to_numpy()
    times = load.profiles.of(pd.DataFrame({"ds": starts}))
    targets = plan.targets
    return PlayedQueue(
        name=load.name,
        asks=number in asked.asking,
        people=0,
        calls=np.where(plan.closed, 0.0, calls * plan.slot_minutes / load.slot_minutes),
        aht_s=times.get("aht_s", targets.aht_seconds),
        patience_s=times.get("patience_s", targets.patience_seconds),
    )
