"""Settings: what is kept, what is never shown."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from web.config import Config


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
    )
    assert "hunter" not in repr(config)
