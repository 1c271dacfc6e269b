"""Settings of one running Lunban, read once from the environment."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from web.kept_once import kept_once


@dataclass(frozen=True, kw_only=True)
class Config:
    """Everything a deployment may choose.

    Attributes
    ----------
    data_dir
        Folder of the SQLite file and the secret key; created when missing.
    database_url
        SQLAlchemy URL of the application's role.
    migrate_url
        URL of the role that owns the schema; ``None`` means `database_url`.
    secret_key
        Signs session cookies. Made once and kept in `data_dir` unless given.
    secure_cookies
        ``True`` behind HTTPS. Only a demo on plain HTTP turns it off.
    today
        Fixed business date for demos and tests; ``None`` means the real clock.
    clock_shift
        Added to the real clock before anything else, in seconds in ``LUNBAN_CLOCK_SHIFT``; tests begin
        their day at the same hour on any machine.
    job_engine
        ``embedded`` (child process of the server) or ``procrastinate`` (PostgreSQL workers).
    max_upload_bytes
        Largest accepted request body.
    site_url
        Address at which people reach the site, for links in messages that go outside; empty: no links.
    checkpoint_key
        File of the private key that signs checkpoints of the records (``checkpoint.key`` in `data_dir`);
        ``None``, in the environment ``none``, for processes that are not to sign.
    checkpoint_file
        File outside the database that checkpoints are added to (``checkpoints.jsonl`` in `data_dir`).
    retention_url
        URL of the role that deletes payloads whose time is over; needed on PostgreSQL only.
    retention_daily
        Whether a server deletes them once a day by itself; otherwise ``lunban records retain`` does.
    """

    data_dir: Path = Path("var")
    database_url: str = field(default="", repr=False)
    migrate_url: str | None = field(default=None, repr=False)
    secret_key: str = field(default="", repr=False)
    secure_cookies: bool = True
    today: date | None = None
    clock_shift: timedelta = timedelta()
    job_engine: str = "embedded"
    max_upload_bytes: int = 20 * 1024 * 1024
    site_url: str = ""
    checkpoint_key: Path | None = Path()
    checkpoint_file: Path = Path()
    retention_url: str | None = field(default=None, repr=False)
    retention_daily: bool = False

    def __post_init__(self) -> None:
        """Fill in what follows from `data_dir` and refuse unknown engines."""
        if self.job_engine not in {"embedded", "procrastinate"}:
            raise ValueError(f"job_engine must be 'embedded' or 'procrastinate', not {self.job_engine!r}")
        if not self.database_url:
            file = (self.data_dir / "lunban.sqlite3").resolve()
            object.__setattr__(self, "database_url", f"sqlite:///{file}")
        if self.checkpoint_key == Path():
            object.__setattr__(self, "checkpoint_key", self.data_dir / "checkpoint.key")
        if self.checkpoint_file == Path():
            object.__setattr__(self, "checkpoint_file", self.data_dir / "checkpoints.jsonl")
        if not self.secret_key:
            object.__setattr__(self, "secret_key", _kept_secret(self.data_dir))

    @classmethod
    def from_env(cls, env: Mapping[str, str] | None = None) -> "Config":
        """Read ``LUNBAN_*`` variables; what is absent keeps its default.

        Raises
        ------
        ValueError
            When a variable cannot be read; the message names it.
        """
        env = os.environ if env is None else env
        today = env.get("LUNBAN_TODAY", "").strip()
        try:
            fixed_day = date.fromisoformat(today) if today else None
        except ValueError as error:
            raise ValueError(f"LUNBAN_TODAY must be a date like 2026-11-22, not {today!r}") from error
        shift = env.get("LUNBAN_CLOCK_SHIFT", "").strip() or "0"
        try:
            clock_shift = timedelta(seconds=float(shift))
        except (ValueError, OverflowError) as error:
            raise ValueError(f"LUNBAN_CLOCK_SHIFT must be a number of seconds, not {shift!r}") from error
        checkpoint_key = env.get("LUNBAN_CHECKPOINT_KEY", "").strip()
        return cls(
            data_dir=Path(env.get("LUNBAN_DATA", "var")),
            database_url=env.get("LUNBAN_DATABASE_URL", ""),
            migrate_url=env.get("LUNBAN_MIGRATE_URL") or None,
            secret_key=env.get("LUNBAN_SECRET_KEY", ""),
            secure_cookies=env.get("LUNBAN_PLAIN_HTTP", "") != "1",
            today=fixed_day,
            clock_shift=clock_shift,
            job_engine=env.get("LUNBAN_JOBS", "embedded"),
            site_url=env.get("LUNBAN_SITE_URL", "").rstrip("/"),
            checkpoint_key=None if checkpoint_key == "none" else Path(checkpoint_key),
            checkpoint_file=Path(env.get("LUNBAN_CHECKPOINTS", "")),
            retention_url=env.get("LUNBAN_RETENTION_URL") or None,
            retention_daily=env.get("LUNBAN_RETENTION", "") == "daily",
        )


def _kept_secret(data_dir: Path) -> str:
    """Return the installation's key, made on first use."""
    file = data_dir / "secret.key"
    key = kept_once(file, lambda: secrets.token_urlsafe(48)).strip()
    if not key:
        raise ValueError(f"{file} is empty: delete it, and a new key is made (everybody logs in anew)")
    return key
