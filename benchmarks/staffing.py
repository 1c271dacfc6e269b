"""Staffing beside a peer: a month of slots, and four questions that it answers wrongly."""

import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from benchmarks.peers.environment import STAFFING_PEER, python_of, why_not
from forecasting.erlang import erlang_a
from forecasting.goals import Goals
from forecasting.inverse import agents_for
from forecasting.simulation import Group, Stream, simulate
from forecasting.skills import Profile, Skill, staff_skills
from forecasting.staffing import ServiceLevel, required_agents

DAYS, SLOTS, MINUTES = 30, 48, 30
AHT_S, PATIENCE_S = 180.0, 300.0
TARGET = ServiceLevel(share=0.8, seconds=20)
RUNS = 7
ASKED = 24
"""Slots of the month that the peer is asked for: all would take it an hour."""

CASES = (
    {"agents": 600, "load": 600, "aht": 30, "patience": 120, "within": 60},
    {"agents": 400, "load": 400, "aht": 3, "patience": 3, "within": 5},
)
"""Where agents × threshold ÷ handling time is large; minutes."""


def month_of_calls(seed: int = 1) -> pd.DataFrame:
    """Return 30 days of half-hours, every one with another expected number of calls, at most some 300."""
    rng = np.random.default_rng(seed)
    day = np.clip(np.sin(np.linspace(-1.2, 3.9, SLOTS)), 0.02, None)
    level = rng.gamma(60.0, 1 / 60.0, (DAYS, 1)) * rng.gamma(200.0, 1 / 200.0, (DAYS, SLOTS))
    starts = pd.date_range("2026-10-01", periods=DAYS * SLOTS, freq=f"{MINUTES}min", unit="s")
    return pd.DataFrame({"ds": starts, "mean": (240.0 * day * level).reshape(-1)})


def staffed(calls: pd.DataFrame) -> pd.DataFrame:
    """Return the agents of each slot by Erlang A."""
    return required_agents(
        calls,
        aht_s=AHT_S,
        patience_s=PATIENCE_S,
        target=TARGET,
        shrinkage=0.3,
        max_occupancy=None,
        slot_minutes=MINUTES,
    )


def own_seconds(calls: pd.DataFrame) -> list[float]:
    """Return how long the month took, again and again."""
    staffed(calls.head(2))
    found = []
    for _ in range(RUNS):
        started = time.perf_counter()
        staffed(calls)
        found.append(time.perf_counter() - started)
    return found


def questions(calls: pd.DataFrame) -> dict[str, Any]:
    """Return what the peer is asked, in its minutes."""
    common = {"aht": AHT_S / 60, "patience": PATIENCE_S / 60, "within": TARGET.seconds / 60}
    common |= {"interval": MINUTES, "share": TARGET.share}
    chosen = calls["mean"].iloc[:: len(calls) // ASKED]
    return {
        "slots": [{"calls": mean, **common} for mean in chosen.tolist()],
        "levels": [
            {**case, "calls": case["load"] * MINUTES / case["aht"], "interval": MINUTES} for case in CASES
        ],
        "few": {**common, "calls": 100, "patience": 1, "share": 0.5},
        "skills": {**common, "calls": 50},
    }


def answered_by(peer_python: Path, asked: dict[str, Any]) -> dict[str, Any]:
    """Let the peer answer in its own environment."""
    with tempfile.TemporaryDirectory() as name:
        question, answer = Path(name) / "questions.json", Path(name) / "answers.json"
        question.write_text(json.dumps(asked), encoding="utf-8")
        command = [str(peer_python), str(STAFFING_PEER.driver), str(question), str(answer)]
        subprocess.run(command, check=True)  # noqa: S603 - a peer's driver
        found: dict[str, Any] = json.loads(answer.read_text(encoding="utf-8"))
        return found


def own_levels() -> list[float]:
    """Return our service level of each case."""
    return [
        float(
            erlang_a(
                case["agents"],
                case["load"],
                aht_s=case["aht"] * 60,
                patience_s=case["patience"] * 60,
                seconds=case["within"] * 60,
            ).service_level
        )
        for case in CASES
    ]


def own_few() -> int:
    """Return our agents for callers who wait a minute at most on average, half of them answered in 20 s."""
    goals = Goals(service_level=ServiceLevel(share=0.5, seconds=20))
    return int(agents_for(10.0, goals, aht_s=AHT_S, patience_s=60.0)[0])


def own_skilled() -> int:
    """Return our agents for twice five erlangs when all of them may be flexible."""
    skill = Skill(calls=50, aht_s=AHT_S, patience_s=None)
    profiles = [Profile(skills=frozenset(skills)) for skills in ({0}, {1}, {0, 1})]
    found = staff_skills([skill, skill], profiles, target=TARGET, slot_minutes=MINUTES, seed=1)
    return sum(found.agents)


def simulated_beside() -> str:
    """Return Erlang A beside the simulation with its standard error."""
    exact = erlang_a(34, 32.0, aht_s=AHT_S, patience_s=PATIENCE_S, seconds=TARGET.seconds).service_level
    stream = Stream(calls=[320.0] * 42, aht_s=AHT_S, patience_s=PATIENCE_S)
    played = simulate(
        [stream], [Group(agents=34)], slot_minutes=MINUTES, seconds=TARGET.seconds, seed=1, runs=40
    )
    level = played.without(2).service_level()
    return f"Erlang A {float(exact):.4f} simulated {level.value:.4f} ± {level.error:.4f}"


def staffing_figures() -> str:
    """Time a month and a slot beside the peer, and set its four answers beside ours."""
    calls = month_of_calls()
    seconds = own_seconds(calls)
    own = staffed(calls)
    parts = [_own_line(len(calls), seconds, int(own["on_calls"].max())), simulated_beside()]
    reason = why_not(STAFFING_PEER)
    if reason is not None:
        return "; ".join([*parts, f"pyworkforce {STAFFING_PEER.version} not run: {reason}"])
    found = answered_by(python_of(STAFFING_PEER), questions(calls))
    per_slot = found["seconds"] / len(found["positions"])
    ratio = per_slot / (statistics.median(seconds) / len(calls))
    chosen = own["on_calls"].iloc[:: len(calls) // ASKED].tolist()
    differ = sum(theirs != ours for theirs, ours in zip(found["positions"], chosen, strict=True))
    times = (
        f"pyworkforce {STAFFING_PEER.version}: {per_slot * 1000:.0f} ms a slot, {ratio:.0f} times ours"
        f" ({len(chosen)} slots, {differ} answered differently)"
    )
    return "; ".join([*parts, times, _faults(found)])


def _own_line(slots: int, seconds: list[float], most: int) -> str:
    return (
        f"{slots} slots of Erlang A: median {statistics.median(seconds):.3f} s,"
        f" most {max(seconds):.3f} s of {RUNS}, at most {most} agents"
    )


def _faults(found: dict[str, Any]) -> str:
    levels = ", ".join(
        f"{case['agents']} agents {theirs:.3f} for {ours:.3f}"
        for case, theirs, ours in zip(CASES, found["levels"], own_levels(), strict=True)
    )
    return (
        f"its answer for ours: service level {levels}; impatient callers {found['few']} for {own_few()};"
        f" two skills of 5 erlangs each {found['skilled']} for {own_skilled()}"
    )
