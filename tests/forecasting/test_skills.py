"""Several skills: no agent counts twice, and what is answered has been played through."""

import pytest

from forecasting.goals import Goals, ServiceLevel
from forecasting.inverse import agents_for
from forecasting.skills import Profile, Skill, pooled_bound, staff_skills

TARGET = ServiceLevel(share=0.8, seconds=20)
GOALS = Goals(service_level=TARGET)
FIVE_ERLANGS = Skill(calls=50, aht_s=180, patience_s=None)
BOTH = Profile(skills=frozenset({0, 1}))


def test_a_flexible_agent_does_not_count_fully_for_every_skill() -> None:
    """A published library puts 8 agents to 10 erlangs: 8 for each skill, all of them flexible."""
    found = staff_skills([FIVE_ERLANGS] * 2, [BOTH], target=TARGET, slot_minutes=30, seed=1)
    goals = Goals(service_level=TARGET)
    assert agents_for([5, 10], goals, aht_s=180).tolist() == [8, 14]
    assert found.bound == 14
    assert 14 <= found.agents[0] <= 15
    assert all(level.value >= 0.8 for level in found.service_levels)


def test_specialists_alone_need_what_each_queue_needs() -> None:
    profiles = [Profile(skills=frozenset({0})), Profile(skills=frozenset({1}))]
    agents, bound = pooled_bound([FIVE_ERLANGS] * 2, profiles, goals=GOALS, slot_minutes=30)
    assert (agents, bound) == ([8, 8], 16)


def test_dear_flexible_agents_are_taken_only_as_far_as_they_help() -> None:
    skills = [
        Skill(calls=60, aht_s=180, patience_s=240),
        Skill(calls=20, aht_s=180, patience_s=240),
    ]
    profiles = [
        Profile(skills=frozenset({0})),
        Profile(skills=frozenset({1})),
        Profile(skills=frozenset({0, 1}), cost=1.2),
    ]
    found = staff_skills(skills, profiles, target=TARGET, slot_minutes=30, seed=3)
    assert all(level.value >= 0.8 for level in found.service_levels)
    assert found.cost >= found.bound
    apart = sum(
        float(agents_for(load, Goals(service_level=TARGET), aht_s=180, patience_s=240)[0]) for load in (6, 2)
    )
    assert found.cost <= apart + 1
    again = staff_skills(skills, profiles, target=TARGET, slot_minutes=30, seed=3)
    assert again == found


def test_what_cannot_be_staffed_is_refused() -> None:
    with pytest.raises(ValueError, match=r"nobody has the skills \[1\]"):
        pooled_bound([FIVE_ERLANGS] * 2, [Profile(skills=frozenset({0}))], goals=GOALS, slot_minutes=30)
    with pytest.raises(ValueError, match="1 to 8"):
        pooled_bound([], [BOTH], goals=GOALS, slot_minutes=30)
    with pytest.raises(ValueError, match="positive cost"):
        pooled_bound([FIVE_ERLANGS], [Profile(skills=frozenset({0}), cost=0)], goals=GOALS, slot_minutes=30)
    with pytest.raises(ValueError, match="aht_s"):
        pooled_bound(
            [Skill(calls=1, aht_s=0, patience_s=None)],
            [Profile(skills=frozenset({0}))],
            goals=GOALS,
            slot_minutes=30,
        )


def test_a_skill_without_calls_needs_nobody() -> None:
    silent = Skill(calls=0, aht_s=180, patience_s=None)
    found = staff_skills([silent], [Profile(skills=frozenset({0}))], target=TARGET, slot_minutes=30, seed=1)
    assert found.agents == [0]
