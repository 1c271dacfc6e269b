"""The duty log measured: servers killed while people write, and 100,000 entries read over HTTP."""

import datetime as dt
import secrets
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote
from urllib.request import OpenerDirector

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.support.databases import (
    POSTGRESQL,
    SQLITE,
    Urls,
    copied_postgres,
    copied_sqlite,
    migrated_postgres,
    migrated_sqlite,
)
from tests.support.postgres import running_server
from tests.support.site import running_site
from tests.web.attendance.shop import ANN, LEADER, stored_shop
from tests.web.duty_log.kills import killed_while_writing
from tests.web.swaps.crowd import SETTINGS, logged_in
from tests.web.swaps.desk import Desk, with_password
from web.accounts.actor import Actor
from web.database import Database
from web.duty_log.hiding import hide
from web.duty_log.tables import DutyEntry, DutySecret, EntryKind
from web.duty_log.writing import WRITTEN
from web.records.chain import GENESIS, Sealed, canonical, payload_hash
from web.records.store import signer_of, verify
from web.records.tables import Record, RecordPayload
from web.search.grams import folded

KILLS = 200
ENTRIES, PIECE, TIMES = 100_000, 5_000, 40
LIMIT_MS = 200
WORDS = (
    "空调",
    "断网",
    "投诉扣费",
    "接通慢",
    "系统升级",
    "来电咨询",
    "设备巡视",
    "钥匙交接",
    "快递签收",
    "停车",
)
RARE = "锅炉"
"""Stands in the very first entry only: whoever looks for it has all of them looked through."""


def kills_figures() -> str:
    """Let four people write while the server is killed without warning, 100 times on each database."""
    return "; ".join(f"{kind}: {_killed(kind, KILLS // 2)}" for kind in (SQLITE, POSTGRESQL))


def reading_figures() -> str:
    """List, search and open among 100,000 entries of one department, over HTTP, on both databases."""
    return "; ".join(f"{kind}: {_read(kind)}" for kind in (SQLITE, POSTGRESQL))


def _killed(kind: str, kills: int) -> str:
    with tempfile.TemporaryDirectory() as name, _database(kind, Path(name)) as urls:
        started = time.perf_counter()
        found = killed_while_writing(urls, Path(name), kills, start=running_site)
        seconds = time.perf_counter() - started
    return (
        f"{found.kills} kills, {found.acknowledged} entries acknowledged, {found.lost} lost,"
        f" {found.gaps} gaps, {found.twice} stored twice, {found.repeated} sent again,"
        f" chain {'whole' if found.fault is None else found.fault}, {seconds:.0f} s"
    )


def _read(kind: str) -> str:
    with tempfile.TemporaryDirectory() as name, _database(kind, Path(name)) as urls:
        database = Database(urls.app)
        shop = stored_shop(database)
        with_password(shop, LEADER)
        _store(shop, ENTRIES)
        with running_site(Path(name), {"LUNBAN_DATABASE_URL": urls.app, **SETTINGS}) as site:
            browser = logged_in(site, f"CS{LEADER}").browser
            asked = {
                "list": "/duty-log?days=all&team=all",
                "deep page": f"/duty-log?days=all&team=all&before={ENTRIES // 2}",
                "search": f"/duty-log?team=all&q={quote('断网')}",
                "rare word": f"/duty-log?team=all&q={quote(RARE)}",
                "no such word": f"/duty-log?team=all&q={quote('没有这样的词')}",
                "open": f"/duty-log/{ENTRIES // 2}",
            }
            found = {name: _timed(browser, f"{site.url}{address}") for name, address in asked.items()}
        database.close()
    kept = sum(_p95(each) < LIMIT_MS for each in found.values())
    figures = ", ".join(
        f"{name} median {statistics.median(each):.0f} p95 {_p95(each):.0f} ms" for name, each in found.items()
    )
    return f"{figures}; p95 below {LIMIT_MS} ms: {kept} of {len(found)}"


