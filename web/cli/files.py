"""Commands that turn files into files: forecast, staff, presets."""

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from web.cli.causes import cause_options
from web.cli.targets import target_options, targets_from_options

FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.option("--calls", required=True, type=FILE, help="Call history, CSV or Excel.")
@click.option("--start", required=True, type=click.DateTime(["%Y-%m-%d"]), help="First day to forecast.")
@click.option("--days", required=True, type=click.IntRange(1, 400))
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@click.option("--slot", type=click.IntRange(1, 60), help="Minutes of a slot; the history's unless given.")
@cause_options
@click.option("--tz", help="IANA zone to which times with an offset are converted.")
@click.option("--queue", help="Forecast this queue of the file alone; all are added up unless given.")
@click.option("--exclude", multiple=True, help="Days to leave out: dates, or a file date,reason.")
def forecast(
    *,
    calls: Path,
    start: datetime,
    days: int,
    out: Path,
    slot: int | None,
    country: str,
    events: Path | None,
    billing_days: str,
    tz: str | None,
    queue: str | None,
    exclude: tuple[str, ...],
) -> None:
    """Forecast every slot of some days: ds, mean, lo80, hi80."""
    from forecasting.run import forecast_calls
    from web.cli.history import history_from, tell_notes
    from web.cli.inputs import calendar_for, events_from, refuse, write_csv
    from web.clock import machine_now

    calendar, first = calendar_for(country, events_from(events), billing_days), start.date()
    history = history_from(
        calls, calendar, start=first, now=machine_now(), tz=tz, queue=queue, exclude=exclude
    )
    tell_notes(history.notes)
    try:
        made = forecast_calls(history.calls, calendar, start=first, days=days, slot_minutes=slot)
    except ValueError as error:
        refuse([str(error)])
    write_csv(made, out)
    click.echo(f"{len(made)} slots, {made['mean'].sum():.0f} calls expected: {out}")


@click.command()
@click.option("--forecast", "forecast_file", required=True, type=FILE, help="ds, mean of every slot.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False))
@target_options
def staff(
    *,
    forecast_file: Path,
    out: Path,
    **options: Any,
) -> None:
    """Turn a forecast into people per slot: ds, required."""
    from forecasting.slots import slot_minutes_of
    from web.cli.inputs import calls_from, refuse, write_csv
    from web.planning.month import staff_slots

    frame = calls_from(forecast_file, None).frame.rename(columns={"calls": "mean"})
    try:
        targets = targets_from_options(options, first_day=frame["ds"].min().date())
        staffing = staff_slots(frame, targets, slot_minutes=slot_minutes_of(frame))
    except ValueError as error:
        refuse([str(error)])
    write_csv(staffing[["ds", "required"]], out)
    click.echo(f"{len(staffing)} slots, at most {staffing['required'].max()} people at once: {out}")
    for row in staffing.loc[staffing["missing"] > 0].to_dict("records"):
        left = "unknown" if row["service_level"] != row["service_level"] else f"{row['service_level']:.1%}"
        click.echo(f"seats missing: {row['ds']:%Y-%m-%d %H:%M}: {row['missing']}, service level left {left}")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def presets(as_json: bool) -> None:
    """List the regulations that a department can choose."""
    from web.policy import presets as all_presets

    found = all_presets()
    if as_json:
        click.echo(json.dumps([asdict(info) for info in found], ensure_ascii=False, indent=2))
        return
    for info in found:
        counts = f"{info.parameters} parameters: {info.set} set, {info.blank} blank, {info.silent} silent"
        click.echo(f"{info.id}  {info.title_zh} / {info.title_en}  ({counts})")
