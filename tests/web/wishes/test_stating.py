import datetime as dt
from functools import partial

import pytest
from sqlalchemy import select

from tests.web.reminders.times import at
from tests.web.rosters.office import Office
from tests.web.storage.centre import all_at_once
from tests.web.wishes.people import CLOSES, NOW, OPENS, agent, opened
from web.people.tables import DayOff, Department, Person, ProtectedPeriod, ShiftKind
from web.refusal import Refusal
from web.rosters.lifecycle import submit
from web.rosters.loading import load_wishes
from web.rosters.tables import NoWish, Wish
from web.wishes.own import OwnRound, read_own_round, waits_for
from web.wishes.rounds import close_round
from web.wishes.stating import LONGEST_NOTE, remove_wish, state_no_wishes, state_wish
from web.wishes.status import read_status, silent_users

NINTH, TENTH, ELEVENTH = (dt.date(2026, 12, day) for day in (9, 10, 11))


def kind(office: Office, code: str) -> int:
    with office.database.read() as session:
        return session.scalars(
            select(ShiftKind.id).where(ShiftKind.department_id == office.department, ShiftKind.code == code)
        ).one()


def wish(
    office: Office,
    round_id: int,
    date: dt.date,
    *,
    code: str | None = None,
    number: str = "00102",
    note: str = "",
    now: dt.datetime = NOW,
) -> list[str]:
    """State a wish; return the codes of what was refused."""
    kind_id = None if code is None else kind(office, code)
    with office.database.write() as session:
        who = agent(office, number)
        reasons = state_wish(session, who, round_id, date, kind_id=kind_id, note=note, now=now)
    return [reason.code for reason in reasons]


def wishes(office: Office, number: str = "00102") -> list[tuple[dt.date, str | None]]:
    """Return what the solver will be told of a person's wishes."""
    with office.database.read() as session:
        month = dt.date(2026, 12, 1)
        found = load_wishes(session, office.department, month)
        return [(one.date, one.kind) for one in found if one.person == number]


def test_a_wish_is_stated_replaced_and_taken_back(office: Office) -> None:
    round_id = opened(office)
    assert wish(office, round_id, NINTH, note="  孩子  开学 ") == []
    assert wish(office, round_id, TENTH, code="E") == []
    assert wishes(office) == [(NINTH, None), (TENTH, "E")]
    assert wish(office, round_id, NINTH, code="N") == []
    assert wishes(office) == [(NINTH, "N"), (TENTH, "E")]
    with office.database.write() as session:
        assert remove_wish(session, agent(office), round_id, NINTH, now=NOW) == ()
        assert remove_wish(session, agent(office), round_id, NINTH, now=NOW) == ()
    assert wishes(office) == [(TENTH, "E")]


def test_a_note_is_kept_with_single_spaces_and_not_endless(office: Office) -> None:
    round_id = opened(office)
    wish(office, round_id, NINTH, note="  孩子 \n 开学 ")
    assert wish(office, round_id, TENTH, note="长" * (LONGEST_NOTE + 1)) == ["wish_note_too_long"]
    with office.database.read() as session:
        assert [found.note for found in session.scalars(select(Wish))] == ["孩子 开学"]


def test_the_quota_counts_dates_not_changes(office: Office) -> None:
    round_id = opened(office, quota=2)
    assert wish(office, round_id, NINTH) == wish(office, round_id, TENTH) == []
    assert wish(office, round_id, ELEVENTH) == ["wish_quota_used"]
    assert wish(office, round_id, TENTH, code="M") == []
    assert wish(office, round_id, ELEVENTH, number="00103") == []
    assert len(wishes(office)) == 2


def test_two_devices_at_once_stay_within_the_quota(office: Office) -> None:
    round_id = opened(office, quota=2)
    dates = [dt.date(2026, 12, day) for day in range(1, 9)]

    def on(date: dt.date) -> bool:
        return wish(office, round_id, date) == []

    done = all_at_once([partial(on, date) for date in dates])
    assert (sum(done), len(wishes(office))) == (2, 2)
    assert {date for date, _ in wishes(office)} == {date for date, ok in zip(dates, done, strict=True) if ok}


def test_the_same_wish_from_two_devices_is_one(office: Office) -> None:
    round_id = opened(office, quota=1)
    assert all(all_at_once([lambda: wish(office, round_id, NINTH) == []] * 4))
    assert wishes(office) == [(NINTH, None)]


@pytest.mark.parametrize(
    ("now", "refused"),
    [
        (OPENS - dt.timedelta(seconds=1), ["wish_not_open_yet"]),
        (OPENS, []),
        (CLOSES - dt.timedelta(seconds=1), []),
        (CLOSES, ["wish_round_closed"]),
    ],
)
def test_wishes_are_taken_within_the_window_only(
    office: Office, now: dt.datetime, refused: list[str]
) -> None:
    round_id = opened(office)
    assert wish(office, round_id, NINTH, now=now) == refused
    with office.database.write() as session:
        found = remove_wish(session, agent(office), round_id, NINTH, now=now)
        assert [reason.code for reason in found] == refused
        found = state_no_wishes(session, agent(office), round_id, now=now)
        assert [reason.code for reason in found] == refused


def test_a_closed_round_and_a_handed_in_roster_take_no_wishes(office: Office) -> None:
    round_id = opened(office)
    version = office.draft()
    with office.database.write() as session:
        submit(session, office.supervisor, version, seen=1, now=NOW)
    assert wish(office, round_id, NINTH) == ["wish_round_closed"]
    january = opened(office, month=dt.date(2027, 1, 1))
    with office.database.write() as session:
        close_round(session, office.supervisor, january, now=NOW)
    assert wish(office, january, dt.date(2027, 1, 9)) == ["wish_round_closed"]


