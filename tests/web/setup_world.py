"""A department to set up: empty, or with teams, people and skills; and those who act in it."""

import datetime as dt

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.web.browsing import Visitor, logged_in
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import Role, User
from web.database import Database
from web.people.tables import Department, Person, RoleInTeam, Skill, Team

NOW = dt.datetime(2026, 11, 22, 4, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 22)
NAMES = ("王敏", "杨强", "徐军", "刘思远", "郑嘉豪", "许璐", "NA", "袁佳怡")


def empty_department(session: Session, code: str = "CS") -> Department:
    """Store a department that has nothing yet."""
    department = Department(code=code, name="华东客服中心", created_at=NOW)
    session.add(department)
    session.flush()
    return department


def furnished_department(session: Session, code: str = "CS") -> Department:
    """Store a department with two teams of four, two skills, and numbers that begin with zeros."""
    department = empty_department(session, code)
    teams = [Team(department_id=department.id, name=f"{sign}组", position=n) for n, sign in enumerate("一二")]
    skills = [Skill(department_id=department.id, name=name) for name in ("投诉", "语音")]
    session.add_all([*teams, *skills])
    session.flush()
    for place, name in enumerate(NAMES):
        session.add(
            Person(
                department_id=department.id,
                team_id=teams[place // 4].id,
                employee_number=f"{100 + place:05}",
                name=name,
                role_in_team=RoleInTeam.AGENT if place % 4 else RoleInTeam.LEADER,
                skills=skills if place % 2 else skills[1:],
                hired_on=dt.date(2024, 3, 1),
                probation_until=dt.date(2027, 1, 31) if place == 3 else None,
                leaves_on=dt.date(2026, 12, 31) if place == 5 else None,
            )
        )
    session.flush()
    return department


def account(session: Session, department: Department, role: str, number: str = "90001") -> User:
    """Store an account that is not on the roster."""
    user = User(
        department_id=department.id,
        employee_number=number,
        name="郭静",
        password=None,
        roles=list(session.scalars(select(Role).where(Role.name == role))),
        created_at=NOW,
    )
    session.add(user)
    session.flush()
    return user


def acting(user: User, scope: str = "department") -> Actor:
    """Return somebody as services see them."""
    return actor_of(user, scope)


def visiting(app: Flask, database: Database, role: str = "admin", *, furnished: bool = True) -> Visitor:
    """Return somebody who is logged in to a department."""
    with database.write() as session:
        department = furnished_department(session) if furnished else empty_department(session)
        who = logged_in(app, session, account(session, department, role))
        session.commit()
    return who
