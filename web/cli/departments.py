"""Departments from the command line: ``lunban department``. The rest is set up on the site."""

import click

from web.cli.accounts import bad_input, reading, writing


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
