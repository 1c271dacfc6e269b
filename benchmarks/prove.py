"""``make prove``: the long acceptance figures, one dated line with its commit per item.

Resumable: an item that has a line for the present commit is left out, so that the figures may come from
several sittings. ``--only NAME`` runs one item again, or all whose names begin so (``curtois``).
"""

import argparse
import datetime as dt
import os
import platform
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks import items
from benchmarks.beside import OURS, beside_figures, peers_figures
from benchmarks.best_known import mean_figures
from benchmarks.deciders import call_in_race_figures, leave_race_figures, overtime_race_figures
from benchmarks.duty_log import kills_figures, reading_figures
from benchmarks.forecast_queues import queue_figures
from benchmarks.forecast_year import year_figures
from benchmarks.forecasting import forecast_figures
from benchmarks.handling_time import handling_time_figures
from benchmarks.impossibilities import impossibility_figures
from benchmarks.intraday import intraday_figures
from benchmarks.months import VARIANTS, month_figures
from benchmarks.peers.environment import PEERS
from benchmarks.public import public_items
from benchmarks.records import append_figures, bypass_figures, tamper_figures, verifier_figures
from benchmarks.repairs import repair_figures
from benchmarks.staffing import staffing_figures
from benchmarks.swaps import (
    candidates_figures,
    handover_lives_figures,
    inbox_figures,
    lives_figures,
    race_figures,
)

RESULTS = Path(__file__).with_name("RESULTS.md")

ITEMS: Mapping[str, Callable[[], str]] = {
    "plan": items.plan_figures,
    **{f"forecast-{name}": partial(forecast_figures, name) for name in ("na", "il", "mailing")},
    "forecast-year": year_figures,
    "handling-time": handling_time_figures,
    "intraday": intraday_figures,
    "forecast-queues": lambda: queue_figures((5, 10, 20)),
    "forecast-queues-200": lambda: queue_figures((200,)),
    "staffing": staffing_figures,
    "grid-300": items.grid_figures,
    "grid-page-300": items.grid_page_figures,
    "solve-cancel": items.cancel_figures,
    "solve-kill": items.kill_figures,
    "repair-60": lambda: repair_figures(20, 5),
    "impossibilities": impossibility_figures,
    "swap-candidates-300": candidates_figures,
    "inbox-200": inbox_figures,
    "request-lives": lives_figures,
    "handover-lives": handover_lives_figures,
    "swap-race": race_figures,
    "leave-race": leave_race_figures,
    "overtime-race": overtime_race_figures,
    "call-in-race": call_in_race_figures,
    "records-tamper": tamper_figures,
    "records-bypass": bypass_figures,
    "records-verifier": verifier_figures,
    "records-append": append_figures,
    "duty-log-kills": kills_figures,
    "duty-log-100k": reading_figures,
    **{
        f"month-{people}{f'-{variant}' if variant else ''}": partial(month_figures, people, seconds, variant)
        for variant in VARIANTS
        for people, seconds in ((60, 120), (300, 300), (1000, 900))
    },
    **{
        f"call-centre-60-{seed}": partial(beside_figures, 60, seed, 120, (*OURS, *PEERS))
        for seed in (1, 2, 3)
    },
    **{f"call-centre-300-{seed}": partial(beside_figures, 300, seed, 300, OURS) for seed in (1, 2, 3)},
    "peers": lambda: peers_figures(60, 1, 120),
    **public_items(),
    "curtois-mean": lambda: mean_figures(RESULTS.read_text(encoding="utf-8")),
}


def main(arguments: list[str]) -> int:
    """Run what is asked for and add its lines."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--only", type=chosen, metavar="NAME", default=())
    only: tuple[str, ...] = parser.parse_args(arguments).only
    commit = _git("rev-parse", "--short", "HEAD") + ("+" if _git("status", "--porcelain") else "")
    done = RESULTS.read_text(encoding="utf-8")
    for name, measure in ITEMS.items():
        if name not in only if only else f"| {commit} | {name} |" in done:
            continue
        print(f"prove: {name}", flush=True)
        figures = measure()
        print(f"prove: {name}: {figures}", flush=True)
        with RESULTS.open("a", encoding="utf-8") as out:
            out.write(f"| {dt.date.today():%Y-%m-%d} | {commit} | {name} | {machine()} | {figures} |\n")  # noqa: DTZ011 - the day of the desk
    return 0


def chosen(name: str) -> tuple[str, ...]:
    """Return the item of this name, else all whose names begin with it and a dash.

    Raises
    ------
    argparse.ArgumentTypeError
        When there is none.
    """
    found = (name,) if name in ITEMS else tuple(item for item in ITEMS if item.startswith(f"{name}-"))
    if not found:
        raise argparse.ArgumentTypeError(f"no item {name!r}; there are {', '.join(ITEMS)}")
    return found


def machine() -> str:
    """Return what the figures were measured on, with the load at that time."""
    cores = os.cpu_count()
    return f"{cores} cores, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}"


def _git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], capture_output=True, text=True, check=True)  # noqa: S603, S607 - fixed words
    return run.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
