"""The accounts of the demo. Its passwords are known to everybody who reads this: never outside a demo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from web.accounts import service
from web.accounts.actor import Actor, actor_of
from web.accounts.tables import User
from web.people.tables import Person, RoleInTeam

PASSWORD = "lunban-2026-demo"  # noqa: S105 - printed by `make demo`, good for nothing else


@dataclass(frozen=True, kw_only=True)
class DemoAccount:
    """An account of somebody who is not rostered."""

    employee_number: str
    name: str
    role: str


OFFICE = (
    DemoAccount(employee_number="000001", name="郭静", role="supervisor"),
    DemoAccount(employee_number="000002", name="何建国", role="head"),
    DemoAccount(employee_number="000003", name="沈洁", role="hr"),
    DemoAccount(employee_number="000004", name="秦勇", role="security_desk"),
    DemoAccount(employee_number="000005", name="陆瑶", role="auditor"),
    DemoAccount(employee_number="000009", name="系统管理员", role="admin"),
)


def open_accounts(
    session: Session, department_id: int, people: Mapping[str, Person], now: datetime
) -> dict[str, Actor]:
    """Open an account for everybody who has none yet; return those of the office as actors, by role."""
    accounts = {user.employee_number: user for user in service.list_users(session, department_id)}

    def account_of(wanted: DemoAccount, person_id: int | None = None) -> User:
        if wanted.employee_number in accounts:
            return accounts[wanted.employee_number]
        made = service.create_user(
            session,
            by=None,
            department_id=department_id,
            employee_number=wanted.employee_number,
            name=wanted.name,
            roles=[wanted.role],
            person_id=person_id,
            password=PASSWORD,
            now=now,
        )
        if isinstance(made, User):
            return made
        raise RuntimeError(f"the demo's account {wanted.employee_number} was refused: {made}")

    for number, person in people.items():
        role = "leader" if person.role_in_team is RoleInTeam.LEADER else "agent"
        account_of(DemoAccount(employee_number=number, name=person.name, role=role), person.id)
    return {office.role: actor_of(account_of(office), "department") for office in OFFICE}
