import datetime as dt

from tests.web.my.months import TODAY, agent, later, person, publish_at, with_cells
from tests.web.rosters.office import Office, legal_month
from web.my.publication import Published, publication_of, waiting_publications
from web.rosters.answers import acknowledge
from web.rosters.tables import Answer, RosterVersion

FOURTH = dt.date(2026, 12, 4)
ELEVENTH = dt.date(2026, 12, 11)


def waiting(office: Office, number: str) -> tuple[Published, ...]:
    with office.database.read() as session:
        return waiting_publications(session, person(session, office, number), TODAY)


def answer(office: Office, number: str, version: int) -> None:
    with office.database.write() as session:
        assert acknowledge(session, agent(office, number), version, answer=Answer.GOT_IT, now=later(1)) == ()


def test_a_first_publication_waits_until_it_is_answered(office: Office) -> None:
    version = publish_at(office, legal_month(), later(0))
    (news,) = waiting(office, "00102")
    assert (news.version.id, news.is_first, news.changes, news.by) == (version, True, (), "账号09001")
    answer(office, "00102", version)
    assert waiting(office, "00102") == ()
    assert len(waiting(office, "00103")) == 1


def test_whoever_has_no_shift_has_nothing_to_answer(office: Office) -> None:
    without = {cell: code for cell, code in legal_month().items() if cell[0] != "00103"}
    publish_at(office, with_cells({cell: None for cell in legal_month() if cell not in without}), later(0))
    assert waiting(office, "00103") == ()


def test_only_whose_days_changed_is_asked_again(office: Office) -> None:
    first = publish_at(office, legal_month(), later(0))
    for number in ("00102", "00103"):
        answer(office, number, first)
    second = publish_at(office, with_cells({("00102", FOURTH): None, ("00102", ELEVENTH): "M"}), later(2))
    assert waiting(office, "00103") == ()
    (news,) = waiting(office, "00102")
    assert news.version.id == second
    assert [(one.date, one.old, one.new) for one in news.unseen] == [
        (FOURTH, "E", None),
        (ELEVENTH, "E", "M"),
    ]
    assert news.unseen[1].start_minute == 930


def test_a_change_that_nobody_saw_is_not_lost_by_the_next_publication(office: Office) -> None:
    answer(office, "00102", publish_at(office, legal_month(), later(0)))
    publish_at(office, with_cells({("00102", FOURTH): None}), later(2))
    third = with_cells({("00102", FOURTH): None, ("00103", FOURTH): None})
    publish_at(office, third, later(4))
    (news,) = waiting(office, "00102")
    assert news.changes == ()
    assert [one.date for one in news.unseen] == [FOURTH]


def test_a_change_that_was_taken_back_asks_nothing(office: Office) -> None:
    answer(office, "00102", publish_at(office, legal_month(), later(0)))
    publish_at(office, with_cells({("00102", FOURTH): None}), later(2))
    publish_at(office, legal_month(), later(4))
    assert waiting(office, "00102") == ()


def test_the_months_gone_by_ask_nothing(office: Office) -> None:
    publish_at(office, legal_month(), later(0))
    with office.database.read() as session:
        found = waiting_publications(session, person(session, office, "00102"), dt.date(2027, 1, 1))
    assert found == ()


def test_an_answer_belongs_to_its_person(office: Office) -> None:
    version_id = publish_at(office, legal_month(), later(0))
    answer(office, "00102", version_id)
    with office.database.read() as session:
        version = session.get_one(RosterVersion, version_id)
        mine = publication_of(session, person(session, office, "00102"), version)
        others = publication_of(session, person(session, office, "00103"), version)
    assert mine.answer is not None
    assert others.answer is None
