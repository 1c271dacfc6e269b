"""Accounts from the command line: ``lunban user``. Passwords are typed or come by stdin, not as arguments."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from web.config import Config

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from web.accounts.tables import User
    from web.database import Database
    from web.refusal import Refusal

ROLES = ("agent", "leader", "supervisor", "head", "hr", "security_desk", "auditor", "admin")
BAD_INPUT = 2

_password_from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from the first line of stdin."
)


class _BadInput(click.ClickException):
    exit_code = BAD_INPUT


@click.group()
def user() -> None:
    """Make and guard accounts. Each change is written to the audit trail."""


@user.command()
@click.argument("number")
@click.option("--name", required=True, help="Name on pages and in records.")
@click.option("--department", "code", required=True, help="Code of the department.")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Repeatable.")
@_password_from_stdin
def add(number: str, name: str, code: str, roles: tuple[str, ...], password_stdin: bool) -> None:
    """Add an account for employee NUMBER; a rostered person with that number becomes its owner."""
    from sqlalchemy import select

    from web.accounts import service
    from web.people.tables import Department, Person

    with writing() as (session, now):
        department = session.scalar(select(Department).where(Department.code == code))
        if department is None:
            codes = ", ".join(session.scalars(select(Department.code).order_by(Department.code)))
            known = f"Departments: {codes}" if codes else "Make it first: lunban department add"
            raise bad_input(f"There is no department {code!r}. {known}.")
        person = session.scalar(
            select(Person).where(
                Person.department_id == department.id, Person.employee_number == number.strip()
            )
        )
        session.commit()  # nobody else waits while somebody types
        made = service.create_user(
            session,
            by=None,
            department_id=department.id,
            employee_number=number,
            name=name,
            roles=roles,
            person_id=person.id if person is not None else None,
            password=_ask_password(from_stdin=password_stdin),
            now=now(),
        )
        if isinstance(made, list):
            raise _refused(made)
        click.echo(f"Added {made.employee_number} {made.name} ({', '.join(sorted(made.role_names))}).")


@user.command(name="list")
@click.option("--department", "code", help="Only this department, by its code.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def list_accounts(code: str | None, as_json: bool) -> None:
    """List accounts: number, name, department, roles, state."""
    from sqlalchemy import select

    from web.accounts import lockout, service
    from web.people.tables import Department

    with reading() as (session, now):
        wanted = select(Department).order_by(Department.code)
        rows: list[dict[str, Any]] = []
        for department in session.scalars(wanted.where(Department.code == code) if code else wanted).all():
            for account in service.list_users(session, department.id):
                until = lockout.locked_until(session, account.employee_number, now=now())
                rows.append(
                    {
                        "employee_number": account.employee_number,
                        "name": account.name,
                        "department": department.code,
                        "roles": sorted(account.role_names),
                        "active": account.active,
                        "has_password": account.password is not None,
                        "locked_until": until.isoformat() if until is not None else None,
                    }
                )
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        state = "closed" if not row["active"] else "locked" if row["locked_until"] else "open"
        cells = (row["employee_number"], row["name"], row["department"], ",".join(row["roles"]), state)
        click.echo("\t".join(cells))


@user.command()
@click.argument("number")
@_password_from_stdin
def password(number: str, password_stdin: bool) -> None:
    """Set the password of employee NUMBER; every session of the account ends."""
    from web.accounts import service

    with writing() as (session, now):
        account = account_of(session, number)
        session.commit()  # nobody else waits while somebody types
        word = _ask_password(from_stdin=password_stdin)
        refusals = service.set_password(session, user_id=account.id, password=word, now=now())
        if refusals:
            raise _refused(refusals)
        click.echo(f"The password of {account.employee_number} is set; its sessions have ended.")


@user.command()
@click.argument("number")
def lock(number: str) -> None:
    """Close the account of employee NUMBER at once; its sessions end, its records stay."""
    from web.accounts import service

    with writing() as (session, now):
        account = account_of(session, number)
        service.deactivate(session, by=None, user_id=account.id, now=now())
        click.echo(f"{account.employee_number} is closed.")


@user.command()
@click.argument("number")
def unlock(number: str) -> None:
    """Open the account of employee NUMBER again and forget its failed log-ins."""
    from web.accounts import service

    with writing() as (session, now):
        account = account_of(session, number)
        service.activate(session, by=None, user_id=account.id, now=now())
        service.unlock(session, by=None, user_id=account.id, now=now())
        click.echo(f"{account.employee_number} is open.")


@user.command()
@click.argument("number")
@click.argument("roles", nargs=-1, required=True, type=click.Choice(ROLES))
def roles(number: str, roles: tuple[str, ...]) -> None:
    """Give employee NUMBER exactly these ROLES."""
    from web.accounts import service

    with writing() as (session, now):
        account = account_of(session, number)
        service.set_roles(session, by=None, user_id=account.id, roles=roles, now=now())
        click.echo(f"{account.employee_number} is now {', '.join(sorted(set(roles)))}.")


@contextmanager
def writing() -> "Iterator[tuple[Session, Callable[[], datetime]]]":
    """Open the database of the environment for writing; with it comes what tells the time."""
    with _database() as (database, now), database.write() as session:
        yield session, now


@contextmanager
def reading() -> "Iterator[tuple[Session, Callable[[], datetime]]]":
    """Open the database of the environment for reading: nobody who writes has to wait, or is waited for."""
    with _database() as (database, now), database.read() as session:
        yield session, now


@contextmanager
def _database() -> "Iterator[tuple[Database, Callable[[], datetime]]]":
    from web.clock import utc_now
    from web.database import Database
    from web.records.beside import beside_database

    config = Config.from_env()
    database = Database(config.database_url, beside_database(config))
    try:
        yield database, lambda: utc_now(config)
    finally:
        database.close()


def account_of(session: "Session", number: str) -> "User":
    """Return the account of an employee number, or end the command saying that there is none."""
    from sqlalchemy import select

    from web.accounts.authentication import normal_number
    from web.accounts.tables import User

    found = session.scalar(select(User).where(User.employee_number == normal_number(number)))
    if found is None:
        raise bad_input(f"There is no account {number!r}.")
    return found


def _ask_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    word: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return word


def _refused(refusals: "list[Refusal]") -> click.ClickException:
    from web.accounts.words import sentence

    return bad_input("\n".join(sentence(refusal) for refusal in refusals))


def bad_input(message: str) -> click.ClickException:
    """Return what ends the command with exit code 2 and this message."""
    return _BadInput(message)
