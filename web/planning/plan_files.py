"""What ``lunban plan`` writes: forecast.csv, staffing.csv, roster.csv, roster.xlsx, report.json."""

import json
import resource
from collections import Counter
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pandas as pd

from roster.break_times import break_times
from roster.labour_cost import labour_cost
from roster.problem import Problem, Roster
from web.planning.method import StaffingMethod
from web.planning.month import MonthNeed, Targets
from web.planning.plan import MonthPlan
from web.planning.profiles import Profiles
from web.planning.roster_workbook import roster_workbook
from web.planning.settings import has_reserve
from web.policy.parameters import PARAMETERS, Group
from web.policy.schema import Provenance
from web.rosters.export import harmless

ROSTER_FILES = ("roster.csv", "roster.xlsx")
PRODUCT_RULES = frozenset(
    {
        "contract_max",
        "leader_present",
        "night_rest",
        "night_run",
        "no_overtime",
        "overtime_day",
        "overtime_month",
        "rest_between",
        "working_run",
    }
)
"""Rules whose limit the engine brings along: good practice that no parameter of a policy sets."""
FEN_PER_YUAN = 100
ROSTER_COLUMNS = ("employee_number", "date", "shift", "start", "end")
BREAK_COLUMNS = ("break_start", "break_end")


def write_plan(plan: MonthPlan, folder: Path, *, notes: tuple[str, ...] = ()) -> dict[str, Any]:
    """Write the files of a plan and return the report.

    Parameters
    ----------
    folder
        Made when absent; files of an earlier plan are replaced, or go where this plan has no roster.
    notes
        Assumptions to be stated beside the plan's own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _csv(plan.need.of_month(plan.need.forecast)[["ds", "mean", "lo80", "hi80"]], folder / "forecast.csv")
    _csv(plan.need.of_month(plan.need.staffing)[["ds", "required"]], folder / "staffing.csv")
    roster = plan.outcome.roster
    for name in ROSTER_FILES:
        (folder / name).unlink(missing_ok=True)
    if roster is not None:
        _csv(roster_frame(plan.problem, roster), folder / "roster.csv")
        (folder / "roster.xlsx").write_bytes(roster_workbook(plan.problem, roster))
    report = make_report(plan, notes)
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    (folder / "report.json").write_text(text, encoding="utf-8")
    return report


def roster_frame(problem: Problem, roster: Roster) -> pd.DataFrame:
    """Return a row per shift with local ISO times, by employee number and date.

    Where breaks are placed, two further columns say when each begins and ends.
    """
    times = break_times(problem, roster)
    rows = []
    for (number, day), code in sorted(roster.items()):
        kind, midnight = problem.kind_by_code[code], datetime.combine(day, time())
        begins = times.get((number, day))
        pause = () if begins is None else (begins, begins + kind.break_minutes)
        at = [
            (midnight + timedelta(minutes=minute)).isoformat()
            for minute in (kind.start_minute, kind.end_minute, *pause)
        ]
        rows.append((harmless(number), day.isoformat(), code, *at, *[""] * (4 - len(at))))
    frame = pd.DataFrame(rows, columns=[*ROSTER_COLUMNS, *BREAK_COLUMNS])
    return frame if times else frame[list(ROSTER_COLUMNS)]


def make_report(plan: MonthPlan, notes: tuple[str, ...]) -> dict[str, Any]:
    """Return the report: status, figures, violations by code, and what was assumed."""
    outcome, judgement = plan.outcome, plan.judgement
    found = () if judgement is None else judgement.violations
    gap = outcome.gap
    return {
        "month": f"{plan.given.month:%Y-%m}",
        "preset": plan.given.preset,
        "status": outcome.status,
        "cost": outcome.cost,
        "bound": outcome.bound,
        "gap": None if gap is None else round(gap, 6),
        "hard_violations": None if judgement is None else judgement.hard_count,
        "violations": dict(sorted(Counter(violation.code for violation in found).items())),
        "cost_by_rule": {} if judgement is None else judgement.cost_by_rule,
        "labour_cost": _money(plan),
        "people": len(plan.problem.people),
        "need_hours": round(plan.need.need_minutes / 60, 1),
        "measured": _measured(plan),
        "seats": seats_report(plan.need, plan.given.targets.seats),
        "reasons": [reason.to_json() for reason in outcome.reasons],
        "explanation": None if plan.explanation is None else plan.explanation.to_json(),
        "seconds": round(outcome.seconds, 2),
        "peak_mib": peak_mib(),
        "assumptions": [*assumptions(plan), *notes],
    }


def _money(plan: MonthPlan) -> dict[str, Any] | None:
    """Return what the roster costs (R-1.17); None without a roster or any known rate."""
    roster, people = plan.outcome.roster, plan.problem.people
    if roster is None or all(person.hourly_rate is None for person in people):
        return None
    found = labour_cost(plan.problem, roster)
    return {
        "yuan": found.total / FEN_PER_YUAN,
        "yuan_by_person": {number: fen / FEN_PER_YUAN for number, fen in sorted(found.by_person.items())},
        "without_rate": list(found.without_rate),
    }


def _measured(plan: MonthPlan) -> dict[str, Any]:
    """Return of handling time and patience what came out of the calls; None: the number given, or nobody."""
    found = {"handling_time": plan.profiles.handling, "patience": plan.profiles.patience}
    return {
        name: figure
        and {
            "mean_s": figure.mean_s,
            "least_s": min(map(min, figure.seconds)),
            "most_s": max(map(max, figure.seconds)),
            "calls": sum(map(sum, figure.calls)),
            "slots_left_out": figure.left_out,
        }
        for name, figure in found.items()
    }


def _of_profiles(profiles: Profiles) -> list[str]:
    """Say what goes by weekday and slot, and on how many calls it rests."""
    said = []
    if profiles.handling is not None:
        said.append(f"handling time by weekday and slot, from {sum(map(sum, profiles.handling.calls))} calls")
    if profiles.patience is not None:
        said.append(
            f"patience by weekday and slot, from {sum(map(sum, profiles.patience.calls))} who gave up"
        )
    return said


def seats_report(need: MonthNeed, seats: int | None) -> dict[str, Any] | None:
    """Return the slots whose need the seats cut, and the service level that is left (R-1.16).

    None where no ceiling is set; a service level of None where the method knows none.
    """
    if seats is None:
        return None
    cut = need.without_seat
    return {
        "ceiling": seats,
        "slots": [
            {
                "ds": row["ds"].isoformat(),
                "missing": row["missing"],
                "service_level": None if pd.isna(row["service_level"]) else round(row["service_level"], 4),
            }
            for row in cut.to_dict("records")
        ],
    }


def assumptions(plan: MonthPlan) -> list[str]:
    """Return what the plan took for granted, in plain words."""
    targets = plan.given.targets
    calls = plan.given.calls["ds"]
    used = calls[calls < pd.Timestamp(plan.given.month)]
    return [
        *_of_targets(targets),
        *_of_profiles(plan.profiles),
        f"shrinkage {targets.shrinkage:.0%}",
        f"history until {used.max():%Y-%m-%d %H:%M}",
        "forecast by a Gaussian process, or by calendar indices where they were clearly better on the past",
        "nobody worked before the month",
        *_of_breaks(plan.problem),
        "the last night is staffed for the morning after the month, too",
        *([] if plan.problem.rules.turn_kinds else _left_out(plan.need)),
        *_of_duty(plan.problem),
        *_of_policy(plan),
        *_of_kinds(plan),
        *_of_rules(plan.problem),
    ]


def _of_targets(targets: Targets) -> list[str]:
    """Say what the need was worked out for, and how."""
    if targets.method is StaffingMethod.BUSY_HOUR:
        found = f"need by the busy hour: {targets.busy_hour_calls:g} calls per agent-hour"
        said = [f"{found}, measured on {targets.busy_hour_measured_on}"]
    else:
        patience = (
            "never give up" if targets.patience_seconds is None else f"wait {targets.patience_seconds:g} s"
        )
        target = (
            f"{targets.service_level_share:.0%} of calls answered within {targets.service_level_seconds} s"
        )
        said = [f"{target}, handling time {targets.aht_seconds:g} s, callers {patience}"]
        if targets.max_occupancy is not None:
            said.append(f"occupancy at most {targets.max_occupancy:.0%}")
        if targets.min_answer_rate is not None:
            said.append(f"at least {targets.min_answer_rate:.1%} of calls answered")
        if targets.max_asa_seconds is not None:
            said.append(f"average speed of answer at most {targets.max_asa_seconds:g} s")
        if targets.carry_over:
            said.append("calls of one slot still load the next")
    return said if targets.seats is None else [*said, f"at most {targets.seats} agents on calls at once"]


def _of_policy(plan: MonthPlan) -> list[str]:
    """Say what the preset is silent on, and what it states without effect on the roster."""
    origins, preset = plan.policy.provenance, plan.given.preset
    of_roster = [
        p for p in PARAMETERS if p.group is Group.ROSTER
    ]  # what a roster does not touch is no news here
    silent = [p.key for p in of_roster if p.is_applied and origins[p.key] is Provenance.SILENT]
    unapplied = [p.key for p in of_roster if not p.is_applied and plan.policy.binds(p.key)]
    said = (
        [f"preset {preset} is silent on {', '.join(silent)}: the product's defaults hold"] if silent else []
    )
    if unapplied:
        said.append(
            f"preset {preset} states {', '.join(unapplied)}: on record, not applied to the roster yet"
        )
    return said


def _of_duty(problem: Problem) -> list[str]:
    """Say that a duty in turn is all that is rostered."""
    codes = ", ".join(sorted(problem.rules.turn_kinds))
    return [f"one person on {codes} every open day, in turn; calls ask for nobody"] if codes else []


def _of_kinds(plan: MonthPlan) -> list[str]:
    """Say that nobody is held ready where no shift kind does so."""
    values = plan.policy.values
    seats = values.reserve_holiday_seats
    if has_reserve(plan.problem.kinds) or not (values.reserve_normal_staff or (seats and seats.most)):
        return []
    return ["no shift kind of the family reserve (R) is given: nobody is held in reserve"]


def _of_rules(problem: Problem) -> list[str]:
    """Name the hard rules that no regulation states."""
    rules = problem.rules
    hard = [
        f"{code} {limit.value}"
        for code, limit in sorted(rules.limits().items())
        if limit.hard and code in PRODUCT_RULES
    ]
    said = [f"hard by the product's own choice: {', '.join(hard)}"]
    if all(person.role != "leader" for person in problem.people):
        said.append("nobody is a leader, so no shift asks for one")
    if rules.labour_cost is not None:
        yuan = rules.money_unit / FEN_PER_YUAN / rules.labour_cost.weight
        said.append(f"labour cost is the paid hours at the given rates; {yuan:g} yuan weigh 1 of the cost")
    return said


def _of_breaks(problem: Problem) -> list[str]:
    """Say which breaks are placed, and which are left to the shrinkage."""
    placed, others = sorted(problem.breaks.starts), "other breaks" if problem.breaks.starts else "breaks"
    said = f"breaks of {', '.join(placed)} are placed, and who is on break does not count"
    return [*([said] if placed else []), f"{others} are part of the shrinkage"]


def _left_out(need: MonthNeed) -> list[str]:
    if not need.left_out_calls:
        return []
    calls, hours = f"{need.left_out_calls:.0f}", f"{need.left_out_minutes / 60:.0f}"
    said = f"{calls} calls are forecast for days that are closed and hours that no shift fills"
    return [f"{said}; the {hours} person-hours that they would need are not in the need"]


def peak_mib() -> int:
    """Return the largest memory of this process so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _csv(frame: pd.DataFrame, file: Path) -> None:
    frame.to_csv(file, index=False, float_format="%.4f", date_format="%Y-%m-%dT%H:%M:%S", lineterminator="\n")
