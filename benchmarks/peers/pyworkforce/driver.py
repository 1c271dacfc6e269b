"""pyworkforce on a month: ``python driver.py MONTH.json ROSTER.json``.

Its two models one after the other: people per day and kind from the need, then who works which. It says
of shifts only what lies inside one day, so a night's morning is counted on the day on which the night
begins. "Not after each other" is left out: with several kinds that may not follow, its row forbids the
first kind altogether, and with one it asks for a day off.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

from pyworkforce.rostering.binary_programming import MinHoursRoster
from pyworkforce.scheduling import MinAbsDifference

COUNT_SHARE = 0.25
"""Part of the time for the counts."""


def main(month_file: Path, roster_file: Path) -> None:
    """Read, solve twice, write; no cells where it finds no roster."""
    month = json.loads(month_file.read_text(encoding="utf-8"))
    started = time.monotonic()
    counts = counts_of(month)
    answer: dict[str, Any] = {"cells": [], "status": f"counts {counts['status']}"}
    if counts["status"] in ("OPTIMAL", "FEASIBLE"):
        found = roster_of(month, counts, month["seconds"] - (time.monotonic() - started))
        answer["status"] = found["status"]
        if found["status"] in ("OPTIMAL", "FEASIBLE"):
            answer["cells"] = [
                [cell["resource"], cell["day"], cell["shift"]] for cell in found["resource_shifts"]
            ]
    roster_file.write_text(json.dumps(answer), encoding="utf-8")


def counts_of(month: dict[str, Any]) -> dict[str, Any]:
    """Return people per day and kind, nearest to the need."""
    slots, people = month["slots_per_day"], len(month["people"])
    coverage = {
        kind["code"]: [int(slot in {s % slots for s in kind["slots"]}) for slot in range(slots)]
        for kind in month["kinds"]
    }
    model = MinAbsDifference(
        num_days=month["days"],
        periods=slots,
        shifts_coverage=coverage,
        required_resources=[row[:slots] for row in month["need"]],
        max_period_concurrency=people,
        max_shift_concurrency=people,
        max_search_time=month["seconds"] * COUNT_SHARE,
        num_search_workers=month["workers"],
    )
    found: dict[str, Any] = model.solve()
    return found


def roster_of(month: dict[str, Any], counts: dict[str, Any], seconds: float) -> dict[str, Any]:
    """Return who works what: at least those counts, nobody where they may not, least hours."""
    kinds = [kind["code"] for kind in month["kinds"]]
    required = {code: [0] * month["days"] for code in kinds}
    for row in counts["resources_shifts"]:
        required[row["shift"]][row["day"]] = row["resources"]
    banned = [
        {"resource": person["id"], "shift": code, "day": day}
        for person in month["people"]
        for day, may in enumerate(person["may"])
        for code in kinds
        if code not in may
    ]
    model = MinHoursRoster(
        num_days=month["days"],
        resources=[person["id"] for person in month["people"]],
        shifts=kinds,
        # minutes instead of hours: whole numbers, which its sums need
        shifts_hours=[kind["paid_minutes"] for kind in month["kinds"]],
        min_working_hours=max(person["least_minutes"] or 0 for person in month["people"]),
        max_resting=month["days"],
        required_resources=required,
        banned_shifts=banned,
        max_search_time=max(1.0, seconds),
        num_search_workers=month["workers"],
    )
    found: dict[str, Any] = model.solve()
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
