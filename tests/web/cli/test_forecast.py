"""`lunban forecast` as a user calls it: hours, closed nights, missing days, mailings; and what it refuses."""

import datetime as dt
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.mailing_centre import mailing_centre
from tests.support.forked import forked_lunban

pytestmark = pytest.mark.processes

START = dt.date(2024, 8, 1)


def forecast(folder: Path, calls: pd.DataFrame, *words: str) -> subprocess.CompletedProcess[str]:
    """Write the calls and forecast 31 days from the first of August."""
    calls.to_csv(folder / "calls.csv", index=False)
    said = ["forecast", "--calls", str(folder / "calls.csv"), "--start", START.isoformat(), "--days", "31"]
    said += ["--country", "-", "--out", str(folder / "forecast.csv"), *words]
    out, err = folder / "said", folder / "said-of-errors"
    with forked_lunban(said, os.environ, out=out, err=err) as process:
        process.join()
        assert process.exitcode is not None
        return subprocess.CompletedProcess(said, process.exitcode, out.read_text(), err.read_text())


def wape(folder: Path, calls: pd.DataFrame) -> float:
    made = pd.read_csv(folder / "forecast.csv", parse_dates=["ds"])
    both = made.merge(calls, on="ds")
    return float((both["mean"] - both["calls"]).abs().sum() / both["calls"].sum())


def test_hours_closed_nights_missing_days_and_mailings(tmp_path: Path) -> None:
    centre = mailing_centre(1)
    days = centre.calls["ds"].dt.normalize()
    holes = days.isin(pd.to_datetime(["2024-03-05", "2024-06-11", "2024-06-12"]))
    history = centre.calls[~holes]
    events = tmp_path / "events.csv"
    rows = [f"{event.start},,{event.kind},mailing" for event in centre.calendar.events]
    events.write_text("\n".join(["start_date,end_date,kind,name", *rows]), encoding="utf-8")
    blind = forecast(tmp_path, history)
    assert blind.returncode == 0, blind.stderr
    without = wape(tmp_path, centre.calls)
    informed = forecast(tmp_path, history, "--events", str(events))
    assert informed.returncode == 0, informed.stderr
    assert wape(tmp_path, centre.calls) < 0.9 * without
    made = pd.read_csv(tmp_path / "forecast.csv", parse_dates=["ds"])
    assert made.columns.tolist() == ["ds", "mean", "lo80", "hi80"]
    assert len(made) == 31 * 24
    closed = ~made["ds"].dt.hour.between(8, 19) | (made["ds"].dt.day_of_week == 6)
    assert (made.loc[closed, ["mean", "lo80", "hi80"]] == 0).all(axis=None)
    assert (made["lo80"] <= made["hi80"]).all()


@pytest.mark.parametrize(
    ("days", "factor", "words"), [(5, 1, "reach back 5 days"), (40, 0, "nothing to forecast from")]
)
def test_a_history_that_says_nothing_is_refused_in_one_sentence(
    tmp_path: Path, days: int, factor: int, words: str
) -> None:
    calls = mailing_centre(1, days).calls
    run = forecast(tmp_path, calls.assign(calls=calls["calls"] * factor))
    assert run.returncode == 2
    assert words in run.stderr
    assert "Traceback" not in run.stderr
