"""A department with a sealed chain of records, on either database, for tests and `make prove`."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tests.support.databases import Urls
from tests.web.records.tampering import ATTACKS, named, read_chain, remove_guards, tampered
from tests.web.storage.centre import NOW, stored_centre
from web.config import Config
from web.database import Database, make_engine
from web.records.beside import beside_database
from web.records.chain import Signer
from web.records.checkpoint import Checkpoint
from web.records.keeper import public_keys, read_file
from web.records.sealing import seal
from web.records.store import Entry, append


@dataclass(frozen=True, kw_only=True)
class SealedStore:
    """Where it is, and what is kept outside."""

    urls: Urls
    config: Config
    department: int

    @property
    def outside(self) -> list[Checkpoint]:
        """The checkpoints in the file."""
        return read_file(self.config.checkpoint_file)[0]

    @property
    def keys(self) -> frozenset[str]:
        """The public keys that are trusted."""
        return public_keys(self.config.checkpoint_key)


def config_of(urls: Urls, folder: Path) -> Config:
    """Return settings whose key and file of checkpoints lie in `folder`."""
    return Config(data_dir=folder, database_url=urls.app, migrate_url=urls.owner, secret_key="only-for-tests")


def sealed_store(urls: Urls, folder: Path, records: int) -> SealedStore:
    """Store so many records of a department, as the application does, and seal the last."""
    config = config_of(urls, folder)
    database = Database(urls.app, beside_database(config))
    centre = stored_centre(database)
    with database.write() as session:
        for number in range(records):
            entry = Entry(
                kind="handover.sign",
                subject=f"handover:{number // 4}",
                subject_version=number % 4,
                meaning=("submit", "check", "hand over", "take over")[number % 4],
                content={"items": number % 7, "remark": "空调报修，待跟进"},
            )
            signer = Signer(user_id=None, name=f"客服{number % 9}", number=f"{number % 9:05}")
            append(session, centre.department, entry, signer=signer, now=NOW + dt.timedelta(minutes=number))
        seal(session, centre.department, now=NOW + dt.timedelta(minutes=records))
        session.commit()
    database.close()
    return SealedStore(urls=urls, config=config, department=centre.department)


def found_of(store: SealedStore, times: int) -> dict[str, int]:
    """Attack the store in each way so many times; return how often verifying named the first bad record."""
    database = Database(store.urls.app)
    with database.read() as session:
        records = read_chain(session, store.department)
    database.close()
    counts = dict.fromkeys(ATTACKS, 0)
    engine = make_engine(store.urls.owner, owner=True)
    with engine.connect() as connection:
        outside, keys = store.outside, store.keys
        for name in ATTACKS:
            for turn in range(times):
                made = tampered(records, name, turn)
                kept = len(made.records) if name == "restore old copy" else 0
                remove_guards(connection)
                number = named(connection, store.department, made, outside, keys, own_checkpoints_up_to=kept)
                connection.rollback()
                counts[name] += number == made.first_bad
    engine.dispose()
    return counts
