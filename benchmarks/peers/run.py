"""A peer on a month: its roster, judged by the rules that it can say and by all."""

import json
import os
import subprocess
import tempfile
import time
from pathlib import Path

from benchmarks.peers.environment import Peer, python_of, why_not
from benchmarks.peers.exchange import month_to_json, roster_from_json, with_rules
from roster.problem import Problem, Roster
from roster.rules import judge

GRACE_SECONDS = 120.0
"""What a peer may take beyond its limit before it is ended."""


def peer_figures(peer: Peer, problem: Problem, *, seconds: float, workers: int = 2, seed: int = 1) -> str:
    """Run the peer and say on one line what came of it."""
    reason = why_not(peer)
    if reason is not None:
        return f"not run: {reason}"
    own = with_rules(problem, peer.holds)
    with tempfile.TemporaryDirectory() as name:
        month, answer = Path(name) / "month.json", Path(name) / "roster.json"
        said = month_to_json(own, seconds=seconds, workers=workers, seed=seed)
        month.write_text(json.dumps(said), encoding="utf-8")
        command = [str(python_of(peer)), str(peer.driver), str(month), str(answer)]
        started = time.monotonic()
        try:
            peak, failure = run_measured(command, seconds + GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            return f"ended after {seconds + GRACE_SECONDS:.0f} s without an answer"
        took = time.monotonic() - started
        if failure:
            return f"failed: {failure}"
        found = json.loads(answer.read_text(encoding="utf-8"))
    if not found["cells"]:
        return f"no roster, status {found['status']}, {took:.0f} s"
    return f"{judged_twice(problem, own, roster_from_json(problem, found))}, {took:.0f} s, peak {peak} MiB"


def judged_twice(problem: Problem, own: Problem, roster: Roster) -> str:
    """Say what the roster costs under the peer's own rules and under all, and what it breaks."""
    by_own, by_all = judge(own, roster), judge(problem, roster)
    missing = sum(found.measured for found in by_all.violations if found.code == "shortage")
    all_said = own.rules == problem.rules
    return ", ".join(
        [
            f"cost {by_own.cost}, hard violations {by_own.hard_count}",
            *([] if all_said else [f"by all rules cost {by_all.cost}, hard violations {by_all.hard_count}"]),
            f"person-slots missing {missing}",
        ]
    )


def run_measured(command: list[str], timeout: float) -> tuple[int, str]:
    """Run a program; return its peak memory in MiB, and the last line of its complaint if it failed.

    Raises
    ------
    subprocess.TimeoutExpired
        When it took too long; it has been ended.
    """
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=complaints)  # noqa: S603 - a peer's driver
        deadline = time.monotonic() + timeout
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            if time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise subprocess.TimeoutExpired(command, timeout)
            time.sleep(0.05)
        process.returncode = os.waitstatus_to_exitcode(status)
        complaints.seek(0)
        lines = complaints.read().decode(errors="replace").strip().splitlines()
    failed = process.returncode != 0
    return usage.ru_maxrss // 1024, (lines or [f"exit {process.returncode}"])[-1] if failed else ""
