"""`lunban plan`, `forecast`, `staff` and `presets` as a user calls them: real files, a real process."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from benchmarks.items import CALLS, write_people
from tests.support.forked import forked_lunban
from web.policy.parameters import PARAMETERS
from web.policy.preset_file import preset_ids

pytestmark = pytest.mark.processes

LUNBAN = Path(sys.executable).with_name("lunban")


Run = Callable[..., subprocess.CompletedProcess[str]]


def lunban(*words: object) -> subprocess.CompletedProcess[str]:
    """Run the command itself."""
    return subprocess.run([str(LUNBAN), *map(str, words)], capture_output=True, text=True, check=False)


@pytest.fixture
def forked(tmp_path: Path) -> Run:
    """Run the same command in a forked process, which is there at once."""
    out, err = tmp_path / "said", tmp_path / "said-of-errors"

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        said = [str(word) for word in words]
        with forked_lunban(said, os.environ, out=out, err=err) as process:
            process.join()
            assert process.exitcode is not None
            code = process.exitcode
        return subprocess.CompletedProcess(said, code, out.read_text("utf-8"), err.read_text("utf-8"))

    return run


@pytest.fixture
def people(tmp_path: Path) -> Path:
    file = tmp_path / "people.csv"
    write_people(file)
    return file


def plan(people: Path, out: Path, *more: object, run: Run = lunban) -> subprocess.CompletedProcess[str]:
    fixed = ("--calls", CALLS, "--month", "1999-10", "--country", "IL", "--out", out)
    preset = () if "--preset" in more else ("--preset", "S0g")
    return run("plan", *fixed, *preset, "--people", people, *more)


def test_plan_writes_a_legal_month(people: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = plan(people, out, "--seconds", 8, "--json")
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert report == json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert report["hard_violations"] == 0
    assert 0 <= report["bound"] <= report["cost"]
    assert report["gap"] == pytest.approx((report["cost"] - report["bound"]) / report["cost"], abs=1e-6)
    forecast = pd.read_csv(out / "forecast.csv", parse_dates=["ds"])
    staffing = pd.read_csv(out / "staffing.csv", parse_dates=["ds"])
    assert list(forecast.columns) == ["ds", "mean", "lo80", "hi80"]
    assert list(staffing.columns) == ["ds", "required"]
    assert len(forecast) == len(staffing) == 31 * 48
    assert staffing["required"].min() >= 1
    roster = pd.read_csv(out / "roster.csv", dtype=str)
    assert list(roster.columns) == ["employee_number", "date", "shift", "start", "end"]
    assert roster["employee_number"].str.startswith("00").all()
    assert set(roster["shift"]) == {"E", "M", "N"}
    nights = roster[roster["shift"] == "N"]
    assert (pd.to_datetime(nights["end"]).dt.date > pd.to_datetime(nights["date"]).dt.date).all()
    sheet = load_workbook(out / "roster.xlsx").active
    assert sheet is not None
    assert sheet.cell(2, 2).value == "001101"
    assert sheet.max_row == 33


def test_days_off_of_the_file_are_kept(people: Path, tmp_path: Path, forked: Run) -> None:
    assert plan(people, tmp_path, "--seconds", 6, run=forked).returncode == 0
    roster = pd.read_csv(tmp_path / "roster.csv", dtype=str)
    asked = pd.read_csv(people, dtype=str).dropna(subset=["days_off"])
    assert len(asked) > 0
    for row in asked.to_dict("records"):
        worked = set(roster.loc[roster["employee_number"] == row["employee_number"], "date"])
        assert worked.isdisjoint(row["days_off"].split("|"))


def test_every_bad_row_is_named_and_nothing_is_written(people: Path, tmp_path: Path, forked: Run) -> None:
    lines = people.read_text(encoding="utf-8").splitlines()
    lines[3] = lines[3].replace(",40,", ",minus,")
    lines[5] = lines[5].replace("leader", "boss").replace("agent", "boss")
    people.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "out"
    run = plan(people, out, run=forked)
    assert run.returncode == 2
    assert "row 4" in run.stderr
    assert "row 6" in run.stderr
    assert not out.exists()


def test_an_impossible_month_exits_with_3(people: Path, tmp_path: Path, forked: Run) -> None:
    frame = pd.read_csv(people, dtype=str).head(2)
    frame["days_off"] = "1999-10-05"
    frame.to_csv(people, index=False)
    out = tmp_path / "out"
    out.mkdir()
    (out / "roster.csv").write_text("employee_number,date,shift,start,end\n", encoding="utf-8")
    run = plan(people, out, "--seconds", 20, "--exclude", "1999-05-23", run=forked)
    assert run.returncode == 3
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert (report["status"], report["hard_violations"]) == ("infeasible", None)
    assert sorted(file.name for file in out.iterdir()) == ["forecast.csv", "report.json", "staffing.csv"]
    assert {reason["code"] for reason in report["reasons"]} == {"leader_present"}
    assert "impossible: 1999-10-01: The team leaders can lead" in run.stdout
    assert report["explanation"]["answer"] == "explained"
    assert all(conflict["irreducible"] for conflict in report["explanation"]["conflicts"])
    assert "these cannot hold together:\n  A leader on every shift; " in run.stdout
    history = next(line for line in report["assumptions"] if line.startswith("history until"))
    assert history.startswith("history until 1999-09-30 ")
    strange = f"{CALLS.name}: 1999-07-24 looks suspicious. 36 calls are too few"
    assert any(line.startswith(strange) for line in report["assumptions"])
    assert f"{CALLS.name}: 1999-05-23 is left out" in report["assumptions"]


def test_the_report_says_what_no_regulation_states_and_what_is_not_applied(
    people: Path, tmp_path: Path, forked: Run
) -> None:
    frame = pd.read_csv(people, dtype=str)
    frame["role"] = "agent"
    frame.to_csv(people, index=False)
    run = plan(people, tmp_path, "--preset", "S4f", "--seconds", 6, "--json", run=forked)
    assert run.returncode == 0, run.stderr
    said = json.loads(run.stdout)["assumptions"]
    assert "nobody is a leader, so no shift asks for one" in said
    product = next(line for line in said if line.startswith("hard by the product's own choice"))
    assert "rest_between 660" in product
    assert "leader_present" not in product
    assert [line for line in said if line.startswith("preset S4f states")] == []
    assert "no shift kind of the family reserve (R) is given: nobody is held in reserve" in said


def test_lunch_duty_of_s3c_is_a_month_of_turns(people: Path, tmp_path: Path, forked: Run) -> None:
    frame = pd.read_csv(people, dtype=str).head(6)
    frame["days_off"], frame["wishes"] = ["1999-10-05", *[""] * 5], ""
    frame.to_csv(people, index=False)
    run = plan(people, tmp_path, "--preset", "S3c", "--seconds", 20, "--json", run=forked)
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    assert (report["status"], report["hard_violations"], report["need_hours"]) == ("optimal", 0, 0)
    assert "one person on D every open day, in turn; calls ask for nobody" in report["assumptions"]
    said = "preset S3c states roster.pool: on record, not applied to the roster yet"
    assert said in report["assumptions"]
    roster = pd.read_csv(tmp_path / "roster.csv", dtype=str)
    assert sorted(roster["date"]) == [f"1999-10-{day:02d}" for day in range(1, 32)]
    assert set(roster["start"].str[11:16] + roster["end"].str[11:16]) == {"11:3013:30"}
    assert sorted(roster["employee_number"].value_counts()) == [5, 5, 5, 5, 5, 6]


def test_a_preset_with_a_night_but_no_hours_says_which_it_takes(
    people: Path, tmp_path: Path, forked: Run
) -> None:
    run = plan(people, tmp_path, "--preset", "S3e", "--seconds", 6, "--json", run=forked)
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    said = "preset S3e leaves the shift times blank: the shipped catalogue is used"
    assert said in report["assumptions"]
    assert "N" in set(pd.read_csv(tmp_path / "roster.csv", dtype=str)["shift"])


def test_a_closed_day_stays_empty_under_s0e(people: Path, tmp_path: Path, forked: Run) -> None:
    pd.read_csv(people, dtype=str).drop(columns="wishes").to_csv(people, index=False)
    run = plan(people, tmp_path, "--preset", "S0e", "--seconds", 6, "--json", run=forked)
    assert run.returncode == 0, run.stderr
    roster = pd.read_csv(tmp_path / "roster.csv", parse_dates=["date"])
    assert 4 not in set(roster["date"].dt.day_of_week)
    report = json.loads(run.stdout)
    assert report["hard_violations"] == 0
    need = pd.read_csv(tmp_path / "staffing.csv", parse_dates=["ds"])
    served = need.loc[need["required"] > 0, "ds"]
    assert 4 not in set(served.dt.day_of_week)
    assert set(served.dt.hour) == set(range(9, 18))
    assert any("calls are forecast for days that are closed" in line for line in report["assumptions"])
    _everybody_has_an_hour_at_noon(roster)
    assert "breaks of D are placed, and who is on break does not count" in report["assumptions"]


def _everybody_has_an_hour_at_noon(roster: pd.DataFrame) -> None:
    """R-3.4: not all at once, or nobody would answer at noon."""
    begins, ends = (pd.to_datetime(roster[f"break_{at}"]) for at in ("start", "end"))
    assert set(ends - begins) == {pd.Timedelta(hours=1)}
    assert set(begins.dt.date) == set(roster["date"].dt.date)
    assert set(begins.dt.strftime("%H:%M")) <= {"11:00", "11:30", "12:00"}
    assert begins.groupby(roster["date"]).nunique().min() > 1


def test_breaks_of_a_file_are_placed_where_the_preset_leaves_them_open(
    people: Path, tmp_path: Path, forked: Run
) -> None:
    shifts = tmp_path / "shifts.csv"
    head = "code,start,end,paid_minutes,break_minutes,break_from,break_to"
    night = "N,23:00,08:00,510,30,02:00,04:30"
    shifts.write_text(f"{head}\nE,08:00,15:30,450,0,,\nM,15:30,23:00,450,0,,\n{night}\n", encoding="utf-8")
    words = ("--preset", "S0g", "--shifts", shifts, "--seconds", 6)
    run = plan(people, tmp_path / "out", *words, run=forked)
    assert run.returncode == 0, run.stderr
    roster = pd.read_csv(tmp_path / "out" / "roster.csv", parse_dates=["date", "break_start"])
    nights = roster["shift"] == "N"
    assert (roster["break_start"].notna() == nights).all()
    after = roster["break_start"] - roster["date"]
    assert after[nights].between(pd.Timedelta(hours=26), pd.Timedelta(hours=28.5)).all()


def test_breaks_that_can_meet_and_differ_are_refused(people: Path, tmp_path: Path, forked: Run) -> None:
    frame = pd.read_csv(people, dtype=str).drop(columns="wishes")
    frame.to_csv(people, index=False)
    shifts = tmp_path / "shifts.csv"
    head = "code,start,end,paid_minutes,break_minutes,break_from,break_to"
    rows = "E,08:00,16:00,450,30,11:00,13:00\nD,09:00,18:00,480,60,11:30,13:00"
    shifts.write_text(f"{head}\n{rows}\n", encoding="utf-8")
    run = plan(people, tmp_path / "out", "--preset", "S0g", "--shifts", shifts, run=forked)
    assert run.returncode == 2
    assert "equally long: D, E" in run.stderr


def test_a_wrong_shift_is_named_by_row_and_column(people: Path, tmp_path: Path, forked: Run) -> None:
    shifts = tmp_path / "shifts.csv"
    rows = "E,8:00,15:30,450,0\nX,08:00,25:00,-3,half\nE,15:30,23:00,450,0\nN,23:00,08:00,600,0"
    shifts.write_text(f"code,start,end,paid_minutes,break_minutes\n{rows}\n", encoding="utf-8")
    run = plan(people, tmp_path / "out", "--preset", "S0g", "--shifts", shifts, run=forked)
    assert run.returncode == 2
    lines = [line.removeprefix("error: ") for line in run.stderr.splitlines()]
    named = [line.partition(": ") for line in lines if line.startswith("shifts.csv, row")]
    assert [place.strip() for place, _colon, _reason in named] == [
        "shifts.csv, row 3, column code",
        "shifts.csv, row 3, column end",
        "shifts.csv, row 3, column paid_minutes",
        "shifts.csv, row 3, column break_minutes",
        "shifts.csv, row 4, column code",
        "shifts.csv, row 5, shift N",
    ]
    assert "not 'half'" in named[3][2]


@pytest.mark.parametrize("minutes", [15, 20, 60])
def test_calls_of_any_slot_that_divides_an_hour_are_planned(
    people: Path, tmp_path: Path, forked: Run, minutes: int
) -> None:
    frame = pd.read_csv(CALLS, parse_dates=["ds"])
    frame = frame.loc[frame["ds"] >= "1999-08-01", ["ds", "calls"]]
    starts = pd.date_range("1999-08-01", "1999-10-01", freq=f"{minutes}min", inclusive="left")
    by_half_hour = frame.set_index("ds")["calls"].reindex(starts.floor("30min"), fill_value=0)
    calls = tmp_path / "calls.csv"
    pd.DataFrame({"ds": starts, "calls": by_half_hour.to_numpy()}).to_csv(calls, index=False)
    out = tmp_path / "out"
    words = ("--calls", calls, "--people", people, "--month", "1999-10", "--preset", "S0g", "--out", out)
    run = forked("plan", *words, "--country", "-", "--seconds", 3)
    assert run.returncode in {0, 4}, run.stderr  # a roster, or none in so short a time
    per_day = 24 * 60 // (30 if minutes == 15 else minutes)
    assert len(pd.read_csv(out / "staffing.csv")) == 31 * per_day


def test_a_wish_for_an_unknown_shift_names_its_row(people: Path, tmp_path: Path, forked: Run) -> None:
    run = plan(people, tmp_path / "out", "--preset", "S0e", run=forked)
    assert run.returncode == 2
    assert "column wishes" in run.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--month", "1999-13"), "month"),
        (("--preset", "S9z"), "S9z"),
        (("--service-level", "80"), "service level"),
        (("--country", "XX"), "XX"),
    ],
)
def test_a_bad_option_exits_with_2_and_says_which(
    people: Path, tmp_path: Path, forked: Run, words: tuple[str, str], said: str
) -> None:
    run = plan(people, tmp_path / "out", *words, run=forked)
    assert run.returncode == 2
    assert said in run.stderr


def test_forecast_and_staff_pass_files_on(tmp_path: Path, forked: Run) -> None:
    forecast, staffing = tmp_path / "forecast.csv", tmp_path / "staffing.csv"
    made = forked(
        *(
            "forecast",
            "--calls",
            CALLS,
            "--start",
            "1999-08-01",
            "--days",
            14,
            "--out",
            forecast,
            "--country",
            "IL",
        )
    )
    assert made.returncode == 0, made.stderr
    staffed = forked("staff", "--forecast", forecast, "--aht", 180, "--out", staffing)
    assert staffed.returncode == 0, staffed.stderr
    assert len(pd.read_csv(forecast)) == len(pd.read_csv(staffing)) == 14 * 48


def test_presets_are_listed_with_their_counts() -> None:
    listed = json.loads(lunban("presets", "--json").stdout)
    assert [preset["id"] for preset in listed] == list(preset_ids())
    assert len(listed) == 24
    assert {preset["parameters"] for preset in listed} == {len(PARAMETERS)}
    assert f"({len(PARAMETERS)} parameters: 27 set, 2 blank, " in lunban("presets").stdout
    assert {preset["set"] + preset["blank"] + preset["silent"] for preset in listed} == {len(PARAMETERS)}


def test_the_report_says_what_the_roster_costs_where_rates_are_known(
    people: Path, tmp_path: Path, forked: Run
) -> None:
    frame = pd.read_csv(people, dtype=str)
    frame["hourly_rate"] = "30"
    frame.loc[0, "hourly_rate"] = ""
    frame.to_csv(people, index=False)
    run = plan(people, tmp_path, "--seconds", 6, "--json", run=forked)
    assert run.returncode == 0, run.stderr
    report = json.loads(run.stdout)
    roster = pd.read_csv(tmp_path / "roster.csv", dtype=str)
    paid = roster["shift"].map({"E": 7.5, "M": 7.5, "N": 9.0})
    first = frame.loc[0, "employee_number"]
    known = roster["employee_number"] != first
    assert report["labour_cost"]["yuan"] == pytest.approx(30 * paid[known].sum())
    assert sum(report["labour_cost"]["yuan_by_person"].values()) == report["labour_cost"]["yuan"]
    assert report["labour_cost"]["without_rate"] == [first]
    assert report["cost_by_rule"]["labour_cost"] > 0
    assert any(line.startswith("labour cost is the paid hours") for line in report["assumptions"])
