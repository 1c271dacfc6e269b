"""`lunban plan` on calls that say how long they take and how long callers wait."""

import json
from pathlib import Path

import pytest

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
