"""Many who approve the same overtime, or take the same call-in, at once: the right number succeed."""

from pathlib import Path

import pytest

from tests.support.databases import Urls
from tests.web.overtime.race import (
    asked_twice,
    early_people,
    made_supervisors,
    open_call_ins,
    race_for_call_ins,
    race_for_overtime,
    waiting_overtime,
)
from tests.web.swaps.crowd import stored_crowd, two_servers
from tests.web.swaps.desk import with_password
from web.database import Database

pytestmark = pytest.mark.processes

ENTRIES, APPROVERS = 4, 6
OFFERS, TAKERS, WANTED = 2, 6, 3
FREE_DAY = 28


def test_of_many_supervisors_one_approves_and_of_many_takers_as_many_as_are_wanted(
    database: Database, database_urls: Urls, tmp_path: Path
) -> None:
    desk = stored_crowd(database, leaders=APPROVERS, pairs=TAKERS)
    made_supervisors(desk)
    with_password(desk, *early_people(desk))
    entries, offers = waiting_overtime(desk, ENTRIES), open_call_ins(desk, OFFERS, WANTED)
    with two_servers(tmp_path, database_urls.app) as sites:
        approved = race_for_overtime(sites, desk, entries)
        taken = race_for_call_ins(sites, desk, offers, TAKERS)
        codes, stored = asked_twice(sites, desk, early_people(desk)[0], FREE_DAY)
    assert [codes.count(302) for codes in approved.answers] == [1] * ENTRIES
    assert {code for codes in approved.answers for code in codes} <= {302, 409, 422}
    assert (approved.approvals, approved.approved) == (ENTRIES, ENTRIES)
    assert [codes.count(302) for codes in taken.answers] == [WANTED] * OFFERS
    assert {code for codes in taken.answers for code in codes} <= {302, 409}
    assert (taken.taken, taken.entries, taken.rostered) == ([WANTED] * OFFERS,) * 3
    assert taken.filled == OFFERS
    assert (codes, stored) == ([302, 302], 1)
