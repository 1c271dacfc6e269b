"""Several skills: agents per group, from a pooled lower bound, corrected by simulation.

A flexible agent serves one call at a time: he must not count fully for every skill he has. Every set of
skills is therefore also looked at as one pool: all that can take any of its calls, taking nothing else, must
be enough for all of its calls together. The cheapest groups that satisfy every pool are the start; the
simulation then says what each skill would really get, and agents are added where they help most, until every
skill has what was asked for. The answer is good, not proven cheapest; the bound says how far off it can be.

References
----------
Wallace and Whitt (2005), "A staffing algorithm for call centers with skill-based routing": pooling as the
start, simulation as the judge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import LinearConstraint, milp

from forecasting.goals import Goals, ServiceLevel
from forecasting.inverse import agents_for
from forecasting.simulation import Group, Share, Simulated, Stream, simulate

# A pool for each set of skills: 2 ** 8 are worked out in a moment.
MOST_SKILLS = 8
SLOTS, WARM_UP, RUNS = 14, 2, 10


@dataclass(frozen=True, kw_only=True)
class Skill:
    """Calls of one kind: expected per slot, mean handling time, mean patience (None: nobody gives up)."""

    calls: float
    aht_s: float
    patience_s: float | None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """Agents with the same skills (by number); ``cost`` of one beside that of others."""

    skills: frozenset[int]
    cost: float = 1.0


@dataclass(frozen=True, kw_only=True)
class SkillStaffing:
    """Agents per profile.

    Parameters
    ----------
    agents
        On calls, per profile.
    bound
        The cheapest cost that satisfies every pool.
    cost
        Cost of the answer.
    service_levels
        Per skill, as simulated.
    """

    agents: list[int]
    bound: float
    cost: float
    service_levels: list[Share]


def staff_skills(
    skills: Sequence[Skill],
    profiles: Sequence[Profile],
    *,
    target: ServiceLevel,
    slot_minutes: int,
    seed: int,
    runs: int = RUNS,
) -> SkillStaffing:
    """Return agents per profile that give every skill its service level at a level load.

    Parameters
    ----------
    skills
        At most eight.
    profiles
        Every skill is had by one of them at least.
    target
        Service level of every skill.
    slot_minutes
        Length of the slot in which the calls are expected.
    seed, runs
        Of the simulation. All candidates meet the same calls.

    Raises
    ------
    ValueError
        If a skill is nobody's, there are more than eight, or a number is out of bounds.
    """
    _check(skills, profiles)
    goals = Goals(service_level=target)
    agents, bound = pooled_bound(skills, profiles, goals=goals, slot_minutes=slot_minutes)

    def played(candidate: Sequence[int]) -> Simulated:
        found = simulate(
            [
                Stream(calls=[skill.calls] * SLOTS, aht_s=skill.aht_s, patience_s=skill.patience_s)
                for skill in skills
            ],
            [
                Group(agents=count, streams=profile.skills)
                for count, profile in zip(candidate, profiles, strict=True)
            ],
            slot_minutes=slot_minutes,
            seconds=target.seconds,
            seed=seed,
            runs=runs,
        )
        return found.without(WARM_UP)

    now = played(agents)
    while lacking := _lacking(now, target):
        tried = []
        for each, profile in enumerate(profiles):
            if not profile.skills & set(lacking):
                continue
            more = [count + (index == each) for index, count in enumerate(agents)]
            found = played(more)
            gain = sum(lacking.values()) - sum(_lacking(found, target).values())
            tried.append((gain / profile.cost, -each, more, found))
        _, _, agents, now = max(tried, key=lambda row: row[:2])
    return SkillStaffing(
        agents=agents,
        bound=bound,
        cost=_cost(agents, profiles),
        service_levels=[now.service_level(each) for each in range(len(skills))],
    )


def pooled_bound(
    skills: Sequence[Skill], profiles: Sequence[Profile], *, goals: Goals, slot_minutes: int
) -> tuple[list[int], float]:
    """Return the cheapest agents that are enough for every set of skills as one pool, and their cost.

    A pool is one queue, first come first served, with the mean handling time of its skills. Where skills
    differ in handling time or patience, that is an estimate on the low side, not a proof.

    Returns
    -------
    tuple
        Agents per profile, and the cost below which no plan comes.
    """
    _check(skills, profiles)
    rows: list[list[float]] = []
    least: list[float] = []
    for size in range(1, len(skills) + 1):
        for pool in combinations(range(len(skills)), size):
            rows.append([float(bool(profile.skills & set(pool))) for profile in profiles])
            least.append(
                agents_of_pool([skills[each] for each in pool], goals=goals, slot_minutes=slot_minutes)
            )
    found = milp(
        c=[profile.cost for profile in profiles],
        constraints=LinearConstraint(np.array(rows), lb=np.array(least)),
        integrality=np.ones(len(profiles), dtype=np.int64),
    )
    if found.x is None:  # every skill is somebody's: enough agents of each satisfy every pool
        raise RuntimeError(found.message)
    agents = [round(float(value)) for value in found.x]
    return agents, _cost(agents, profiles)


def agents_of_pool(skills: Sequence[Skill], *, goals: Goals, slot_minutes: int) -> float:
    """Return the agents for some skills as one queue that each of them takes whole; 0 without calls."""
    calls = sum(skill.calls for skill in skills)
    if calls == 0:
        return 0.0
    erlang_seconds = sum(skill.calls * skill.aht_s for skill in skills)
    load, aht = erlang_seconds / (slot_minutes * 60.0), erlang_seconds / calls
    # callers of different patience: the kind that asks for fewest agents, so that the bound stays below
    return min(
        float(agents_for(load, goals, aht_s=aht, patience_s=patience)[0])
        for patience in {skill.patience_s for skill in skills}
    )


def _lacking(found: Simulated, target: ServiceLevel) -> dict[int, float]:
    """Return the skills that miss the target, and by how much."""
    levels = {each: found.service_level(each).value for each in range(found.offered.shape[1])}
    return {each: target.share - level for each, level in levels.items() if level < target.share}


def _cost(agents: Sequence[int], profiles: Sequence[Profile]) -> float:
    return sum(count * profile.cost for count, profile in zip(agents, profiles, strict=True))


def _check(skills: Sequence[Skill], profiles: Sequence[Profile]) -> None:
    if not 1 <= len(skills) <= MOST_SKILLS:
        raise ValueError(f"skills must be 1 to {MOST_SKILLS}, not {len(skills)}")
    had = frozenset().union(*(profile.skills for profile in profiles))
    missing = [each for each in range(len(skills)) if each not in had]
    if missing:
        raise ValueError(f"nobody has the skills {missing}")
    if any(not profile.cost > 0 or not profile.skills for profile in profiles):
        raise ValueError("a profile needs a skill and a positive cost")
    if any(skill.calls < 0 or not skill.aht_s > 0 for skill in skills):
        raise ValueError("calls must not be negative, aht_s positive")
