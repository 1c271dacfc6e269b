"""`lunban plan` on calls that say more than their number: how long they take, which queue they are of."""

import json
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.items import CALLS
from tests.forecasting.histories import BANK_FULL
from tests.web.cli.test_plan import Run, forked, people

__all__ = ["forked", "people"]

pytestmark = pytest.mark.processes


@pytest.mark.parametrize("own", [(), ("--aht", 200)])
def test_handling_time_and_patience_come_from_the_calls_unless_they_are_given(
    people: Path, tmp_path: Path, forked: Run, own: tuple[object, ...]
) -> None:
    words = ("--calls", BANK_FULL, "--people", people, "--month", "1999-03", "--preset", "S0g")
    run = forked("plan", *words, "--out", tmp_path / "out", "--country", "IL", "--seconds", 2, *own)
    assert run.returncode in {0, 4}, run.stderr
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    if own:
        assert report["measured"] == {"handling_time": None, "patience": None}
        assert "handling time 200 s, callers never give up" in report["assumptions"][0]
        return
    handling, patience = report["measured"]["handling_time"], report["measured"]["patience"]
    assert handling["mean_s"] == pytest.approx(180.6, abs=1)
    assert handling["least_s"] < 165
    assert handling["most_s"] > 195
    assert patience["mean_s"] == pytest.approx(356, abs=3)
    said = f"handling time by weekday and slot, from {handling['calls']} calls"
    assert handling["calls"] > 50_000
    assert said in report["assumptions"]


def test_one_queue_and_billing_days_are_planned_as_they_are_forecast(
    people: Path, tmp_path: Path, forked: Run
) -> None:
    calls = pd.read_csv(CALLS)
    both = [calls.assign(queue="cards"), calls.assign(queue="loans", calls=calls["calls"] * 2)]
    file = tmp_path / "queues.csv"
    pd.concat(both).to_csv(file, index=False)
    given = ("--calls", file, "--country", "IL", "--queue", "cards", "--billing-days", "1,15")
    month = ("--start", "1999-10-01", "--days", 32, "--slot", 30)
    assert forked("forecast", *given, *month, "--out", tmp_path / "f.csv").returncode == 0
    out = tmp_path / "out"
    asked = ("--month", "1999-10", "--preset", "S0g", "--people", people, "--seconds", 1, "--out", out)
    run = forked("plan", *given, *asked)
    assert run.returncode in {0, 4}, run.stderr
    planned, forecast = pd.read_csv(out / "forecast.csv"), pd.read_csv(tmp_path / "f.csv")
    assert planned["mean"].tolist() == pytest.approx(forecast["mean"].tolist()[: len(planned)], abs=1e-3)
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert "queues.csv: queue cards alone" in report["assumptions"]
    assert "bills go out on these days of the month: 1, 15" in report["assumptions"]
    refused = forked("plan", *given[:-3], "mortgages", *asked)
    assert refused.returncode == 2
    assert "no queue 'mortgages'; there are: cards, loans" in refused.stderr
