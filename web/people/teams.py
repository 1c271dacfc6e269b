"""Teams and skills of a department: named, put in order, set inactive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.people.reach import flushed, noted, own
from web.people.tables import Person, Skill, Team, person_skill
from web.refusal import Refusal


@dataclass(frozen=True, kw_only=True)
class Counted:
    """A team or skill with the number of its active people."""

    row: Team | Skill
    people: int


def list_teams(session: Session, department_id: int, *, active: bool | None = None) -> Sequence[Team]:
    """Return the teams in their order; all of them unless `active` says which."""
    query = select(Team).where(Team.department_id == department_id).order_by(Team.position, Team.name)
    return session.scalars(query if active is None else query.where(Team.active == active)).all()


def list_skills(session: Session, department_id: int, *, active: bool | None = None) -> Sequence[Skill]:
    """Return the skills by name; all of them unless `active` says which."""
    query = select(Skill).where(Skill.department_id == department_id).order_by(Skill.name)
    return session.scalars(query if active is None else query.where(Skill.active == active)).all()


def counted_teams(session: Session, department_id: int) -> list[Counted]:
    """Return all teams, each with its active people."""
    counts: dict[int, int] = dict(
        session.execute(
            select(Person.team_id, func.count())
            .where(Person.department_id == department_id, Person.active)
            .group_by(Person.team_id)
        ).all()
    )
    return [Counted(row=team, people=counts.get(team.id, 0)) for team in list_teams(session, department_id)]


def counted_skills(session: Session, department_id: int) -> list[Counted]:
    """Return all skills, each with the active people who have it."""
    counts: dict[int, int] = dict(
        session.execute(
            select(person_skill.c.skill_id, func.count())
            .join(Person, Person.id == person_skill.c.person_id)
            .where(Person.department_id == department_id, Person.active)
            .group_by(person_skill.c.skill_id)
        ).all()
    )
    return [
        Counted(row=skill, people=counts.get(skill.id, 0)) for skill in list_skills(session, department_id)
    ]


def save_team(
    session: Session, actor: Actor, team_id: int | None, *, name: str, position: int, now: datetime
) -> Team | list[Refusal]:
    """Store a new team (`team_id` None) or a changed one; the same form twice has one effect.

    Returns
    -------
    Team or list of Refusal
        ``name_taken`` when another team has the name.
    """
    holder = session.scalar(select(Team).where(Team.department_id == actor.department_id, Team.name == name))
    if team_id is None and holder is not None and holder.active and holder.position == position:
        return holder
    team = Team(department_id=actor.department_id) if team_id is None else own(session, actor, Team, team_id)
    if holder is not None and holder is not team:
        return [Refusal(code="name_taken", field="name", measured=name)]
    team.name, team.position = name, position
    session.add(team)
    if not flushed(session):
        return save_team(session, actor, team_id, name=name, position=position, now=now)
    noted(session, actor, "team.create" if team_id is None else "team.update", team, now)
    session.commit()
    return team


def set_team_active(
    session: Session, actor: Actor, team_id: int, active: bool, *, now: datetime
) -> list[Refusal]:
    """Close a team in which nobody is active any more, or open it again.

    Returns
    -------
    list of Refusal
        ``team_has_people`` with their number; empty when done.
    """
    team = own(session, actor, Team, team_id)
    people = session.scalar(
        select(func.count()).select_from(Person).where(Person.team_id == team.id, Person.active)
    )
    if not active and people:
        return [Refusal(code="team_has_people", field="name", measured=people)]
    if team.active != active:
        team.active = active
        noted(session, actor, "team.activate" if active else "team.deactivate", team, now)
    session.commit()
    return []


def save_skill(
    session: Session, actor: Actor, skill_id: int | None, *, name: str, now: datetime
) -> Skill | list[Refusal]:
    """Store a new skill (`skill_id` None) or rename one; the same form twice has one effect."""
    holder = session.scalar(
        select(Skill).where(Skill.department_id == actor.department_id, Skill.name == name)
    )
    if skill_id is None and holder is not None and holder.active:
        return holder
    skill = (
        Skill(department_id=actor.department_id) if skill_id is None else own(session, actor, Skill, skill_id)
    )
    if holder is not None and holder is not skill:
        return [Refusal(code="name_taken", field="name", measured=name)]
    skill.name = name
    session.add(skill)
    if not flushed(session):
        return save_skill(session, actor, skill_id, name=name, now=now)
    noted(session, actor, "skill.create" if skill_id is None else "skill.update", skill, now)
    session.commit()
    return skill


def set_skill_active(session: Session, actor: Actor, skill_id: int, active: bool, *, now: datetime) -> None:
    """Offer a skill no longer, or again; whoever has it keeps it."""
    skill = own(session, actor, Skill, skill_id)
    if skill.active != active:
        skill.active = active
        noted(session, actor, "skill.activate" if active else "skill.deactivate", skill, now)
    session.commit()
