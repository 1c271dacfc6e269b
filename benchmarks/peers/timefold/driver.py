"""Timefold (Python edition) on a month: ``python driver.py MONTH.json ROSTER.json``.

Its local search gives no bound and takes one thread.
"""

import json
import sys
from pathlib import Path

from domain import MONTH, Cell, Plan, plan_of_month
from streams import rules_of_month
from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    EnvironmentMode,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)


def main(roster_file: Path) -> None:
    """Solve for the given time, in which start and translation to Java are not counted; write the roster."""
    config = SolverConfig(
        solution_class=Plan,
        entity_class_list=[Cell],
        environment_mode=EnvironmentMode.NO_ASSERT,
        random_seed=MONTH["seed"],
        score_director_factory_config=ScoreDirectorFactoryConfig(constraint_provider_function=rules_of_month),
        termination_config=TerminationConfig(spent_limit=Duration(milliseconds=int(1000 * MONTH["seconds"]))),
    )
    solved = SolverFactory.create(config).build_solver().solve(plan_of_month())
    answer = {
        "cells": [[cell.worker.id, cell.day, cell.kind.code] for cell in solved.cells if cell.kind],
        "status": f"score {solved.score}",
    }
    roster_file.write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[2]))
