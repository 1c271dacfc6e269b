from dataclasses import replace

import pytest
from sqlalchemy import select

from tests.web.rosters.office import NOW, Office, legal_month, stored_office
from web.accounts.actor import Actor
from web.database import Database
from web.errors import NotFound
from web.rosters.answers import MOST_WORDS, acknowledge, answer_lines, answer_of
from web.rosters.tables import Acknowledgement, Answer, VersionState


def agent(office: Office, number: str) -> Actor:
    return replace(
        office.leader,
        user_id=office.users[number],
        person_id=office.people[number],
        roles=frozenset({"agent"}),
        scope="own",
    )


def test_the_latest_answer_counts_and_earlier_ones_stay(office: Office) -> None:
    version = office.published().act.version_id
    who = agent(office, "00102")
    with office.database.write() as session:
        assert acknowledge(session, who, version, answer=Answer.PROBLEM, words=" 9日有课 ", now=NOW) == ()
        assert acknowledge(session, who, version, answer=Answer.GOT_IT, now=NOW) == ()
    with office.database.read() as session:
        latest = answer_of(session, office.people["00102"], version)
        assert latest is not None
        assert latest.answer is Answer.GOT_IT
        rows = session.scalars(select(Acknowledgement).order_by(Acknowledgement.id)).all()
        assert [(row.answer, row.words) for row in rows] == [(Answer.PROBLEM, "9日有课"), (Answer.GOT_IT, "")]


def test_what_is_wrong_with_an_answer_is_said_all_at_once(office: Office) -> None:
    version = office.draft()
    with office.database.write() as session:
        reasons = acknowledge(session, office.supervisor, version, answer=Answer.PROBLEM, now=NOW)
        assert [reason.code for reason in reasons] == ["no_person", "wrong_state", "words_missing"]
        long = acknowledge(
            session,
            agent(office, "00102"),
            version,
            answer=Answer.GOT_IT,
            words="长" * (MOST_WORDS + 1),
            now=NOW,
        )
        assert [reason.code for reason in long] == ["wrong_state", "words_too_long"]
        assert session.scalars(select(Acknowledgement)).all() == []


def test_the_list_puts_problems_first_then_the_silent(office: Office) -> None:
    office.published()
    version = office.published(legal_month(kinds=("M", "E"))).act.version_id
    with office.database.write() as session:
        acknowledge(session, agent(office, "00202"), version, answer=Answer.PROBLEM, words="不行", now=NOW)
        acknowledge(session, agent(office, "00101"), version, answer=Answer.GOT_IT, now=NOW)
    with office.database.read() as session:
        lines = answer_lines(session, office.supervisor, version)
        own = answer_lines(session, office.leader, version)
    assert [(line.number, line.answer) for line in lines] == [
        ("00202", Answer.PROBLEM),
        ("00102", None),
        ("00103", None),
        ("00201", None),
        ("00203", None),
        ("00101", Answer.GOT_IT),
    ]
    assert all(line.was_told for line in lines)
    assert (lines[0].words, lines[0].team, lines[0].at) == ("不行", "二组", NOW)
    assert {line.team for line in own} == {"一组"}


def test_whom_a_new_version_does_not_change_is_not_waited_for(office: Office) -> None:
    office.published()
    version = office.published(legal_month().with_cell("00102", NOW.date().replace(month=12, day=9), None))
    with office.database.read() as session:
        lines = answer_lines(session, office.supervisor, version.act.version_id)
    assert [line.number for line in lines if line.was_told] == ["00102"]
    assert lines[0].number == "00102"
    assert version.act.state is VersionState.PUBLISHED


def test_another_departments_version_is_not_there(database: Database) -> None:
    here, there = stored_office(database), stored_office(database, code="XX")
    version = there.published().act.version_id
    with database.write() as session, pytest.raises(NotFound):
        acknowledge(session, agent(here, "00102"), version, answer=Answer.GOT_IT, now=NOW)
