"""Commands on the append-only records: verify, checkpoint, export."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from web.cli.accounts import bad_input, reading, writing
from web.cli.departments import department_of
from web.config import Config

if TYPE_CHECKING:
    from web.records.verifying import Verdict

FILE = click.Path(path_type=Path, dir_okay=False)
THERE = click.Path(path_type=Path, dir_okay=False, exists=True)


@click.group()
def records() -> None:
    """Verify, export and keep the append-only records."""


@click.command()
@click.option(
    "--checkpoints", "file", type=THERE, help="Another file of checkpoints than LUNBAN_CHECKPOINTS."
)
@click.option(
    "--key", "key_file", type=THERE, help="Public keys that are trusted, one line of hex digits each."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON array on standard output.")
def verify(file: Path | None, key_file: Path | None, as_json: bool) -> None:
    """Derive the chains of records anew; exit 1 and name the first record that does not hold.

    What checkpoints outside the database vouch for must be there: the last records torn out, a copy restored
    that is older, every hash made anew.
    """
    from web.records.keeper import public_keys, read_file
    from web.records.verifying import verify_all

    config = Config.from_env()
    # Before the database: what stands in the file was committed, so it is there when the database is read.
    outside, unreadable = read_file(file or config.checkpoint_file)
    keys = frozenset(key_file.read_text("ascii").split()) if key_file else public_keys(config.checkpoint_key)
    with reading() as (session, _):
        verdicts = verify_all(session, outside, keys)
    if as_json:
        click.echo(json.dumps([_plain(each) for each in verdicts], ensure_ascii=False))
    else:
        for each in verdicts:
            click.echo(_line(each))
    if unreadable:
        click.echo(f"{unreadable} lines of the file of checkpoints cannot be read.", err=True)
    if outside and not keys:
        click.echo("No trusted key is known: checkpoints were measured by the keys they name.", err=True)
    raise SystemExit(1 if any(each.fault for each in verdicts) else 0)


records.add_command(verify)


@records.command()
def index() -> None:
    """Make the search's index anew from the records, in every department; nothing else is changed."""
    from sqlalchemy import select

    from web.people.tables import Department
    from web.search.indexing import rebuild

    with writing() as (session, _):
        for each in session.scalars(select(Department.id).order_by(Department.id)).all():
            places = rebuild(session, each)
            name = session.get_one(Department, each).name
            click.echo(f"{name}: {places} places can be found.")


@records.command()
def checkpoint() -> None:
    """Sign the head of every department now, and print the last checkpoints: on paper, they vouch as well."""
    from sqlalchemy import select

    from web.people.tables import Department
    from web.records.sealing import seal, stored_checkpoints

    if Config.from_env().checkpoint_key is None:
        raise bad_input("LUNBAN_CHECKPOINT_KEY is none: this process is not to sign.")
    with writing() as (session, now):
        names = {each.id: each.name for each in session.scalars(select(Department).order_by(Department.id))}
        for department in names:
            seal(session, department, now=now())
        session.commit()
        newest = {each.department_id: each for each in stored_checkpoints(session)}
    for each in newest.values():
        at = each.at.isoformat(timespec="seconds")
        click.echo(f"{names[each.department_id]}: record {each.number}, {each.hash}, {at}, key {each.key}")


@records.command()
@click.argument("file", type=FILE)
@click.option("--department", help="Its code; all departments without it.")
@click.option("--verifier", type=FILE, help="Also write the program that verifies the archive alone.")
def export(file: Path, department: str | None, verifier: Path | None) -> None:
    """Write records, payloads and checkpoints as one archive that can be verified without this program."""
    from web.records.archive import VERIFIER, write_archive
    from web.records.keeper import read_file

    outside, _ = read_file(Config.from_env().checkpoint_file)
    with reading() as (session, now):
        only = None if department is None else department_of(session, department).id
        with file.open("wb") as out:
            count = write_archive(session, out, outside, now=now(), only=only)
    if verifier is not None:
        verifier.write_bytes(VERIFIER.read_bytes())
    click.echo(f"{count} records in {file}")


def _plain(verdict: "Verdict") -> dict[str, object]:
    fault = verdict.fault
    return {
        "department": verdict.name,
        "records": verdict.records,
        "vouched": verdict.vouched,
        "fault": None if fault is None else {"number": fault.number, "code": fault.code},
    }


def _line(verdict: "Verdict") -> str:
    if verdict.fault is not None:
        return f"{verdict.name}: record {verdict.fault.number} does not hold ({FAULTS[verdict.fault.code]})"
    outside = f", up to {verdict.vouched} vouched for outside" if verdict.vouched else ""
    return f"{verdict.name}: {verdict.records} records, the chain holds{outside}"


FAULTS = {
    "gap": "it is missing here, or stands elsewhere or twice",
    "previous": "it does not follow from the record before it",
    "hash": "a field of it was changed",
    "payload": "its content was changed",
    "payload_missing": "its content is missing, and no record says that it was deleted",
    "checkpoint": "a checkpoint vouches for another one: it was changed with all that follow",
    "cut": "it and what followed are gone: a checkpoint vouches for a later one",
    "checkpoint_key": "a checkpoint for it is not signed by a key that is trusted",
}
