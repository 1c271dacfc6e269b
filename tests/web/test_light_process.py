"""The web process: what must never be loaded into it."""

import subprocess
import sys

LOADED = """
import sys
import web.cli, web.jobs.embedded, web.jobs.views, web.reminders.thread, web.tables
from web import create_app
from web.config import Config
create_app(Config(secret_key="only-for-tests", database_url="sqlite:///never-opened.sqlite3"))
print(*sorted({name.partition(".")[0] for name in sys.modules} & {"ortools", "highspy", "procrastinate"}))
"""


def test_the_web_process_loads_no_solver() -> None:
    """Serving needs neither the solver's memory nor its import time; a solve has a process of its own."""
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []
