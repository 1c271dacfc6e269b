"""Commands on how long records keep their content: ``lunban records retain, hold, lift, holds``."""

import json
from datetime import datetime
from typing import TYPE_CHECKING

import click

from web.cli.accounts import bad_input, reading, writing
from web.cli.departments import department_of
from web.config import Config

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.people.tables import Department
    from web.records.chain import Signer

DAY = click.DateTime(["%Y-%m-%d"])
DEPARTMENT = click.option("--department", "code", required=True, help="Its code.")
BY = click.option("--by", required=True, help="Employee number of who decides it.")
REASON = click.option("--reason", required=True, help="Stays in the record.")


@click.command()
@click.option("--by", help="Employee number of who runs it; the clock without it.")
@click.option("--dry-run", is_flag=True, help="Only say how many payloads would go.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array on standard output.")
def retain(by: str | None, dry_run: bool, as_json: bool) -> None:
    """Delete the content of records whose time is over (P-40) and that nothing holds; the chain stays."""
    from web.files.attaching import forget_due
    from web.records.retaining import Retained, expired
    from web.records.retaining import retain as delete_expired
    from web.records.store import SYSTEM

    config = Config.from_env()
    url = config.retention_url or config.database_url
    if config.retention_url is None and config.database_url.startswith("postgres"):
        raise bad_input(
            "Set LUNBAN_RETENTION_URL: on PostgreSQL another role deletes than the application's."
        )
    with writing() as (session, now):
        if dry_run:
            done = [
                Retained(
                    department_id=each.id,
                    name=each.name,
                    announced=len(expired(session, each, now())),
                    deleted=0,
                )
                for each in _departments(session)
            ]
        else:
            signer = SYSTEM if by is None else _signer(session, by)
            done = delete_expired(session, url, now=now(), by=signer)
            forget_due(session, now())  # attachments go with the records that name them
    if as_json:
        found = [
            {"department": each.name, "announced": each.announced, "deleted": each.deleted} for each in done
        ]
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for each in done:
        click.echo(f"{each.name}: {each.announced} payloads are over, {each.deleted} deleted")


@click.command()
@DEPARTMENT
@BY
@REASON
@click.option(
    "--subject", default="", help='One subject ("swap:12"), all of a kind ("swap:"); all without it.'
)
@click.option("--from", "first", type=DAY, help="First day of the records that are held.")
@click.option("--to", "last", type=DAY, help="Last day of them.")
def hold(
    *, code: str, by: str, reason: str, subject: str, first: datetime | None, last: datetime | None
) -> None:
    """Keep records whatever the policy says, until the hold is lifted."""
    from web.records.holds import Hold, place_hold

    if first and last and first > last:
        raise bad_input("--from lies after --to.")
    wanted = Hold(
        subject=subject, first_day=first.date() if first else None, last_day=last.date() if last else None
    )
    with writing() as (session, now):
        department = department_of(session, code)
        placed = place_hold(
            session, department.id, wanted, reason=reason, signer=_signer(session, by), now=now()
        )
        session.commit()
        click.echo(f"Hold {placed.id} is placed.")


@click.command()
@click.argument("number", type=int)
@DEPARTMENT
@BY
@REASON
def lift(number: int, code: str, by: str, reason: str) -> None:
    """Lift the hold NUMBER: its records follow the policy again."""
    from web.errors import NotFound
    from web.records.holds import lift_hold

    with writing() as (session, now):
        department = department_of(session, code)
        try:
            lift_hold(session, department.id, number, reason=reason, signer=_signer(session, by), now=now())
        except NotFound as error:
            raise bad_input(f"There is no hold {number} in force in {code}.") from error
        session.commit()
        click.echo(f"Hold {number} is lifted.")


@click.command()
@DEPARTMENT
def holds(code: str) -> None:
    """List legal holds: number, subject, days, reason, who placed and who lifted it."""
    from web.records.holds import list_holds

    with reading() as (session, _):
        for each in list_holds(session, department_of(session, code).id):
            days = f"{each.row.first_day or ''}..{each.row.last_day or ''}"
            lifted = (
                ""
                if each.lifted is None
                else f"{each.lifted.signer_name} {each.lifted.at:%Y-%m-%d %H:%M:%S}Z"
            )
            placed = f"{each.placed.signer_name} {each.placed.at:%Y-%m-%d %H:%M:%S}Z"
            click.echo("\t".join([str(each.row.id), each.row.subject, days, each.row.reason, placed, lifted]))


def _departments(session: "Session") -> "list[Department]":
    from sqlalchemy import select

    from web.people.tables import Department

    return list(session.scalars(select(Department).order_by(Department.id)))


def _signer(session: "Session", number: str) -> "Signer":
    from web.cli.accounts import account_of
    from web.records.chain import Signer

    account = account_of(session, number)
    return Signer(user_id=account.id, name=account.display_name, number=account.employee_number)
