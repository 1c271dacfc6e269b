"""The approval chain of a version: which roles, how far it has come, whose turn it is (P-10)."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.accounts.tables import User
from web.policy.tables import PolicyVersion
from web.refusal import Refusal
from web.rosters.loading import effective
from web.rosters.tables import Approval, RosterVersion

SUBMITTERS = frozenset({"supervisor"})
"""Who may submit a version; web/access.csv says the same of the act."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the chain, from 1; `by` and `at` are None while it is open."""

    number: int
    role: str
    by: str | None = None
    at: dt.datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether somebody has taken it."""
        return self.at is not None


def chain_of(session: Session, version: RosterVersion) -> tuple[str, ...]:
    """Return the roles that approve the version, in order."""
    policy = effective(session.get_one(PolicyVersion, version.policy_version_id))
    return tuple(role.value for role in policy.values.roster_chain)


def lacks_second_person(chain: Collection[str]) -> bool:
    """Tell whether who submits a roster may take every step of its approval, too: there are no four eyes.

    Publishing does not help: it is not an approval, and the supervisor may do that as well.
    """
    return bool(chain) and SUBMITTERS.issuperset(chain)


def steps_of(session: Session, version: RosterVersion) -> tuple[Step, ...]:
    """Return all steps of the present submission, taken and open."""
    taken = {
        step: (name, at)
        for step, name, at in session.execute(
            select(Approval.step, User.name, Approval.approved_at)
            .join(User, User.id == Approval.approved_by_id)
            .where(
                Approval.roster_version_id == version.id,
                Approval.submission == version.submissions,
            )
        )
    }
    return tuple(
        Step(
            number=number,
            role=role,
            by=taken.get(number, (None, None))[0],
            at=taken.get(number, (None, None))[1],
        )
        for number, role in enumerate(chain_of(session, version), start=1)
    )


def open_step(session: Session, version: RosterVersion) -> Step | None:
    """Return the step whose turn it is, None when all are taken."""
    return next((step for step in steps_of(session, version) if not step.is_done), None)


def step_reasons(step: Step | None, actor: Actor) -> list[Refusal]:
    """Return a refusal when the actor lacks the role whose turn it is."""
    if step is None or step.role in actor.roles:
        return []
    return [Refusal(code="not_your_step", measured=step.number, limit=step.role, details={"role": step.role})]
