"""Applications made once per test process and lent to one test after another.

Binding the several hundred routes of the site takes longer than most tests of a page, and an application
keeps nothing of its own between two requests: what belongs to a site is its settings and its database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from flask import Flask

from tests.support.templates import CompiledTemplates
from web import create_app
from web.config import Config
from web.database import Database
from web.database.sessions import EXTENSION

TEMPLATES = CompiledTemplates()


def new_application(config: Config) -> Flask:
    """Return an application that no other test sees, for tests that add to it."""
    made = create_app(config)
    made.testing = True
    made.jinja_env.bytecode_cache = TEMPLATES
    return made


class Applications:
    """The applications of a test process, by those settings that `create_app` builds in."""

    def __init__(self) -> None:
        self._made: dict[Config, Flask] = {}

    @contextmanager
    def lent(self, config: Config) -> Iterator[Flask]:
        """Yield an application with these settings on its database; what a test changed is undone."""
        nowhere = "sqlite:///never-opened.sqlite3"
        alike = replace(config, data_dir=Path(), database_url=nowhere, migrate_url=None, today=None)
        if alike not in self._made:
            self._made[alike] = new_application(alike)
        app = self._made[alike]
        settings, extensions = dict(app.config), dict(app.extensions)
        database = Database(config.database_url)
        app.extensions |= {"lunban_config": config, EXTENSION: database}
        try:
            yield app
        finally:
            app.extensions = extensions
            app.config.clear()
            app.config.update(settings)
            database.close()
