"""People: find, read, store, set inactive. Nobody is deleted: rosters and records name them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from web.accounts.actor import Actor
from web.errors import NotFound
from web.people.reach import flushed, noted
from web.people.tables import Person, RoleInTeam, Skill, Team
from web.refusal import Refusal

PER_PAGE = 50


@dataclass(frozen=True, kw_only=True)
class PeoplePage:
    """One page of a list; pages count from 1."""

    people: Sequence[Person]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, kw_only=True)
class PersonDetails:
    """What a person's form says."""

    employee_number: str
    name: str
    team_id: int
    role: RoleInTeam
    weekly_minutes: int
    skill_ids: frozenset[int] = frozenset()
    hired_on: date | None = None
    probation_until: date | None = None
    leaves_on: date | None = None


def list_people(
    session: Session,
    actor: Actor,
    *,
    search: str = "",
    team_id: int | None = None,
    active: bool = True,
    page: int = 1,
) -> PeoplePage:
    """Return the people within reach by team and number.

    Parameters
    ----------
    search
        Part of a name or of an employee number.
    """
    query = select(Person).where(Person.department_id == actor.department_id, Person.active == active)
    if actor.scope != "department":
        query = query.where(Person.team_id == actor.team_id)
    if team_id is not None:
        query = query.where(Person.team_id == team_id)
    if search:
        query = query.where(
            or_(
                Person.name.contains(search, autoescape=True),
                Person.employee_number.contains(search, autoescape=True),
            )
        )
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    pages = max(1, -(-total // PER_PAGE))
    page = min(max(1, page), pages)
    people = session.scalars(_in_order(query).limit(PER_PAGE).offset((page - 1) * PER_PAGE)).all()
    return PeoplePage(people=people, total=total, page=page, pages=pages)


def get_person(session: Session, actor: Actor, person_id: int) -> Person:
    """Return one person within reach, with team and skills.

    Raises
    ------
    NotFound
        When there is none, or the actor does not reach that far.
    """
    person = session.get(
        Person,
        person_id,
        options=[joinedload(Person.team), selectinload(Person.skills)],
        populate_existing=True,
    )
    if person is None or person.department_id != actor.department_id:
        raise NotFound
    if not actor.reaches_person(person.id, person.team_id):
        raise NotFound
    return person


def save_person(
    session: Session, actor: Actor, person_id: int | None, details: PersonDetails, *, now: datetime
) -> Person | list[Refusal]:
    """Store a new person (`person_id` None) or a changed one.

    Sending the same form twice has one effect: the second time finds that person and changes nothing.

    Returns
    -------
    Person or list of Refusal
        ``number_taken`` when another person has the number, ``not_a_choice`` for a foreign team or skill.
    """
    new = person_id is None
    person = (
        Person(department_id=actor.department_id)
        if person_id is None
        else get_person(session, actor, person_id)
    )
    team, skills = _choices(session, actor, details)
    found = [] if team else [Refusal(code="not_a_choice", field="team_id")]
    if len(skills) != len(details.skill_ids):
        found.append(Refusal(code="not_a_choice", field="skill_ids"))
    if found:
        return found
    holder = find_person(session, actor.department_id, details.employee_number)
    if new and holder is not None and details_of(holder) == details:
        return holder
    if holder is not None and holder is not person:
        return [Refusal(code="number_taken", field="employee_number", measured=holder.name)]
    changed = write_details(person, details, skills)
    session.add(person)
    if not flushed(session):  # somebody else has just taken the number
        return save_person(session, actor, person_id, details, now=now)
    if new or changed:
        noted(session, actor, "person.create" if new else "person.update", person, now, fields=changed)
    session.commit()
    return person


def set_active(session: Session, actor: Actor, person_id: int, active: bool, *, now: datetime) -> Person:
    """Take a person off all lists and later rosters, or back on; what is recorded stays."""
    person = get_person(session, actor, person_id)
    if person.active != active:
        person.active = active
        noted(session, actor, "person.activate" if active else "person.deactivate", person, now)
    session.commit()
    return person


def details_of(person: Person) -> PersonDetails:
    """Return what the form of a stored person says."""
    return PersonDetails(
        employee_number=person.employee_number,
        name=person.name,
        team_id=person.team_id,
        role=person.role_in_team,
        weekly_minutes=person.weekly_minutes,
        skill_ids=frozenset(skill.id for skill in person.skills),
        hired_on=person.hired_on,
        probation_until=person.probation_until,
        leaves_on=person.leaves_on,
    )


def write_details(person: Person, details: PersonDetails, skills: Sequence[Skill]) -> list[str]:
    """Put the details into the row; return the names of the fields that differ from before."""
    before = details_of(person)
    person.employee_number = details.employee_number
    person.name = details.name
    person.team_id = details.team_id
    person.role_in_team = details.role
    person.weekly_minutes = details.weekly_minutes
    person.hired_on = details.hired_on
    person.probation_until = details.probation_until
    person.leaves_on = details.leaves_on
    if before.skill_ids != details.skill_ids:
        person.skills = list(skills)
    return [name for name in vars(details) if getattr(before, name) != getattr(details, name)]


def find_person(session: Session, department_id: int, employee_number: str) -> Person | None:
    """Return the person with a staff number, active or not."""
    return session.scalar(
        select(Person).where(Person.department_id == department_id, Person.employee_number == employee_number)
    )


def _in_order(query: Select[Person]) -> Select[Person]:
    return (
        query.join(Team, Team.id == Person.team_id)
        .options(joinedload(Person.team), selectinload(Person.skills))
        .order_by(Team.position, Team.name, Person.role_in_team.desc(), Person.employee_number)
    )


def _choices(session: Session, actor: Actor, details: PersonDetails) -> tuple[Team | None, Sequence[Skill]]:
    """Return the team within reach and the department's skills that the details name."""
    team = session.get(Team, details.team_id)
    if team is not None and (team.department_id != actor.department_id or not actor.reaches_team(team.id)):
        team = None
    skills = session.scalars(
        select(Skill).where(Skill.department_id == actor.department_id, Skill.id.in_(details.skill_ids))
    ).all()
    return team, skills
