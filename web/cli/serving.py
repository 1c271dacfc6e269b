"""Commands that keep something running or make it ready: db, serve, worker, demo."""

import signal
import sys
from pathlib import Path
from types import FrameType

import click

from web.config import Config


@click.group()
def db() -> None:
    """Prepare the database."""


@db.command()
def upgrade() -> None:
    """Bring the schema to this version (as the owner role, LUNBAN_MIGRATE_URL)."""
    from web.database.migrate import upgrade as upgrade_schema

    config = Config.from_env()
    upgrade_schema(
        config.migrate_url or config.database_url,
        app_url=config.database_url,
        retention_url=config.retention_url,
    )
    if config.job_engine == "procrastinate":
        from web.jobs.scaled_out import apply_schema

        apply_schema(config)
    click.echo("The database is at the newest schema.")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--threads", default=8, show_default=True, type=click.IntRange(1, 64))
def serve(host: str, port: int, threads: int) -> None:
    """Serve the site, send reminders and notices; the embedded engine solves in child processes."""
    import waitress

    from web import create_app
    from web.database import Database
    from web.jobs.embedded import EmbeddedEngine
    from web.notices.sender import SenderThread
    from web.records.beside import beside_database
    from web.reminders.thread import ReminderThread
    from web.warming import start_warming

    config = Config.from_env()
    app = create_app(config)
    engine = (
        EmbeddedEngine(Database(config.database_url), config) if config.job_engine == "embedded" else None
    )
    server = waitress.create_server(app, host=host, port=port, threads=threads)
    _raise_exit_on_term()
    if engine is not None:
        engine.start()
    click.echo(f"Lunban serves on http://{host}:{server.effective_port}", err=False)
    sys.stdout.flush()
    start_warming(app)
    try:
        with (
            ReminderThread(Database(config.database_url, beside_database(config)), config),
            SenderThread(app, Database(config.database_url), config),
        ):
            server.run()
    finally:
        if engine is not None:
            engine.stop()
        server.close()


@click.command()
def worker() -> None:
    """Work on solve jobs from the PostgreSQL queue, send reminders and notices; start as many as you like."""
    from web import create_app
    from web.database import Database
    from web.jobs.scaled_out import run_worker
    from web.notices.sender import SenderThread
    from web.records.beside import beside_database
    from web.reminders.thread import ReminderThread

    config = Config.from_env()
    if config.job_engine != "procrastinate":
        raise click.UsageError("Set LUNBAN_JOBS=procrastinate and a PostgreSQL LUNBAN_DATABASE_URL first.")
    with (
        ReminderThread(Database(config.database_url, beside_database(config)), config),
        SenderThread(create_app(config), Database(config.database_url), config),
    ):
        run_worker(config)


@click.command()
@click.option("--seconds", default=40, show_default=True, type=click.IntRange(1, 3600), help="Per month.")
@click.option("--calls", type=click.Path(path_type=Path, exists=True), help="Another call history.")
def demo(seconds: int, calls: Path | None) -> None:
    """Fill an empty database with the demo department, from call history to published month."""
    from web.demo.build import build_demo

    build_demo(Config.from_env(), seconds=seconds, calls=calls, say=click.echo)


def _raise_exit_on_term() -> None:
    """Let SIGTERM end the server as Ctrl+C does, so that running jobs go back to the queue."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, leave)
