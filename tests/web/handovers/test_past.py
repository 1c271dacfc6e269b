"""The list of all handovers: every page once, and nobody sees more of it than of the records."""

import dataclasses
import datetime as dt

from sqlalchemy import select, update

from roster.handovers.life import HandoverState
from tests.web.handovers.evening import ANN, DAY, LEA, NED, Evening, at
from web.accounts.actor import Actor
from web.handovers.overview import overview
from web.handovers.past import SHIFTS, past
from web.handovers.tables import Handover, HandoverContainer


def all_begun(evening: Evening) -> int:
    """Let every handover of the month have been submitted, and return how many they are."""
    with evening.database.write() as session:
        session.execute(update(Handover).values(state=HandoverState.SUBMITTED))
        session.commit()
        return len(session.scalars(select(Handover.id)).all())


def pages_of(evening: Evening, actor: Actor, **how: object) -> list[list[int]]:
    """Return the ids of the handovers page by page."""
    pages, before = [], None
    while True:
        with evening.database.read() as session:
            found = past(session, actor, before=before, **how)  # type: ignore[arg-type]
            rows = [row for container in found.containers for row in found.rows[container.id]]
            ends = [container.ends_at for container in found.containers]
            assert ends == sorted(ends, reverse=True)
            pages.append([row.id for row in rows])
        before = found.older
        if before is None:
            return pages


def reaching(evening: Evening, who: str, scope: str) -> Actor:
    return dataclasses.replace(evening.actor(who), scope=scope)


def test_every_handover_stands_on_one_page(evening: Evening) -> None:
    stored = all_begun(evening)
    pages = pages_of(evening, reaching(evening, LEA, "department"))
    seen = [each for page in pages for each in page]
    assert len(pages) > 1
    assert len(seen) == len(set(seen)) == stored


def test_a_leader_sees_the_team_and_what_they_receive_and_an_agent_the_own(evening: Evening) -> None:
    all_begun(evening)
    everything = {each for page in pages_of(evening, reaching(evening, LEA, "department")) for each in page}
    with evening.database.read() as session:
        ned, own_team = evening.office.people[NED], evening.office.teams[0]
        of_ned = set(session.scalars(select(Handover.id).where(Handover.outgoing_id == ned)))
        of_team = set(
            session.scalars(
                select(Handover.id)
                .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
                .where(HandoverContainer.team_id == own_team)
            )
        )
    mine = {each for page in pages_of(evening, reaching(evening, NED, "own")) for each in page}
    team = {each for page in pages_of(evening, reaching(evening, ANN, "team")) for each in page}
    assert mine == of_ned < everything
    assert team == of_team < everything


def test_who_works_no_shift_has_no_handover_of_their_own(evening: Evening) -> None:
    all_begun(evening)
    nobody = dataclasses.replace(evening.office.supervisor, scope="own", person_id=None, team_id=None)
    assert pages_of(evening, nobody) == [[]]
    with evening.database.read() as session:
        assert overview(session, nobody, now=at(23)).latest.total == 0


def test_what_is_planned_is_not_listed_and_a_date_ends_the_list(evening: Evening) -> None:
    actor = reaching(evening, LEA, "department")
    assert pages_of(evening, actor) == [[]]
    all_begun(evening)
    with evening.database.read() as session:
        found = past(session, actor, until=DAY)
        assert found.containers[0].date == DAY
        assert len(found.containers) <= SHIFTS
        assert past(session, actor, until=dt.date(2020, 1, 1)).containers == []
