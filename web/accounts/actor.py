"""The person behind a request, as services see it: no Flask, no session, a plain value."""

from dataclasses import dataclass
from typing import Protocol


class Account(Protocol):
    """What `actor_of` needs from a user row."""

    id: int
    department_id: int
    person_id: int | None
    employee_number: str

    @property
    def display_name(self) -> str: ...  # noqa: D102 - a protocol member
    @property
    def team_id(self) -> int | None: ...  # noqa: D102 - a protocol member
    @property
    def role_names(self) -> frozenset[str]: ...  # noqa: D102 - a protocol member


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Who acts, and how far the act may reach.

    Attributes
    ----------
    scope
        ``own``, ``team`` or ``department``: the reach on the present endpoint (access.csv).
    """

    user_id: int
    department_id: int
    person_id: int | None
    team_id: int | None
    employee_number: str
    name: str
    roles: frozenset[str]
    scope: str

    def reaches_team(self, team_id: int | None) -> bool:
        """Tell whether an object of that team of the own department is within reach."""
        if self.scope == "department":
            return True
        return self.scope == "team" and team_id is not None and team_id == self.team_id

    def reaches_person(self, person_id: int, team_id: int | None) -> bool:
        """Tell whether an object of that person is within reach."""
        return self.reaches_team(team_id) or person_id == self.person_id


def actor_of(account: Account, scope: str) -> Actor:
    """Return the value that services receive for a logged-in account."""
    return Actor(
        user_id=account.id,
        department_id=account.department_id,
        person_id=account.person_id,
        team_id=account.team_id,
        employee_number=account.employee_number,
        name=account.display_name,
        roles=account.role_names,
        scope=scope,
    )
