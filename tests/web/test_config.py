"""Settings: what is kept, what is never shown."""

import datetime as dt
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from web.clock import FIXED_DAY_ZONE, utc_now
from web.config import Config
from web.jobs.watch import child_environment


def test_the_key_is_made_once_and_read_by_its_owner_only(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: Config(data_dir=tmp_path).secret_key, range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) == 64
    assert [file.name for file in tmp_path.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_a_key_that_was_half_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()
    with pytest.raises(ValueError, match=r"secret\.key is empty"):
        Config(data_dir=tmp_path)


def test_no_secret_stands_in_the_printed_settings(tmp_path: Path) -> None:
    config = Config(
        data_dir=tmp_path,
        database_url="postgresql://lunban:hunter2@db/lunban",
        migrate_url="postgresql://owner:hunter3@db/lunban",
        secret_key="hunter4",
        retention_url="postgresql://retention:hunter5@db/lunban",
    )
    assert "hunter" not in repr(config)


def test_a_clock_shift_that_is_no_number_is_named(tmp_path: Path) -> None:
    env = {"LUNBAN_DATA": str(tmp_path), "LUNBAN_CLOCK_SHIFT": "noon"}
    with pytest.raises(ValueError, match="LUNBAN_CLOCK_SHIFT must be a number of seconds, not 'noon'"):
        Config.from_env(env)


def test_a_job_sees_the_clock_of_its_site(tmp_path: Path) -> None:
    shift = dt.timedelta(hours=5, minutes=30)
    site = Config(data_dir=tmp_path, today=dt.date(2026, 11, 22), clock_shift=shift)
    job = Config.from_env(child_environment(site))
    assert (job.today, job.clock_shift) == (site.today, shift)
    ahead = (utc_now(job) - utc_now(replace(job, clock_shift=dt.timedelta()))) % dt.timedelta(days=1)
    assert abs(ahead - shift) < dt.timedelta(minutes=1)
    assert utc_now(job).astimezone(FIXED_DAY_ZONE).date() == site.today


def test_key_and_checkpoints_lie_beside_the_data_unless_said_otherwise(tmp_path: Path) -> None:
    env = {"LUNBAN_DATA": str(tmp_path), "LUNBAN_SECRET_KEY": "x"}
    found = Config.from_env(env)
    assert found.checkpoint_key == tmp_path / "checkpoint.key"
    assert found.checkpoint_file == tmp_path / "checkpoints.jsonl"
    assert (found.retention_url, found.retention_daily) == (None, False)
    more = {"LUNBAN_CHECKPOINT_KEY": "none", "LUNBAN_CHECKPOINTS": "/away/file", "LUNBAN_RETENTION": "daily"}
    found = Config.from_env(env | more)
    assert (found.checkpoint_key, found.checkpoint_file) == (None, Path("/away/file"))
    assert found.retention_daily
    assert Config.from_env(env | {"LUNBAN_CHECKPOINT_KEY": "/k"}).checkpoint_key == Path("/k")
