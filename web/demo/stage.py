"""Who acts in the demo and on which shifts: people of the published roster, found the same way each time."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from roster.swaps.candidates import Candidate
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import User
from web.attendance.tables import ClockCorrection
from web.database import Database
from web.leave.tables import LeaveRequest
from web.overtime.tables import OvertimeEntry, OvertimeOffer
from web.people.tables import Department, Person, RoleInTeam, Team
from web.refusal import Refusal
from web.rosters.tables import AssignmentInForce
from web.swaps.asking import candidates_for
from web.swaps.offer_tables import SwapOffer
from web.swaps.tables import SwapRequest

ASKED = (LeaveRequest, SwapRequest, SwapOffer, OvertimeEntry, OvertimeOffer, ClockCorrection)
"""Tables of what people ask for; each row keeps the token of its form."""
AHEAD, FAR = 2, 12
"""Days from today between which the shifts lie that people ask about."""
SPREAD = 5
MOST_TRIES = 60
"""Shifts of the own team, then of all, that are looked at for one request; then the demo goes without it."""


@dataclass(kw_only=True)
class Stage:
    """The department at one moment.

    Parameters
    ----------
    told
        Tokens of what was asked for already: a demo that was broken off does nothing twice.
    busy
        People who have asked for something; each asks once, so that many have a part.
    taken
        Days of people who are asked to take a shift: nobody is asked for two.
    """

    database: Database
    department_id: int
    now: dt.datetime
    today: dt.date
    told: set[str] = field(default_factory=set)
    busy: set[int] = field(default_factory=set)
    taken: set[tuple[int, dt.date]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Read what was asked for already."""
        with self.database.read() as session:
            for table in ASKED:
                tokens = select(table.token).where(table.department_id == self.department_id)
                self.told |= {token.rpartition(":")[2] for token in session.scalars(tokens)}

    def is_new(self, token: str) -> bool:
        """Tell whether a request is still to be made; from then on it counts as made."""
        fresh = token not in self.told
        self.told.add(token)
        return fresh

    def actor(self, session: Session, person_id: int) -> Actor:
        """Return somebody who is rostered, with the reach of a leader or of an agent."""
        user = session.scalars(select(User).where(User.person_id == person_id)).one()
        leads = session.get_one(Person, person_id).role_in_team is RoleInTeam.LEADER
        return actor_of(user, "team" if leads else "own")

    def leader_of(self, session: Session, person: Person) -> Actor:
        """Return the first other leader of somebody's team."""
        leads = select(Person.id).where(
            Person.team_id == person.team_id,
            Person.role_in_team == RoleInTeam.LEADER,
            Person.id != person.id,
        )
        return self.actor(session, session.scalars(leads.order_by(Person.employee_number)).first() or 0)

    def shifts(
        self,
        session: Session,
        *,
        team: int | None = None,
        kind: str | None = None,
        busy_too: bool = False,
    ) -> Iterator[AssignmentInForce]:
        """Return shifts to come of agents who have asked for nothing yet, over several days.

        Parameters
        ----------
        team
            Place of the team in the department, from 0; None for all.
        kind
            Code of the shift kind; None for all.
        busy_too
            Those who have asked for something as well.
        """
        rows = session.scalars(
            select(AssignmentInForce)
            .options(joinedload(AssignmentInForce.shift_kind), joinedload(AssignmentInForce.person))
            .join(Person, Person.id == AssignmentInForce.person_id)
            .join(Team, Team.id == Person.team_id)
            .where(
                Person.department_id == self.department_id,
                Person.role_in_team == RoleInTeam.AGENT,
                AssignmentInForce.date >= self.today + dt.timedelta(days=AHEAD),
                AssignmentInForce.date <= self.today + dt.timedelta(days=FAR),
                *(() if team is None else (Team.position == team,)),
            )
            .order_by(AssignmentInForce.date, Person.employee_number)
        ).all()
        # requests lie on different days: each begins to look a day later than the one before
        first = self.today + dt.timedelta(days=AHEAD + len(self.busy) % SPREAD)
        for row in sorted(rows, key=lambda row: (row.date < first, row.date, row.person.employee_number)):
            if (busy_too or row.person_id not in self.busy) and kind in (None, row.shift_kind.code):
                yield row

    def any_shift(
        self, session: Session, *, team: int | None = None, kind: str | None = None
    ) -> AssignmentInForce | None:
        """Return one of these shifts, whose person is busy from then on; None where there is none."""
        found = next(self.shifts(session, team=team, kind=kind), None)
        if found is not None:
            self.busy.add(found.person_id)
        return found

    def way(
        self, session: Session, *, team: int, exchange: bool, by_company: bool = False
    ) -> tuple[AssignmentInForce, Candidate] | None:
        """Return a shift, of this team if possible, and who may lawfully take it; None where nobody is found.

        Parameters
        ----------
        exchange
            The other gives a shift of the same day; else they are off and stand in.
        by_company
            The department asks, and a member of the same team stands in (R-4.8).
        """
        own, all_teams = self.shifts(session, team=team), self.shifts(session)
        for row in chain(islice(own, MOST_TRIES), islice(all_teams, MOST_TRIES)):
            asked = candidates_for(
                session, row.person, row.date, by_company=by_company, now=self.now, today=self.today
            )
            if isinstance(asked, Refusal):
                continue
            for each in asked.candidates:
                taker = asked.month.people[each.person]
                fits = (each.gives is not None) == exchange and (taker.id, row.date) not in self.taken
                if by_company:
                    fits = fits and taker.team_id == row.person.team_id
                if fits and each.verdict.is_lawful and taker.role_in_team is RoleInTeam.AGENT:
                    self.busy.add(row.person_id)
                    self.taken.add((taker.id, row.date))
                    return row, each
        return None

    def department(self, session: Session) -> Department:
        """Return the demo's department."""
        return session.get_one(Department, self.department_id)
