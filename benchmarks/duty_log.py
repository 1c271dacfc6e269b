"""The duty log measured: servers killed while people write, and 100,000 entries read over HTTP."""

import datetime as dt
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.orm import Session

from benchmarks.chained import Chain
from benchmarks.reading import KEPT, database_of, look_over, told
from tests.support.databases import POSTGRESQL, SQLITE
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
from web.records.store import signer_of, verify
from web.search.grams import folded
from web.search.indexing import entry_row
from web.search.pieces import pieces
from web.search.tables import SearchText

KILLS = 200
ENTRIES, PIECE = 100_000, 5_000
UTC = ZoneInfo("UTC")
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
    with tempfile.TemporaryDirectory() as name, database_of(kind, Path(name)) as urls:
        started = time.perf_counter()
        found = killed_while_writing(urls, Path(name), kills, start=running_site)
        seconds = time.perf_counter() - started
    return (
        f"{found.kills} kills, {found.acknowledged} entries acknowledged, {found.lost} lost,"
        f" {found.gaps} gaps, {found.twice} stored twice, {found.repeated} sent again,"
        f" chain {'whole' if found.fault is None else found.fault}, {seconds:.0f} s"
    )


def _read(kind: str) -> str:
    with tempfile.TemporaryDirectory() as name, database_of(kind, Path(name)) as urls:
        database = Database(urls.app)
        shop = stored_shop(database, overrides=KEPT)
        with_password(shop, LEADER)
        _store(shop, ENTRIES)
        look_over(urls)
        with running_site(Path(name), {"LUNBAN_DATABASE_URL": urls.app, **SETTINGS}) as site:
            browser = logged_in(site, f"CS{LEADER}").browser
            asked = {
                "list": "/duty-log?days=all&team=all",
                "deep page": f"/duty-log?days=all&team=all&before={ENTRIES // 2}",
                "search": f"/duty-log?team=all&q={quote('断网')}",
                "rare word": f"/duty-log?team=all&q={quote(RARE)}",
                "no such word": f"/duty-log?team=all&q={quote('没有这样的词')}",
                "open": f"/duty-log/{ENTRIES // 2}",
                "search page": f"/search?where=log&q={quote('断网')}",
                "search page, two words": f"/search?where=log&q={quote('断网 处理')}",
                "search page, rare word": f"/search?q={quote(RARE)}",
                "search page, no such word": f"/search?q={quote('没有这样的词')}",
                "search page, frequent word, nothing of these days": (
                    f"/search?q={quote('处理')}&first=2035-01-01"
                ),
            }
            figures = told(browser, site.url, asked)
        database.close()
    return figures


def _store(shop: Desk, entries: int) -> None:
    """Put entries in as if they had been written, in pieces, with a chain that holds."""
    actor, chain = shop.actor(ANN), Chain(department_id=shop.office.department)
    start = dt.datetime(2023, 12, 1, tzinfo=dt.UTC)
    with shop.database.write() as session:
        already, fault = verify(session, shop.office.department)
    if already or fault:
        raise RuntimeError("the chain has begun already")
    for first in range(1, entries + 1, PIECE):
        with shop.database.write() as session:
            _piece(session, actor, range(first, min(first + PIECE, entries + 1)), chain, start)
            session.commit()
    with shop.database.read() as session:
        counted, fault = verify(session, shop.office.department)
    if (counted, fault) != (entries, None):
        raise RuntimeError(f"{counted} records, {fault}")


def _piece(session: Session, actor: Actor, numbers: Sequence[int], chain: Chain, start: dt.datetime) -> None:
    rows, sealed_words, searched = [], [], []
    for number in numbers:
        at = start + dt.timedelta(minutes=15 * number)
        word = RARE if number == 1 else WORDS[number % len(WORDS)]
        phone = f"，回电 138{number:08}" if number % 20 == 0 else ""
        hidden = hide(
            {"body": f"第 {number} 件：{word}，已按流程处理，等待客户回复{phone}"}, "only-for-tests"
        )
        row = _row(actor, number, at, hidden.shown["body"])
        facts = {name: row[name] for name in ("important", "urgent", "kind")}
        content = {**hidden.shown, **facts, "hidden": hidden.hash}
        record = chain.add(WRITTEN, f"duty:{number}", content, signer=signer_of(actor), at=at)
        rows.append(row)
        entry = DutyEntry(**row)
        searched += [entry_row(entry, record, piece, UTC) for piece in pieces(WRITTEN, content)]
        if hidden.sealed is not None:
            sealed_words.append({"id": number, "sealed": hidden.sealed})
    chain.store(session)
    for table, values in ((DutyEntry, rows), (SearchText, searched), (DutySecret, sealed_words)):
        session.execute(insert(table), values)


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
