"""`lunban staff` as a user calls it: every target reaches the need, and slots without seats are named."""

import os
import subprocess
from pathlib import Path

import pandas as pd
import pytest

from tests.support.forked import forked_lunban

pytestmark = pytest.mark.processes

CALLS = (30, 60, 30, 0)
"""In half-hours from 9:00, at 180 s each: 3, 6, 3 and 0 erlangs."""


@pytest.fixture
def forecast(tmp_path: Path) -> Path:
    file = tmp_path / "forecast.csv"
    starts = pd.date_range("2026-12-01 09:00", periods=len(CALLS), freq="30min")
    pd.DataFrame({"ds": starts, "calls": CALLS}).to_csv(file, index=False)
    return file


def staff(forecast: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """Staff without shrinkage."""
    folder = forecast.parent
    said = ["staff", "--forecast", str(forecast), "--shrinkage", "0", "--out", str(folder / "staffing.csv")]
    said += [str(word) for word in words]
    out, err = folder / "said", folder / "said-of-errors"
    with forked_lunban(said, os.environ, out=out, err=err) as process:
        process.join()
        assert process.exitcode is not None
        return subprocess.CompletedProcess(said, process.exitcode, out.read_text(), err.read_text())


def required(forecast: Path, *words: object) -> list[int]:
    run = staff(forecast, *words)
    assert run.returncode == 0, run.stderr
    people: list[int] = pd.read_csv(forecast.parent / "staffing.csv")["required"].tolist()
    return people


def test_every_target_reaches_the_need(forecast: Path) -> None:
    assert required(forecast) == [5, 9, 5, 0]
    assert required(forecast, "--max-occupancy", 0.5) == [6, 12, 6, 0]
    assert required(forecast, "--asa", 1)[0] > 5
    assert required(forecast, "--patience", 120, "--answer-rate", 0.999)[1] > 9
    assert required(forecast, "--aht", 3600, "--carry-over")[3] > 0
    assert required(forecast, "--busy-hour", "20/2026-11-02") == [3, 6, 3, 0]


def test_slots_without_seats_are_named_with_the_service_level_left(forecast: Path) -> None:
    run = staff(forecast, "--seats", 8)
    assert required(forecast, "--seats", 8) == [5, 8, 5, 0]
    assert "seats missing: 2026-12-01 09:30: 1, service level left" in run.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--busy-hour", "20/2026-12-02"), "after 2026-12-01"),
        (("--busy-hour", "20"), "like 18.5/2026-10-15"),
        (("--busy-hour", "0/2026-11-02"), "above 0"),
        (("--answer-rate", "0.9"), "needs --patience"),
    ],
)
def test_what_does_not_fit_is_refused_in_one_sentence(
    forecast: Path, words: tuple[str, str], said: str
) -> None:
    run = staff(forecast, *words)
    assert run.returncode == 2
    assert said in run.stderr
    assert "Traceback" not in run.stderr
