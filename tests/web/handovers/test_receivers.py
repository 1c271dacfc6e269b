import datetime as dt

from web.handovers.receivers import NextLeader, Shift

DAY = dt.datetime(2026, 12, 7, tzinfo=dt.UTC)


def shift(
    person: int, start: float, end: float, *, leader: bool = False, team: int = 1, receives: bool = True
) -> Shift:
    return Shift(
        assignment_id=person * 1000 + int(start * 10),
        person_id=person,
        number=f"{person:05}",
        team_id=team,
        kind_id=1,
        policy_version_id=1,
        date=DAY.date(),
        starts_at=DAY + dt.timedelta(hours=start),
        ends_at=DAY + dt.timedelta(hours=end),
        is_leader=leader,
        receives=receives,
    )


EARLY = shift(1, 8, 15.5)


def test_the_leader_of_the_shift_that_begins_at_the_end_receives() -> None:
    middle, night = shift(2, 15.5, 23, leader=True), shift(3, 23, 32, leader=True)
    assert NextLeader([EARLY, middle, night]).of(EARLY) == 2
    assert NextLeader([EARLY, middle, night]).of(middle) == 3


def test_the_own_teams_leader_comes_before_another_teams_then_the_lowest_number() -> None:
    others = [
        shift(2, 15.5, 23, leader=True, team=2),
        shift(5, 15.5, 23, leader=True),
        shift(4, 15.5, 23, leader=True),
    ]
    assert NextLeader([EARLY, *others]).of(EARLY) == 4
    assert NextLeader([EARLY, others[0], shift(9, 15.5, 23)]).of(EARLY) == 2


def test_without_a_leader_on_the_next_shift_nobody_receives_yet() -> None:
    night_leader = shift(3, 23, 32, leader=True)
    assert NextLeader([EARLY, shift(2, 15.5, 23), night_leader]).of(EARLY) is None
    assert NextLeader([EARLY]).of(EARLY) is None


def test_a_shift_that_overlaps_and_goes_on_is_the_next_one() -> None:
    day, middle = shift(1, 9, 18), shift(2, 15.5, 23, leader=True)
    assert NextLeader([day, middle, shift(3, 23, 32, leader=True)]).of(day) == 2


def test_a_shift_that_ends_at_the_same_time_receives_nothing() -> None:
    day, late_start = shift(1, 9, 18), shift(2, 12, 18, leader=True)
    assert NextLeader([day, late_start, shift(3, 18, 24, leader=True)]).of(day) == 3


def test_after_a_closed_night_the_first_shift_of_the_morning_receives() -> None:
    late = shift(1, 15, 24)
    morning, later = shift(2, 33, 42, leader=True), shift(3, 36, 44, leader=True)
    assert NextLeader([late, morning, later]).of(late) == 2


def test_nobody_hands_over_to_oneself_and_training_takes_nothing_over() -> None:
    own_next, trainee = shift(1, 15.5, 23, leader=True), shift(2, 15.5, 23, leader=True, receives=False)
    assert NextLeader([EARLY, own_next, trainee]).of(EARLY) is None
