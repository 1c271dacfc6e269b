"""Words of inspections, findings and steps are found by whoever may read them."""

import dataclasses

import pytest
from sqlalchemy import select

from tests.web.handovers.evening import at
from tests.web.inspections.inspected import RESPONSIBLE, Said, closed, followed, inspected
from tests.web.rosters.office import Office, stored_office
from web.accounts.actor import Actor
from web.database import Database
from web.search.finding import Reach, Wanted, Where, search
from web.search.indexing import rebuild
from web.search.tables import Place, SearchText

SAID = Said()


@pytest.fixture
def office(database: Database) -> Office:
    """Under S3a, inspected in the morning; its finding was followed up."""
    found = stored_office(database, preset="S3a")
    followed(found, inspected(found, SAID, now=at(9)), "已请保洁处理", now=at(10))
    return found


def find(office: Office, words: str, actor: Actor | None = None, **wanted: object) -> list[Place]:
    """Return where somebody finds words: whoever inspects both kinds, an agent the own findings only."""
    who = actor or office.supervisor
    reach = Reach(
        inspections=None if who.scope == "own" else who, findings=who, department_id=office.department
    )
    with office.database.read() as session:
        found = search(session, reach, Wanted(words=words, **wanted))  # type: ignore[arg-type]
        return [hit.place for hit in found.hits]


def of_team(office: Office, number: str) -> Actor:
    """Return an agent of whose pages only the own findings are."""
    return dataclasses.replace(
        office.leader,
        user_id=office.users[number],
        person_id=office.people[number],
        roles=frozenset({"agent"}),
        scope="own",
    )


def test_minutes_notes_findings_and_steps_are_found_where_they_stand(office: Office) -> None:
    assert find(office, "晨会") == [Place.INSPECTION]
    assert find(office, "柜台") == [Place.INSPECTION]
    assert find(office, "杂物") == [Place.FINDING]
    assert find(office, "每两小时") == [Place.FINDING]
    assert find(office, "保洁") == [Place.STEP]
    assert find(office, "整理") == [Place.INSPECTION, Place.FINDING]
    assert find(office, "没有这样的词") == []


def test_they_are_narrowed_down_to(office: Office) -> None:
    assert find(office, "整理", where=Where.INSPECTIONS) == [Place.INSPECTION, Place.FINDING]
    assert find(office, "整理", where=Where.LOG) == []
    assert find(office, "", person_id=office.people[RESPONSIBLE]) == [Place.STEP, Place.FINDING]
    assert find(office, "整理", first=at(9).date(), last=at(9).date()) == [Place.INSPECTION, Place.FINDING]
    assert find(office, "", open_only=True) == [Place.STEP, Place.FINDING]
    with office.database.read() as session:
        finding = session.scalars(select(SearchText.finding_id).where(SearchText.place == Place.STEP)).one()
    assert finding is not None
    closed(office, finding, "已清", now=at(11))
    assert find(office, "", open_only=True) == []


def test_nobody_finds_what_they_may_not_read(office: Office) -> None:
    responsible, other = of_team(office, RESPONSIBLE), of_team(office, "00103")
    assert find(office, "杂物", responsible) == [Place.FINDING]
    assert find(office, "保洁", responsible) == [Place.STEP]
    assert find(office, "晨会", responsible) == []
    assert find(office, "杂物", other) == []
    leader = dataclasses.replace(office.leader, scope="team")
    assert find(office, "晨会", leader) == [], "the morning check is of the whole department"
    assert find(office, "杂物", leader) == [Place.FINDING], "one of the team sees to it"
    stranger = dataclasses.replace(leader, team_id=office.teams[1], user_id=0, person_id=0)
    assert find(office, "杂物", stranger) == []


def test_made_anew_the_index_is_the_same(office: Office) -> None:
    def rows() -> set[tuple[object, ...]]:
        with office.database.read() as session:
            found = session.scalars(select(SearchText)).all()
            return {
                (
                    row.place,
                    row.record_id,
                    row.inspection_id,
                    row.finding_id,
                    row.person_id,
                    row.shown,
                    row.day,
                )
                for row in found
            }

    before = rows()
    with office.database.write() as session:
        assert rebuild(session, office.department) == len(before)
    assert rows() == before
