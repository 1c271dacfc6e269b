"""pyworkforce's staffing: ``python driver.py QUESTIONS.json ANSWERS.json``; times there are minutes."""

import json
import sys
import time
from pathlib import Path
from typing import Any

from pyworkforce.queuing import ErlangA, ErlangC
from pyworkforce.staffing import MultiSkillStaffing


def main(question_file: Path, answer_file: Path) -> None:
    """Read, answer each question as the program answers it, write."""
    questions = json.loads(question_file.read_text(encoding="utf-8"))
    started = time.perf_counter()
    positions = [required(slot) for slot in questions["slots"]]
    seconds = time.perf_counter() - started
    answers = {
        "positions": positions,
        "seconds": seconds,
        "levels": [erlang_a(case).service_level(positions=case["agents"]) for case in questions["levels"]],
        "few": required(questions["few"]),
        "skilled": skilled(questions["skills"]),
    }
    answer_file.write_text(json.dumps(answers), encoding="utf-8")


def erlang_a(case: dict[str, Any]) -> ErlangA:
    """Return its model of a slot."""
    return ErlangA(
        transactions=case["calls"],
        aht=case["aht"],
        asa=case["within"],
        interval=case["interval"],
        patience=case["patience"],
        shrinkage=0.0,
    )


def required(case: dict[str, Any]) -> int:
    """Return the agents that it asks for."""
    found = erlang_a(case).required_positions(service_level=case["share"])
    return int(found["raw_positions"])


def skilled(case: dict[str, Any]) -> int:
    """Return the agents that it puts to several skills when all may be flexible."""
    queue = ErlangC(
        transactions=case["calls"],
        aht=case["aht"],
        asa=case["within"],
        interval=case["interval"],
        shrinkage=0.0,
    )
    needed = int(queue.required_positions(service_level=case["share"], max_occupancy=1.0)["raw_positions"])
    names = ["one", "two"]
    model = MultiSkillStaffing(
        skills=names,
        profiles=[
            *({"name": name, "skills": [name], "cost": 1.0} for name in names),
            {"name": "both", "skills": names, "cost": 1.0},
        ],
        required_positions=dict.fromkeys(names, needed),
        num_search_workers=1,
    )
    return int(model.solve()["total_agents"])


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