def test_a_wish_for_a_day_that_is_not_worked_is_refused(office: Office) -> None:
    round_id = opened(office)
    with office.database.write() as session:
        person = session.get_one(Person, office.people["00102"])
        person.hired_on, person.leaves_on = dt.date(2026, 12, 3), dt.date(2026, 12, 20)
        session.add(DayOff(person_id=person.id, date=NINTH, recorded_at=NOW))
        session.commit()
    refused = {
        "2026-11-30": "wish_outside_month",
        "2027-01-01": "wish_outside_month",
        "2026-12-02": "wish_not_employed",
        "2026-12-21": "wish_not_employed",
        "2026-12-09": "wish_on_leave",
    }
    for day, code in refused.items():
        assert wish(office, round_id, dt.date.fromisoformat(day)) == [code]
    assert wish(office, round_id, dt.date(2026, 12, 3)) == []
    assert wish(office, round_id, dt.date(2026, 12, 20)) == []


def test_kinds_that_cannot_be_given_cannot_be_wished(office: Office) -> None:
    round_id = opened(office, quota=3)
    with office.database.write() as session:
        session.add(
            ProtectedPeriod(
                person_id=office.people["00102"], first_day=NINTH, last_day=TENTH, no_night=True,
                recorded_at=NOW,
            )
        )  # fmt: skip
        session.commit()
    assert wish(office, round_id, NINTH, code="N") == ["wish_protected"]
    assert wish(office, round_id, NINTH, code="M") == ["wish_protected"]
    assert wish(office, round_id, NINTH, code="E") == []
    assert wish(office, round_id, ELEVENTH, code="N") == []
    with office.database.write() as session:
        reasons = state_wish(session, agent(office), round_id, TENTH, kind_id=10**6, now=NOW)
        assert reasons == (Refusal(code="wish_unknown_kind"),)


def test_no_wishes_is_an_answer_until_a_wish_is_stated(office: Office) -> None:
    round_id = opened(office)
    who = agent(office)
    assert who.person_id is not None
    with office.database.write() as session:
        assert waits_for(session, office.department, who.person_id, NOW) == 1
        assert state_no_wishes(session, who, round_id, now=NOW) == ()
        assert state_no_wishes(session, who, round_id, now=NOW) == ()
        assert waits_for(session, office.department, who.person_id, NOW) == 0
        assert session.scalars(select(NoWish.person_id)).all() == [who.person_id]
    assert wish(office, round_id, NINTH) == []
    with office.database.write() as session:
        assert session.scalars(select(NoWish)).all() == []
        found = state_no_wishes(session, who, round_id, now=NOW)
        assert [reason.code for reason in found] == ["wish_has_wishes"]


def test_an_account_without_a_person_has_no_wishes_to_state(office: Office) -> None:
    round_id = opened(office)
    with office.database.write() as session:
        reasons = state_wish(session, office.supervisor, round_id, NINTH, kind_id=None, now=NOW)
        assert [reason.code for reason in reasons] == ["no_person"]


def test_the_status_counts_answers_and_crowded_days(office: Office) -> None:
    round_id = opened(office)
    wish(office, round_id, NINTH)
    wish(office, round_id, NINTH, number="00103")
    wish(office, round_id, TENTH, code="N", number="00103")
    with office.database.write() as session:
        state_no_wishes(session, agent(office, "00201"), round_id, now=NOW)
        session.get_one(Person, office.people["00203"]).leaves_on = dt.date(2026, 11, 30)
        session.commit()
    with office.database.read() as session:
        found = read_own_round_of(office)
        status = read_status(session, session.get_one(Department, office.department), found.round)
        assert set(silent_users(session, found.round)) == {office.users["00101"], office.users["00202"]}
    assert (status.answered, len(status.people), status.wishes) == (3, 5, 3)
    assert [line.number for line in status.silent] == ["00101", "00202"]
    assert [(day.date, day.off, day.level) for day in status.fullest] == [(NINTH, 2, 4)]
    tenth = status.days[9]
    assert (tenth.off, dict(tenth.kinds), tenth.level) == (0, {"N": 1}, 0)
    assert status.kinds == ("N",)
    assert not status.is_published


def read_own_round_of(office: Office, number: str = "00102", now: dt.datetime = NOW) -> OwnRound:
    with office.database.read() as session:
        department = session.get_one(Department, office.department)
        person = session.get_one(Person, office.people[number])
        found = read_own_round(session, department, person, month=None, now=now)
        assert found is not None
        return found


def test_after_publication_met_wishes_are_told(office: Office) -> None:
    round_id = opened(office)
    saturday, monday = dt.date(2026, 12, 5), dt.date(2026, 12, 7)
    wish(office, round_id, saturday)
    wish(office, round_id, monday, code="N")
    before = read_own_round_of(office)
    assert [stated.is_met for stated in before.line.wishes] == [None, None]
    assert before.left == 0
    office.published()
    after = read_own_round_of(office, now=at("2026-11-26 09:00"))
    assert after.is_published
    assert [(stated.date, stated.is_met) for stated in after.line.wishes] == [
        (saturday, True),
        (monday, False),
    ]


def test_the_round_that_closes_next_is_shown_first(office: Office) -> None:
    december = opened(office)
    january = opened(office, month=dt.date(2027, 1, 1), closes=at("2026-12-24 18:00"))
    found = read_own_round_of(office)
    assert (found.round.id, found.before, found.after) == (december, None, dt.date(2027, 1, 1))
    later = read_own_round_of(office, now=CLOSES)
    assert (later.round.id, later.before) == (january, dt.date(2026, 12, 1))
