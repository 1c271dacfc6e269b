"""Sessions: for a request through Flask, and for commands and workers without it."""

from collections.abc import Mapping

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy.orm import Session, sessionmaker

from web.config import Config
from web.database.engine import READ_ONLY, make_engine
from web.database.sqlite import WAIT_OPTION

EXTENSION = "lunban_database"
SOON_MILLISECONDS = 200
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Database:
    """One database and the two kinds of sessions on it.

    A process that forks makes its own `Database` afterwards; connections are not shared.

    Parameters
    ----------
    url
        As for `make_engine`; the application's role.
    info
        Put into the `info` of every session that may write: what the process keeps beside the database.

    Examples
    --------
    >>> with database.write() as session:  # doctest: +SKIP
    ...     rename_team(session, team_id=3, name="二组", now=now)
    """

    def __init__(self, url: str, info: Mapping[str, object] | None = None) -> None:
        self.engine = make_engine(url)
        kept = dict(info or {})
        # Objects stay readable after the commit: reloading them would take the write lock once more.
        self._writing = sessionmaker(self.engine, expire_on_commit=False, info=kept)
        soon = self.engine.execution_options(**{WAIT_OPTION: SOON_MILLISECONDS})
        self._writing_soon = sessionmaker(soon, expire_on_commit=False, info=kept)
        self._reading = sessionmaker(self.engine.execution_options(**READ_ONLY), expire_on_commit=False)

    def write(self) -> Session:
        """Return a session that may write. On SQLite it holds the write lock from its first statement on.

        Leaving its ``with`` block closes it; what was not committed is rolled back.
        """
        return self._writing()

    def write_soon(self) -> Session:
        """Return a session that may write, for what may as well be left undone.

        Where others hold the lock it gives up after `SOON_MILLISECONDS`, with SQLAlchemy's OperationalError.
        """
        return self._writing_soon()

    def read(self) -> Session:
        """Return a session in which either database refuses to write. It waits for nobody."""
        return self._reading()

    def close(self) -> None:
        """Close all idle connections."""
        self.engine.dispose()


def install(app: Flask, config: Config, info: Mapping[str, object] | None = None) -> None:
    """Give the application its database; sessions end with the application context."""
    app.extensions[EXTENSION] = Database(config.database_url, info)
    app.teardown_appcontext(_close_session)


def current_database() -> Database:
    """Return the database of the current application."""
    database: Database = current_app.extensions[EXTENSION]
    return database


def session() -> Session:
    """Return the session of this application context, opened on first use and closed with the context.

    In a GET or HEAD request it is read-only; in every other request, and outside requests, it may write.
    Outside requests commit before anything else writes: on SQLite an open session holds the write lock.
    """
    if "lunban_session" not in g:
        reading = has_request_context() and request.method in SAFE_METHODS
        g.lunban_session = current_database().read() if reading else current_database().write()
    opened: Session = g.lunban_session
    return opened


def _close_session(_: BaseException | None) -> None:
    opened: Session | None = g.pop("lunban_session", None)
    if opened is not None:
        opened.close()
