"""Departments from the command line: ``lunban department``. The rest is set up on the site."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from web.cli.accounts import bad_input, reading, writing

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.people.tables import Department

ASIDE = {"no_queues": "no named queues", "forecasts_running": "being forecast already"}
"""Why no forecasts are asked for: nothing to stop the other departments for."""


@click.group()
def department() -> None:
    """Make and list departments. Each has its own people, calls, policy, rosters and accounts."""


@department.command()
@click.argument("code")
@click.option("--name", required=True, help="Name on pages and in records.")
@click.option(
    "--time-zone", default="Asia/Shanghai", show_default=True, help="IANA name; dates are read in it."
)
@click.option("--country", default="CN", show_default=True, help='Whose public holidays; "" for none.')
def add(code: str, name: str, time_zone: str, country: str) -> None:
    """Add the department CODE, empty. Its administrator (lunban user add) sets it up on the site."""
    from web.admin.department import add_department
    from web.admin.words import refusal_sentences

    with writing() as (session, now):
        made = add_department(session, code=code, name=name, time_zone=time_zone, country=country, now=now())
        if isinstance(made, list):
            raise bad_input("\n".join(refusal_sentences(made)))
        click.echo(f"Added {made.code} {made.name} ({made.time_zone}).")
        click.echo(f"Next: lunban user add NUMBER --name NAME --department {made.code} --role admin")


@department.command(name="list")
def list_departments() -> None:
    """List departments: code, name, time zone."""
    from sqlalchemy import select

    from web.people.tables import Department

    with reading() as (session, _):
        for found in session.scalars(select(Department).order_by(Department.code)):
            click.echo(f"{found.code}\t{found.name}\t{found.time_zone}")


@department.command(name="forecast-queues")
@click.argument("code", required=False)
@click.option("--month", help="Such as 2026-12; else the month after this one.")
def forecast_queues(code: str | None, month: str | None) -> None:
    """Ask for the forecasts of all queues of the department CODE, else of all departments.

    The server or a worker makes them; what is being made already is left alone. Made to be run every night.
    """
    from sqlalchemy import select

    from web.forecasts.queue_jobs import request_forecasts
    from web.forecasts.tables import ForecastJob
    from web.people.tables import Department
    from web.rosters.months import next_month, parse_month

    with writing() as (session, now):
        chosen = select(Department).order_by(Department.code)
        found = session.scalars(chosen if code is None else chosen.where(Department.code == code)).all()
        if code is not None and not found:
            raise bad_input(f"There is no department {code}; lunban department list names them.")
        for one in found:
            try:
                day = now().astimezone(ZoneInfo(one.time_zone)).date()
                first = parse_month(month) if month else next_month(day.replace(day=1))
            except ValueError as error:
                raise bad_input(f"--month {month}: write it like 2026-12.") from error
            asked = request_forecasts(
                session, department_id=one.id, month=first, requested_by=None, now=now()
            )
            if isinstance(asked, ForecastJob):
                click.echo(f"{one.code} {first:%Y-%m}: {len(asked.parameters['queues'])} queues")
            else:
                click.echo(f"{one.code} {first:%Y-%m}: {ASIDE[asked.code]}")


def department_of(session: "Session", code: str) -> "Department":
    """Return the department of a code, or end the command saying that there is none."""
    from sqlalchemy import select

    from web.people.tables import Department

    found = session.scalar(select(Department).where(Department.code == code))
    if found is None:
        raise bad_input(f"There is no department {code}; lunban department list names them.")
    return found
