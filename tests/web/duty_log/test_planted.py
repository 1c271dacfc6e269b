"""Planted numbers: every page of the log, its JSON, the database, the files of the server."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask

from tests.support.site import Site
from tests.web.attendance.shop import ANN, LEADER
from tests.web.browsing import Visitor
from tests.web.duty_log.log import entries_of, visiting
from tests.web.planted import PLANTED, WHOLE, leaks, leaks_in_database, leaks_in_files
from tests.web.swaps.crowd import logged_in, post
from tests.web.swaps.desk import Desk, with_password
from web.database import Database
from web.duty_log.feed import entries_for_handover
from web.records.store import verify
from web.rosters.tables import AssignmentInForce

FORM = {
    "kind": "message",
    "body": WHOLE,
    "handling": WHOLE,
    "caller": "王女士 13812345678",
    "phone": "139 8765 4321",
    "instructed_by": "郭经理 15000001234",
    "important": "1",
}


def pages_of(who: Visitor, entry: int) -> dict[str, str]:
    addresses = [
        "/duty-log",
        "/duty-log?days=all&team=all",
        "/duty-log?kind=message",
        "/duty-log?q=回电",
        *(f"/duty-log?q={quote(words)}" for words in PLANTED.values()),
        f"/duty-log/{entry}",
        "/",
        "/notices",
    ]
    return {
        address: answer.text + str(answer.headers)
        for address in addresses
        for answer in [who.get(address, follow_redirects=True)]
    }


def test_no_planted_number_is_in_any_page_or_table(
    app: Flask, shop: Desk, database: Database, tmp_path: Path
) -> None:
    ann, leader = visiting(app, shop, ANN), visiting(app, shop, LEADER)
    stored = ann.client.post(
        "/duty-log/entries",
        data={**FORM, "token": "t1"},
        headers={"X-CSRFToken": ann.csrf_token, "Accept": "application/json"},
    )
    assert json.loads(stored.data)["number"] == 1
    first = entries_of(shop)[0].id
    seen = {"answer": stored.text}
    seen |= {f"ann {address}": page for address, page in pages_of(ann, first).items()}
    corrected = ann.post(
        f"/duty-log/{first}/correct", data={**FORM, "token": "t2", "reason": WHOLE}, follow_redirects=True
    )
    seen["corrected"] = corrected.text
    newest = entries_of(shop)[1].id
    shown = leader.post(f"/duty-log/{newest}/reveal", data={"reason": WHOLE}).text
    assert leaks(shown) == set(PLANTED), "the one answer that may hold them"
    seen |= {f"leader {address}": page for address, page in pages_of(leader, newest).items()}
    assert {address: leaks(page) for address, page in seen.items() if leaks(page)} == {}
    assert leaks_in_database(database) == {}
    assert leaks_in_files(tmp_path.rglob("*")) == {}


def test_the_record_and_the_handover_hold_what_is_masked(app: Flask, shop: Desk) -> None:
    ann = visiting(app, shop, ANN)
    assert ann.post("/duty-log/entries", data={**FORM, "token": "t1"}).status_code == 302
    with shop.database.read() as session:
        rows = session.query(AssignmentInForce).filter_by(person_id=shop.office.people[ANN])
        found = [entry for row in rows for entry in entries_for_handover(session, row.assignment_id)]
        assert verify(session, shop.office.department)[1] is None
    assert [entry.has_hidden for entry in found] == [True]
    assert leaks(str(found)) == set()
    assert found[0].phone == "139****4321"


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_no_planted_number_is_in_the_log_of_the_server(
    shop: Desk, live_server: Site, tmp_path: Path, database: Database
) -> None:
    with_password(shop, ANN)
    ann = logged_in(live_server, f"CS{ANN}")
    form = {**FORM, "csrf_token": ann.token, "token": "t1"}
    assert post(ann.browser, f"{live_server.url}/duty-log/entries", form) == 302
    broken = {**form, "token": "t2", "kind": "none"}
    assert post(ann.browser, f"{live_server.url}/duty-log/entries", broken) == 422
    assert post(ann.browser, f"{live_server.url}/duty-log/1/reveal", {**form, "reason": WHOLE}) in {200, 422}
    files = [file for file in tmp_path.rglob("*") if not file.name.endswith(("-wal", "-shm"))]
    assert live_server.log in files
    assert leaks_in_files(files) == {}
    assert leaks_in_database(database) == {}


def test_the_search_for_leaks_finds_what_is_there() -> None:
    for number, words in PLANTED.items():
        assert leaks(words) == {number}
        assert leaks(words.encode()) == {number}
    assert leaks(json.dumps(WHOLE)) == set(PLANTED)
    assert leaks("q=138+1234+5678&x=1") == {"13812345678"}
    assert leaks("138****5678") == set()
