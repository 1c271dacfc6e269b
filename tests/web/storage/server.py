"""A PostgreSQL server of the tests' own, with the roles that a careful installation has."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

OWNER, APP = "lunban_owner", "lunban_app"


@dataclass
class Server:
    """A running server that only this test run knows."""

    folder: Path
    names: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={self.folder}"

    def run(self, *statements: sql.Composed | sql.SQL) -> None:
        with psycopg.connect(
            host=str(self.folder), user="postgres", dbname="postgres", autocommit=True
        ) as connection:
            for statement in statements:
                connection.execute(statement)

    def new_database(self, *, template: str = "template1", owner: str = OWNER) -> str:
        name = f"test_{next(self.names)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(owner)
            )
        )
        return name


@contextmanager
def running_server() -> Iterator[Server]:
    """Start a server of Debian's, reachable through a socket in a folder of its own."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"))
    folder = Path(tempfile.mkdtemp(prefix="lunban-pg-"))
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = "nobody"
        shutil.chown(folder, user)

    def call(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder)

    data = folder / "data"
    call(f"{binaries}/initdb", "--pgdata", str(data), "--username=postgres", "--auth=trust", "--no-sync")
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off -c max_connections=200"
    control = (f"{binaries}/pg_ctl", "--pgdata", str(data), "--wait")
    call(*control, "--log", str(folder / "log"), "--options", settings, "start")
    try:
        server = Server(folder)
        server.run(*(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)) for role in (OWNER, APP)))
        yield server
    finally:
        call(*control, "--mode=immediate", "stop")
        shutil.rmtree(folder)
