from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from tests.web.storage.centre import Centre, all_at_once, in_force, shift, stored_centre
from web.database import Database, is_overlap
from web.rosters.tables import Assignment, AssignmentInForce


def test_one_version_refuses_two_shifts_of_a_person_at_the_same_time(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        session.add(shift(centre, 0))
        session.commit()
        session.add(shift(centre, 0, start_hour=7))
        with pytest.raises(IntegrityError) as caught:
            session.flush()
    assert is_overlap(caught.value)


def test_a_shift_may_begin_when_the_one_before_ends(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        session.add_all([shift(centre, 0), shift(centre, 0, start_hour=24 - 16)])
        session.commit()
        assert session.scalar(select(func.count()).select_from(Assignment)) == 2


def test_two_people_and_two_versions_do_not_disturb_each_other(database: Database) -> None:
    centre = stored_centre(database, versions=2)
    with database.write() as session:
        session.add_all([shift(centre, 0), shift(centre, 1), shift(centre, 0, version=1)])
        session.commit()
        assert session.scalar(select(func.count()).select_from(Assignment)) == 3


def test_moving_a_shift_onto_another_is_refused_and_moving_it_away_is_not(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        early, late = shift(centre, 0), shift(centre, 0, start_hour=24)
        session.add_all([early, late])
        session.commit()
        before = late.starts_at
        late.starts_at = early.starts_at
        with pytest.raises(IntegrityError) as caught:
            session.flush()
        assert is_overlap(caught.value)
        session.rollback()
        late.starts_at = before.replace(hour=2)
        session.commit()


def test_shifts_in_force_never_overlap_across_rosters(database: Database) -> None:
    centre = stored_centre(database, versions=2)
    with database.write() as session:
        one, other = shift(centre, 0), shift(centre, 0, version=1, start_hour=4)
        session.add_all([one, other])
        session.flush()
        session.add(in_force(centre, one))
        session.commit()
        session.add(in_force(centre, other))
        with pytest.raises(IntegrityError) as caught:
            session.flush()
    assert is_overlap(caught.value)


def test_another_refusal_is_not_called_an_overlap(database: Database) -> None:
    centre = stored_centre(database)
    with database.write() as session:
        backwards = shift(centre, 0, hours=-1)
        session.add(backwards)
        with pytest.raises(IntegrityError) as caught:
            session.flush()
    assert not is_overlap(caught.value)


def claim(database: Database, centre: Centre, person: int, version: int) -> bool:
    """Try to put one writer's shift of one person in force, as publication does."""
    with database.write() as session:
        wanted = session.scalars(
            select(Assignment).where(
                Assignment.roster_version_id == centre.versions[version],
                Assignment.person_id == centre.people[person],
            )
        ).one()
        taken = session.scalar(
            select(func.count())
            .select_from(AssignmentInForce)
            .where(
                AssignmentInForce.person_id == wanted.person_id, AssignmentInForce.starts_at < wanted.ends_at
            )
        )
        if taken:
            return False
        session.add(in_force(centre, wanted))
        try:
            session.commit()
        except IntegrityError as error:
            if not is_overlap(error):
                raise
            return False
        return True


def test_of_eight_writers_at_once_exactly_one_gets_each_person(database: Database) -> None:
    people, writers = 6, 8
    centre = stored_centre(database, people=people, versions=writers)
    with database.write() as session:
        session.add_all(
            shift(centre, person, version=writer, start_hour=writer % 4)
            for person in range(people)
            for writer in range(writers)
        )
        session.commit()
    for person in range(people):
        acts: list[Callable[[], bool]] = [
            partial(claim, database, centre, person, writer) for writer in range(writers)
        ]
        assert sum(all_at_once(acts)) == 1
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(AssignmentInForce)) == people
