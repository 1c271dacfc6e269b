"""``lunban plan``: the monthly job from files to files, without a web server."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from roster.explanation import Conflict, Explanation
from roster.violation import Violation
from web.cli.causes import cause_options
from web.cli.targets import target_options, targets_from_options

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)
EXIT_NO_ROSTER = 4
MOST_REASONS = 10


@click.command()
@click.option("--calls", required=True, type=FILE, help="Call history, CSV or Excel.")
@click.option(
    "--people",
    required=True,
    type=FILE,
    help="employee_number,name,team,role,weekly_hours,…; hourly_rate (yuan) for labour cost.",
)
@click.option("--month", required=True, help="YYYY-MM")
@click.option("--preset", required=True, help="Regulation, such as S0g.")
@click.option("--out", required=True, type=click.Path(path_type=Path, file_okay=False))
@click.option("--seconds", default=60, show_default=True, type=click.IntRange(1, 86_400))
@click.option("--shifts", type=FILE, help="code,start,end,paid_minutes,break_minutes[,break_from,break_to]")
@target_options
@cause_options
@click.option("--tz", help="IANA zone to which times with an offset are converted.")
@click.option("--queue", help="Plan for this queue of the file alone; all are added up unless given.")
@click.option("--exclude", multiple=True, help="Days to leave out: dates, or a file date,reason.")
@click.option("--seed", default=0, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the report for programs.")
def plan(
    *,
    calls: Path,
    people: Path,
    month: str,
    preset: str,
    out: Path,
    seconds: int,
    shifts: Path | None,
    country: str,
    events: Path | None,
    billing_days: str,
    tz: str | None,
    queue: str | None,
    exclude: tuple[str, ...],
    seed: int,
    as_json: bool,
    **options: Any,
) -> None:
    """Forecast, staff and roster a month; exit 0 a roster, 2 bad input, 3 impossible, 4 none in time."""
    from roster.solver.leaving import end_process
    from web.cli.history import history_from, tell_notes
    from web.cli.inputs import (
        calendar_for,
        events_from,
        people_from,
        refuse,
        shifts_from,
    )
    from web.cli.stdout import kept_for_the_answer
    from web.clock import machine_now
    from web.planning.plan import PlanInput, make_plan
    from web.planning.plan_files import write_plan
    from web.rosters.months import parse_month

    try:
        first_day: date = parse_month(month)
        targets = targets_from_options(options, first_day=first_day)
    except ValueError as error:
        refuse([str(error)])
    kinds, kind_notes = shifts_from(shifts, preset)
    staff, staff_notes = people_from(people, kinds)
    calendar = calendar_for(country, events_from(events), billing_days)
    history = history_from(
        calls, calendar, start=first_day, now=machine_now(), tz=tz, queue=queue, exclude=exclude
    )
    tell_notes(history.notes)
    plan_input = PlanInput(
        calls=history.calls,
        figures=history.figures,
        calendar=calendar,
        people=staff,
        shift_times=kinds,
        preset=preset,
        month=first_day,
        targets=replace(targets, own_numbers=_is_given("aht") or _is_given("patience")),
    )
    try:
        with kept_for_the_answer():
            made = make_plan(plan_input, seconds=seconds, seed=seed)
    except ValueError as error:
        refuse([str(error)])
    billed = ", ".join(map(str, sorted(calendar.billing_days)))
    billing_notes = (f"bills go out on these days of the month: {billed}",) if billed else ()
    report = write_plan(made, out, notes=(*staff_notes, *kind_notes, *history.notes, *billing_notes))
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        _tell(report, made.outcome.reasons, made.explanation, out)
    end_process(_exit_code(made.outcome.status, has_roster=made.outcome.roster is not None))


def _is_given(option: str) -> bool:
    """Whether the caller has typed an option, rather than left it to its default."""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def _tell(
    report: dict[str, object], reasons: Sequence[Violation], why: Explanation | None, out: Path
) -> None:
    from web.wording import violation_words

    click.echo(f"{report['month']}: {report['status']}, {report['hard_violations']} hard violations")
    if report["cost"] is not None:
        click.echo(f"cost {report['cost']}, bound {report['bound']}, gap {report['gap']}")
    for reason in reasons[:MOST_REASONS]:
        who = "" if reason.person is None else f"{reason.person} "
        click.echo(f"impossible: {who}{reason.dates[0]}: {violation_words(reason).sentence}")
    if len(reasons) > MOST_REASONS:
        click.echo(f"impossible: {len(reasons) - MOST_REASONS} more, all in report.json")
    for conflict in () if why is None else why.conflicts:
        _tell_conflict(conflict)
    for note in report["assumptions"] if isinstance(report["assumptions"], list) else ():
        click.echo(f"note: {note}")
    click.echo(f"Written to {out}")


def _tell_conflict(conflict: Conflict) -> None:
    from web.jobs.conflict_words import conflict_words

    words = conflict_words(conflict, {})
    click.echo(
        "these cannot hold together" + ("" if conflict.irreducible else ", some may be needless") + ":"
    )
    for demand in words.demands:
        click.echo("  " + "; ".join(part for part in (demand.name, demand.who, demand.detail) if part))
    for change in words.changes:
        click.echo(f"  helps{', for the whole month' if change.is_enough else ''}: {change.sentence}")


def _exit_code(status: str, *, has_roster: bool) -> int:
    if has_roster:
        return 0
    return 3 if status == "infeasible" else EXIT_NO_ROSTER
