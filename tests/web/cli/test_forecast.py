"""`lunban forecast` as a user calls it: hours, closed nights, missing days, mailings; and what it refuses."""

import datetime as dt
import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from benchmarks.mailing_centre import mailing_centre
from forecasting.calendar import Calendar
from forecasting.run import forecast_calls
from tests.forecasting.chinese_centre import BILLING_DAYS, chinese_centre
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


def spoilt_history() -> pd.DataFrame:
    """Half a year with ten times the calls on 5 June and no row on 12 June."""
    calls: pd.DataFrame = mailing_centre(1).calls
    calls = calls.loc[calls["ds"] < pd.Timestamp(START)]
    dates = calls["ds"].dt.date.astype(str)
    grown = calls.assign(calls=calls["calls"].where(dates != "2024-06-05", 10 * calls["calls"]))
    kept: pd.DataFrame = grown.loc[dates != "2024-06-12"]
    return kept


def test_suspicious_days_are_named_and_one_left_out_is_as_good_as_missing(tmp_path: Path) -> None:
    calls = spoilt_history()
    run = forecast(tmp_path, calls)
    assert run.returncode == 0, run.stderr
    assert "calls.csv: 2024-06-05 looks suspicious." in run.stderr
    assert "calls.csv: 2024-06-12 looks suspicious. No call is recorded" in run.stderr
    assert "--exclude DATE leaves one out" in run.stderr
    left_out = tmp_path / "left_out.csv"
    left_out.write_text("date,reason\n2024-06-05,error of the source\n2024-06-12,outage\n", encoding="utf-8")
    run = forecast(tmp_path, calls, "--exclude", str(left_out), "--exclude", "2024-07-01,2024-07-02")
    assert run.returncode == 0, run.stderr
    for line in (
        "calls.csv: 2024-06-05 is left out: error of the source",
        "calls.csv: 2024-06-12 is to be left out, but has no calls anyway",
        "calls.csv: 2024-07-02 is left out",
    ):
        assert line in run.stderr
    assert "2024-06-05 looks suspicious" not in run.stderr
    assert (tmp_path / "forecast.csv").read_text().startswith("ds,mean,lo80,hi80\n")


def test_days_to_leave_out_that_are_none_are_refused_with_row_and_column(tmp_path: Path) -> None:
    left_out = tmp_path / "left_out.csv"
    left_out.write_text("date\n2024-06-05\nyesterday\n", encoding="utf-8")
    run = forecast(tmp_path, spoilt_history(), "--exclude", str(left_out), "--exclude", "2024-13-01")
    assert run.returncode == 2
    assert "left_out.csv, row 3, column date: 'yesterday' is no date" in run.stderr
    assert "--exclude: '2024-13-01' is no date" in run.stderr


def test_queues_are_added_up_unless_one_is_named(tmp_path: Path) -> None:
    calls = mailing_centre(1, 200).calls
    both = pd.concat([calls.assign(queue="cards"), calls.assign(queue="loans", calls=calls["calls"] // 4)])
    totals = []
    for words in ((), ("--queue", "cards"), ("--queue", "loans")):
        run = forecast(tmp_path, both, *words)
        assert run.returncode == 0, run.stderr
        made = pd.read_csv(tmp_path / "forecast.csv")
        assert made.columns.tolist() == ["ds", "mean", "lo80", "hi80"]
        totals.append(made["mean"].sum())
    assert totals[0] == pytest.approx(totals[1] + totals[2], rel=0.03)
    assert totals[2] < 0.3 * totals[1]
    assert "2 queues are added up: cards, loans" in forecast(tmp_path, both).stderr
    refused = forecast(tmp_path, both, "--queue", "mortgages")
    assert refused.returncode == 2
    assert "no queue 'mortgages'; there are: cards, loans" in refused.stderr
    assert "no column named queue" in forecast(tmp_path, calls, "--queue", "cards").stderr


def test_spellings_that_the_site_knows_are_one_kind_and_free_words_their_own(tmp_path: Path) -> None:
    centre = mailing_centre(1)
    spellings = ("bill_mailing", "bill_mailed", "账单", "Bills  sent")
    made = []
    for kinds in (spellings[:1], spellings, ("mailing", "letters")):
        rows = [
            f"{event.start},,{kinds[place % len(kinds)]},mailing"
            for place, event in enumerate(centre.calendar.events)
        ]
        events = tmp_path / "events.csv"
        events.write_text("\n".join(["start_date,end_date,kind,name", *rows]), encoding="utf-8")
        run = forecast(tmp_path, centre.calls, "--events", str(events))
        assert run.returncode == 0, run.stderr
        said = "events.csv: events of the kind 'bill_mailed' count as bill_mailing"
        assert (said in run.stderr) == (kinds == spellings)
        made.append((tmp_path / "forecast.csv").read_text())
    assert made[0] == made[1]
    assert made[2] != made[0]


def test_billing_days_reach_the_forecast_as_the_sites_do(tmp_path: Path) -> None:
    centre = chinese_centre(dt.date(2023, 7, 1), 397, 2)
    blind = forecast(tmp_path, centre.calls)
    assert blind.returncode == 0, blind.stderr
    without = pd.read_csv(tmp_path / "forecast.csv")
    told = forecast(tmp_path, centre.calls, "--billing-days", ", ".join(map(str, sorted(BILLING_DAYS))))
    assert told.returncode == 0, told.stderr
    made = pd.read_csv(tmp_path / "forecast.csv", parse_dates=["ds"])
    assert not made["mean"].equals(without["mean"])
    calendar = Calendar(billing_days=frozenset(BILLING_DAYS))
    expected = forecast_calls(centre.calls, calendar, start=START, days=31)
    assert made["mean"].to_numpy() == pytest.approx(expected["mean"].to_numpy(), abs=1e-4)


@pytest.mark.parametrize("typed", ["32", "first", "1,2,3,4,5,6,7,8,9,10,11"])
def test_billing_days_that_are_none_are_refused(tmp_path: Path, typed: str) -> None:
    run = forecast(tmp_path, mailing_centre(1, 40).calls, "--billing-days", typed)
    assert run.returncode == 2
    assert f"--billing-days: {typed!r} cannot be read" in run.stderr
