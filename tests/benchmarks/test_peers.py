"""Months handed to other programs and their rosters taken back, without those programs."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.call_centre import RULES, call_centre_month
from benchmarks.peers.environment import PEERS, STAFFING_PEER, java_major, why_not
from benchmarks.peers.exchange import month_to_json, roster_from_json, with_rules
from benchmarks.peers.run import judged_twice, peer_figures, run_measured
from roster.problem import Person, Roster, Wish, hard, soft
from scripts import check_locks
from tests.roster.small import ALL_OFF, KINDS, day, month, rows


def test_a_month_is_said_in_days_slots_and_allowed_kinds() -> None:
    who = Person(id="1", days_off=frozenset({day(1)}), forbidden_kinds=frozenset({"N"}))
    problem = month(
        people=(who,),
        days=2,
        need={(1, 9): 2},
        rules=replace(ALL_OFF, contract_max=hard(), shortage=soft(weight=10)),
        wishes=(Wish(person="1", date=day(0), kind="E", weight=3, avoid=True),),
    )
    said = month_to_json(problem, seconds=5, workers=1, seed=7)
    assert (said["seconds"], said["workers"], said["seed"], said["days"]) == (5, 1, 7, 2)
    assert (said["slots_per_day"], said["need"][1][9], sum(map(sum, said["need"]))) == (24, 2, 2)
    codes = [kind.code for kind in KINDS if kind.code != "N"]
    assert said["people"] == [{"id": "1", "may": [codes, []], "most_minutes": 685, "least_minutes": None}]
    assert said["kinds"][0]["slots"] == [8, 9, 10, 11, 12, 13, 14]
    assert said["wishes"] == [{"person": "1", "day": 0, "kind": "E", "weight": 3, "avoid": True}]
    assert said["rules"] == {
        "contract_max": {"value": 0, "hard": True, "weight": 0},
        "shortage": {"value": 0, "hard": False, "weight": 10},
    }


def test_a_roster_is_taken_back() -> None:
    problem = month(days=2)
    assert roster_from_json(problem, {"cells": [["1", 0, "E"], ["1", 1, "N"]]}) == rows({"1": "EN"})
    with pytest.raises(ValueError, match="twice"):
        roster_from_json(problem, {"cells": [["1", 0, "E"], ["1", 0, "N"]]})


def test_a_peer_is_judged_by_what_it_can_say_and_by_all() -> None:
    problem = call_centre_month(2, 1)
    own = with_rules(problem, PEERS["pyworkforce"].holds)
    assert set(own.rules.limits()) == {"contract_min", "shortage", "surplus"}
    said = judged_twice(problem, own, Roster())
    assert said.startswith("cost ")
    assert ", hard violations 2, by all rules cost " in said
    assert "by all rules" not in judged_twice(problem, problem, Roster())


def test_timefold_says_every_rule_of_the_call_centre() -> None:
    rules_on = set(RULES.limits())
    assert PEERS["timefold"].holds == rules_on
    assert PEERS["pyworkforce"].holds < rules_on


def test_the_locks_are_checked_and_name_the_version() -> None:
    assert set(check_locks.PEERS) == {*PEERS, STAFFING_PEER.name}
    assert STAFFING_PEER.version == "0.5.4"
    assert {name: peer.version for name, peer in PEERS.items()} == {
        "timefold": "1.24.0b0",
        "pyworkforce": "0.5.1",
    }


@pytest.mark.parametrize(
    ("said", "major"),
    [('openjdk version "17.0.15" 2025-04-15', 17), ('java version "1.8.0_401"', 8), ("not found", 0)],
)
def test_the_version_of_the_java_machine(said: str, major: int) -> None:
    assert java_major(said) == major


def test_without_a_java_machine_the_peer_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert peer_figures(PEERS["timefold"], call_centre_month(2, 1), seconds=1) == "not run: no JVM found"
    assert why_not(PEERS["pyworkforce"]) is None
    assert why_not(STAFFING_PEER) == "no Python of version 3.12 or newer found"
    old = tmp_path / "java"
    old.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\"' >&2\n", encoding="utf-8")
    old.chmod(0o755)
    assert why_not(PEERS["timefold"]) == "the JVM is version 11, at least 17 is needed"


def test_a_program_is_measured_and_its_complaint_kept() -> None:
    peak, complaint = run_measured([sys.executable, "-c", "pass"], 20)
    assert (peak > 1, complaint) == (True, "")
    failing = "import sys; print('one'); sys.exit('no such month')"
    assert run_measured([sys.executable, "-c", failing], 20)[1] == "no such month"
    with pytest.raises(subprocess.TimeoutExpired):
        run_measured([sys.executable, "-c", "import time; time.sleep(30)"], 0.3)