def _store(shop: Desk, entries: int) -> None:
    """Put entries in as if they had been written, in pieces, with a chain that holds."""
    actor, previous = shop.actor(ANN), GENESIS
    start = dt.datetime(2023, 12, 1, tzinfo=dt.UTC)
    with shop.database.write() as session:
        already, fault = verify(session, shop.office.department)
    if already or fault:
        raise RuntimeError("the chain has begun already")
    for first in range(1, entries + 1, PIECE):
        with shop.database.write() as session:
            previous = _piece(session, actor, range(first, min(first + PIECE, entries + 1)), previous, start)
            session.commit()
    with shop.database.read() as session:
        counted, fault = verify(session, shop.office.department)
    if (counted, fault) != (entries, None):
        raise RuntimeError(f"{counted} records, {fault}")


def _piece(session: Session, actor: Actor, numbers: Sequence[int], previous: str, start: dt.datetime) -> str:
    records, payloads, rows, sealed_words = [], [], [], []
    for number in numbers:
        at = start + dt.timedelta(minutes=15 * number)
        word = RARE if number == 1 else WORDS[number % len(WORDS)]
        phone = f"，回电 138{number:08}" if number % 20 == 0 else ""
        hidden = hide(
            {"body": f"第 {number} 件：{word}，已按流程处理，等待客户回复{phone}"}, "only-for-tests"
        )
        salt, content = secrets.token_hex(16), canonical({**hidden.shown, "hidden": hidden.hash})
        signer = signer_of(actor)
        sealed = Sealed(
            department_id=actor.department_id,
            number=number,
            kind=WRITTEN,
            subject=f"duty:{number}",
            at=at,
            signer=signer,
            meaning="written",
            policy_version_id=None,
            payload_hash=payload_hash(salt, content),
            previous=previous,
        )
        records.append(
            {
                "id": number,
                "department_id": actor.department_id,
                "number": number,
                "kind": sealed.kind,
                "subject": sealed.subject,
                "at": at,
                "signer_id": signer.user_id,
                "signer_name": signer.name,
                "signer_number": signer.number,
                "meaning": sealed.meaning,
                "policy_version_id": None,
                "payload_hash": sealed.payload_hash,
                "previous": previous,
                "hash": sealed.hash,
            }
        )
        payloads.append({"id": number, "salt": salt, "content": content})
        rows.append(_row(actor, number, at, hidden.shown["body"]))
        if hidden.sealed is not None:
            sealed_words.append({"id": number, "sealed": hidden.sealed})
        previous = sealed.hash
    for table, values in (
        (Record, records),
        (RecordPayload, payloads),
        (DutyEntry, rows),
        (DutySecret, sealed_words),
    ):
        session.execute(insert(table), values)
    return previous


def _row(actor: Actor, number: int, at: dt.datetime, body: str) -> dict[str, object]:
    return {
        "id": number,
        "department_id": actor.department_id,
        "number": number,
        "record_id": number,
        "at": at,
        "by_id": actor.user_id,
        "by_name": actor.name,
        "by_number": actor.employee_number,
        "person_id": actor.person_id,
        "team_id": actor.team_id,
        "kind": list(EntryKind)[number % len(EntryKind)],
        "important": number % 10 == 0,
        "urgent": number % 25 == 0,
        "body": body,
        "handling": "",
        "instructed_by": "",
        "caller": "",
        "phone": "",
        "searched": folded(body),
        "to_handover": number % 10 == 0,
        "outside_recorder": False,
        "reason": "",
        "token": f"{number}",
    }


def _timed(browser: OpenerDirector, address: str) -> list[float]:
    """Return milliseconds until the whole page is there; the first load, which compiles, does not count."""
    found = []
    for _ in range(TIMES + 1):
        started = time.perf_counter()
        with browser.open(address) as answer:
            answer.read()
        found.append(1000 * (time.perf_counter() - started))
    return found[1:]


def _p95(found: Sequence[float]) -> float:
    return statistics.quantiles(found, n=20, method="inclusive")[-1]


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[Urls]:
    if kind == SQLITE:
        yield copied_sqlite(migrated_sqlite(folder), folder)
        return
    with running_server() as server:
        yield copied_postgres(server, migrated_postgres(server))
