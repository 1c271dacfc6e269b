"""What a process keeps beside its database for the records: the key of checkpoints, how it deletes."""

from web.config import Config
from web.records.keeper import keeper_of
from web.records.retaining import RETENTION, DailyRetention
from web.records.sealing import KEEPER


def beside_database(config: Config) -> dict[str, object]:
    """Return what `web.database.Database` takes as `info`."""
    found: dict[str, object] = {}
    keeper = keeper_of(config)
    if keeper is not None:
        found[KEEPER] = keeper
    if config.retention_daily:
        found[RETENTION] = DailyRetention(config.retention_url or config.database_url)
    return found
