"""Commands on the append-only records."""

import json
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from web.records.chain import Fault


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object on standard output.")
def verify(as_json: bool) -> None:
    """Derive the chains of records anew; exit 1 and name the first record that does not hold."""
    from sqlalchemy import select

    from web.config import Config
    from web.database import Database
    from web.people.tables import Department
    from web.records.store import verify as verify_chain

    database = Database(Config.from_env().database_url)
    with database.read() as session:
        departments = session.execute(select(Department.id, Department.name).order_by(Department.id)).all()
        found = [(name, *verify_chain(session, number)) for number, name in departments]
    database.close()
    if as_json:
        click.echo(json.dumps([_plain(*each) for each in found], ensure_ascii=False))
    else:
        for each in found:
            click.echo(_line(*each))
    raise SystemExit(1 if any(fault for _, _, fault in found) else 0)


def _plain(name: str, count: int, fault: "Fault | None") -> dict[str, object]:
    broken = None if fault is None else {"number": fault.number, "code": fault.code}
    return {"department": name, "records": count, "fault": broken}


def _line(name: str, count: int, fault: "Fault | None") -> str:
    if fault is None:
        return f"{name}: {count} records, the chain holds"
    return f"{name}: record {fault.number} does not hold ({FAULTS[fault.code]})"


FAULTS = {
    "gap": "a record before it is missing, or it stands twice",
    "previous": "it does not follow from the record before it",
    "hash": "a field of it was changed",
    "payload": "its content was changed",
    "payload_missing": "its content is missing",
}
