"""The record store: tampering, ways around append-only, the verifier's rate, what appending costs."""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from tests.support.databases import Urls, copied_postgres, copied_sqlite, migrated_postgres, migrated_sqlite
from tests.support.postgres import running_server
from tests.web.records.bypass import SQLITE, succeeding
from tests.web.records.made_archive import KEY, chain, checkpoints, write
from tests.web.records.sealed_store import config_of, found_of, sealed_store
from tests.web.storage.centre import NOW, stored_centre
from web.database import Database
from web.records.archive import VERIFIER
from web.records.beside import beside_database
from web.records.store import SYSTEM, Entry, append

TIMES = 50
LENGTH = 347
ARCHIVED = 200_000
APPENDS = 1_000


def tamper_figures() -> str:
    """Attack a sealed chain in eight ways, fifty times each, as the owner of either database."""
    told = []
    for kind, urls, folder in _databases():
        found = found_of(sealed_store(urls, folder / "kept", LENGTH), TIMES)
        per_way = ", ".join(f"{name} {count}" for name, count in found.items())
        told.append(f"{kind}: {sum(found.values())} of {TIMES * len(found)} found and named ({per_way})")
    return "; ".join(told)


def bypass_figures() -> str:
    """Try the twelve ways around append-only as the application's own role."""
    told = []
    for kind, urls, folder in _databases():
        sealed_store(urls, folder / "kept", 6)
        database = Database(urls.app)
        worked = succeeding(database, kind=kind)
        database.close()
        told.append(f"{kind}: {len(worked)} of {len(SQLITE)} succeed{''.join(f' {name}' for name in worked)}")
    return "; ".join(told)


def verifier_figures() -> str:
    """Run the verifier alone, in a process of its own, on a long archive; the start of Python counts."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        archive, key = folder / "archive.jsonl", folder / "trusted.pub"
        records = list(chain(ARCHIVED))
        with archive.open("wb") as out:
            write(out, records, checkpoints(records))
        del records
        key.write_text(KEY.public_key().public_bytes_raw().hex())
        command = [sys.executable, "-I", str(VERIFIER), str(archive), "--key", str(key)]
        rates = []
        for _ in range(3):
            started = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)  # noqa: S603 - our own program
            rates.append(ARCHIVED / (time.perf_counter() - started))
        size = archive.stat().st_size // ARCHIVED
    return (
        f"{ARCHIVED} records of {size} bytes with signed checkpoints, one process: median"
        f" {statistics.median(rates):,.0f} records/s, least {min(rates):,.0f}"
    )


def append_figures() -> str:
    """Append records one by one, each committed, and many in one transaction, checkpoints included."""
    told = []
    for kind, urls, folder in _databases():
        config = config_of(urls, folder / "kept")
        database = Database(urls.app, beside_database(config))
        department = stored_centre(database).department
        entry = Entry(kind="handover.sign", subject="handover:1", meaning="take over", content={"items": 3})
        seconds = []
        for _ in range(APPENDS):
            with database.write() as session:
                started = time.perf_counter()
                append(session, department, entry, signer=SYSTEM, now=NOW)
                seconds.append(time.perf_counter() - started)
                session.commit()
        database.close()
        ordered = sorted(seconds)
        told.append(
            f"{kind}: {APPENDS} appends, median {1000 * statistics.median(ordered):.2f} ms,"
            f" 99 in 100 within {1000 * ordered[APPENDS * 99 // 100]:.2f} ms"
        )
    return "; ".join(told)


def _databases() -> Iterator[tuple[str, Urls, Path]]:
    """Yield a fresh database of each kind with a folder for what is kept outside."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield "sqlite", copied_sqlite(migrated_sqlite(folder), folder), folder / "sqlite"
        with running_server() as server:
            yield "postgresql", copied_postgres(server, migrated_postgres(server)), folder / "postgresql"
