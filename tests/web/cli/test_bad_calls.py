"""What a command says of each bad call file: the place and the reason, in one sentence each."""

import datetime as dt
from pathlib import Path

import pytest

from forecasting.calendar import Calendar
from forecasting.calls import read_calls
from tests.forecasting.bad_calls import CORPUS, LAST_DAY, BadCalls, plain, text
from web.cli.history import history_from
from web.cli.inputs import EXIT_BAD_INPUT, line_of
from web.imports.words import PROBLEMS

NOON = dt.datetime.combine(LAST_DAY, dt.time(12), tzinfo=dt.UTC)


@pytest.mark.parametrize("bad", CORPUS, ids=lambda bad: bad.name)
def test_every_fault_is_a_sentence_with_its_place(bad: BadCalls) -> None:
    lines = [line_of(Path("calls.csv"), error) for error in read_calls(bad.data, last_day=LAST_DAY).errors]
    assert bad.words in lines[0]
    for line, error in zip(lines, read_calls(bad.data, last_day=LAST_DAY).errors, strict=True):
        assert line.startswith("calls.csv")
        assert error.code.value in PROBLEMS
        assert line.endswith(".")


def read(file: Path, *, start: dt.date, tz: str | None = None) -> tuple[str, ...]:
    return history_from(file, Calendar(), start=start, now=NOON, tz=tz).notes


def test_calls_of_the_future_are_refused_where_they_would_be_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "calls.csv"
    file.write_bytes(text(*plain(), "2026-12-24 00:00,9"))
    with pytest.raises(SystemExit) as ended:
        read(file, start=dt.date(2027, 1, 1))
    assert ended.value.code == EXIT_BAD_INPUT
    assert "row 50, column start: 2026-12-24 00:00 lies in the future" in capsys.readouterr().err
    assert read(file, start=dt.date(2026, 11, 20)) == ("calls.csv: rows from 2026-11-20 on are not used: 1",)


def test_an_unknown_zone_is_refused_in_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "calls.csv"
    file.write_bytes(text(*plain()))
    for zone in ("Asia/Atlantis", "../etc/passwd", ""):
        with pytest.raises(SystemExit):
            read(file, start=dt.date(2026, 11, 20), tz=zone)
        assert f"there is no time zone {zone!r}" in capsys.readouterr().err
