"""Planning handovers: every shift in force has one, addressed to who comes next."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, exists, insert, select, update
from sqlalchemy.orm import Session

from roster.handovers.life import HandoverState
from web.handovers.readdressing import readdress_begun
from web.handovers.receivers import NextLeader, Shift
from web.handovers.tables import Handover, HandoverContainer
from web.people.tables import Person, RoleInTeam, ShiftFamily, ShiftKind, Team
from web.rosters.tables import Assignment, AssignmentInForce, Roster, RosterVersion
from web.search.tables import SearchText

LOOK_BACK = dt.timedelta(days=2)
"""Shifts of the month before whose receiver may be of this month: a shift lasts at most a day."""
LOOK_AHEAD = dt.timedelta(days=3)
"""Shifts after the month that may receive its last ones."""

_Key = tuple[int, int, dt.date]
"""Team, shift kind, start date: a container."""


@dataclass(frozen=True, kw_only=True)
class Planned:
    """How many handovers planning made, addressed anew, took away."""

    created: int
    readdressed: int
    removed: int


@dataclass(frozen=True)
class _Existing:
    id: int
    assignment_id: int
    receiver_id: int | None
    is_planned: bool

    def differs(self, assignment_id: int, receiver_id: int | None) -> bool:
        """Whether it may still follow the roster, and has to."""
        return self.is_planned and (self.assignment_id, self.receiver_id) != (assignment_id, receiver_id)


@dataclass(frozen=True)
class _Container:
    id: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    policy_version_id: int


def plan_handovers(
    session: Session, department_id: int, first: dt.date, last: dt.date, *, now: dt.datetime
) -> Planned:
    """Bring containers and handovers in line with the shifts in force; the caller commits.

    Handovers that are still `planned` follow the roster: they are made, addressed anew, taken away with
    their shift; and so do times and policy of a container until the first of its handovers has begun.
    Those that have begun stay as they are, but for who receives them, as long as nobody has begun to.

    Parameters
    ----------
    first, last
        Dates that have changed; the two days before are addressed anew as well.
    """
    since = first - LOOK_BACK
    shifts = _shifts_in_force(session, department_id, since, last + LOOK_AHEAD)
    outgoing = [shift for shift in shifts if shift.date <= last]
    wanted = {(_key(shift), shift.person_id): shift for shift in outgoing}
    stored = _containers(session, department_id, since, last)
    containers = {key: container.id for key, container in stored.items()}
    existing = _handovers(session, department_id, since, last)

    gone = [found.id for key, found in existing.items() if key not in wanted and found.is_planned]
    _delete_planned(session, gone)
    _follow(session, stored, outgoing)
    _add_containers(session, containers, outgoing, now)

    receiver = NextLeader(shifts)
    taken = {found.assignment_id for key, found in existing.items() if not found.is_planned or key in wanted}
    fresh, changed = [], []
    begun: dict[int, int] = {}
    for key, shift in wanted.items():
        found, to = existing.get(key), receiver.of(shift)
        if found is None and shift.assignment_id not in taken:
            fresh.append(_row(containers[key[0]], shift, to, now))
        elif found is not None and found.differs(shift.assignment_id, to):
            changed.append({"handover": found.id, "assignment": shift.assignment_id, "receiver": to})
        elif found is not None and not found.is_planned and to not in (None, found.receiver_id):
            begun[found.id] = to
    if fresh:
        session.execute(insert(Handover), fresh)
    _readdress(session, changed)
    _delete_empty(session, containers.values())
    session.flush()
    moved = readdress_begun(session, begun, now=now)
    return Planned(created=len(fresh), readdressed=len(changed) + moved, removed=len(gone))


def _shifts_in_force(session: Session, department_id: int, first: dt.date, last: dt.date) -> list[Shift]:
    rows = session.execute(
        select(
            AssignmentInForce.assignment_id,
            Person.id,
            Person.employee_number,
            Person.team_id,
            AssignmentInForce.shift_kind_id,
            RosterVersion.policy_version_id,
            AssignmentInForce.date,
            AssignmentInForce.starts_at,
            AssignmentInForce.ends_at,
            Person.role_in_team,
            ShiftKind.family,
        )
        .join(Person, Person.id == AssignmentInForce.person_id)
        .join(ShiftKind, ShiftKind.id == AssignmentInForce.shift_kind_id)
        .join(Roster, Roster.id == AssignmentInForce.roster_id)
        .join(Assignment, Assignment.id == AssignmentInForce.assignment_id)
        .join(RosterVersion, RosterVersion.id == Assignment.roster_version_id)
        .where(Roster.department_id == department_id, AssignmentInForce.date.between(first, last))
    )
    return [
        Shift(
            assignment_id=assignment,
            person_id=person,
            number=number,
            team_id=team,
            kind_id=kind,
            policy_version_id=policy,
            date=date,
            starts_at=starts_at,
            ends_at=ends_at,
            is_leader=role is RoleInTeam.LEADER,
            receives=family is not ShiftFamily.TRAINING,
        )
        for assignment, person, number, team, kind, policy, date, starts_at, ends_at, role, family in rows
    ]


def _key(shift: Shift) -> _Key:
    return shift.team_id, shift.kind_id, shift.date


def _containers(
    session: Session, department_id: int, first: dt.date, last: dt.date
) -> dict[_Key, _Container]:
    rows = session.execute(
        select(
            HandoverContainer.team_id,
            HandoverContainer.shift_kind_id,
            HandoverContainer.date,
            HandoverContainer.id,
            HandoverContainer.starts_at,
            HandoverContainer.ends_at,
            HandoverContainer.policy_version_id,
        )
        .join(Team, Team.id == HandoverContainer.team_id)
        .where(Team.department_id == department_id, HandoverContainer.date.between(first, last))
    )
    return {
        (team, kind, date): _Container(container, starts_at, ends_at, policy)
        for team, kind, date, container, starts_at, ends_at, policy in rows
    }


def _handovers(
    session: Session, department_id: int, first: dt.date, last: dt.date
) -> dict[tuple[_Key, int], _Existing]:
    rows = session.execute(
        select(
            HandoverContainer.team_id,
            HandoverContainer.shift_kind_id,
            HandoverContainer.date,
            Handover.outgoing_id,
            Handover.id,
            Handover.assignment_id,
            Handover.planned_receiver_id,
            Handover.state,
        )
        .join(HandoverContainer, HandoverContainer.id == Handover.container_id)
        .join(Team, Team.id == HandoverContainer.team_id)
        .where(Team.department_id == department_id, HandoverContainer.date.between(first, last))
    )
    return {
        ((team, kind, date), outgoing): _Existing(row, assignment, receiver, state is HandoverState.PLANNED)
        for team, kind, date, outgoing, row, assignment, receiver, state in rows
    }


def _follow(session: Session, stored: Mapping[_Key, _Container], outgoing: Iterable[Shift]) -> None:
    """Give containers in which everything is still planned the times and the policy of their shift."""
    moved: dict[_Key, dict[str, object]] = {}
    for shift in outgoing:
        key = _key(shift)
        container = stored.get(key)
        now_in_force = (shift.starts_at, shift.ends_at, shift.policy_version_id)
        if container is not None and now_in_force != (
            container.starts_at,
            container.ends_at,
            container.policy_version_id,
        ):
            names = ("starts", "ends", "policy")
            moved[key] = {"container": container.id, **dict(zip(names, now_in_force, strict=True))}
    if moved:
        table, begun = HandoverContainer.__table__, Handover.__table__.alias("begun")
        has_begun = exists().where(begun.c.container_id == table.c.id, begun.c.state != HandoverState.PLANNED)
        session.connection().execute(
            update(HandoverContainer)
            .where(table.c.id == bindparam("container"), ~has_begun)
            .values(
                starts_at=bindparam("starts"),
                ends_at=bindparam("ends"),
                policy_version_id=bindparam("policy"),
            ),
            list(moved.values()),
        )


def _add_containers(
    session: Session, containers: dict[_Key, int], outgoing: Iterable[Shift], now: dt.datetime
) -> None:
    missing: dict[_Key, HandoverContainer] = {}
    for shift in outgoing:
        key = _key(shift)
        if key not in containers and key not in missing:
            missing[key] = HandoverContainer(
                team_id=shift.team_id,
                shift_kind_id=shift.kind_id,
                date=shift.date,
                starts_at=shift.starts_at,
                ends_at=shift.ends_at,
                policy_version_id=shift.policy_version_id,
                created_at=now,
            )
    session.add_all(missing.values())
    session.flush()
    containers.update((key, container.id) for key, container in missing.items())


def _row(container_id: int, shift: Shift, receiver_id: int | None, now: dt.datetime) -> dict[str, object]:
    return {
        "container_id": container_id,
        "assignment_id": shift.assignment_id,
        "outgoing_id": shift.person_id,
        "planned_receiver_id": receiver_id,
        "state": HandoverState.PLANNED,
        "created_at": now,
    }


def _readdress(session: Session, changed: list[dict[str, int | None]]) -> None:
    """Address anew what is still planned at the moment of writing."""
    if changed:
        table = Handover.__table__
        session.connection().execute(
            update(Handover)
            .where(table.c.id == bindparam("handover"), table.c.state == HandoverState.PLANNED)
            .values(assignment_id=bindparam("assignment"), planned_receiver_id=bindparam("receiver")),
            changed,
        )


def _delete_planned(session: Session, ids: list[int]) -> None:
    if not ids:
        return
    doomed = (Handover.id.in_(ids), Handover.state == HandoverState.PLANNED)
    words = SearchText.handover_id.in_(
        select(Handover.id).where(*doomed)
    )  # such as why somebody was appointed
    session.execute(delete(SearchText).where(words).execution_options(synchronize_session=False))
    session.execute(delete(Handover).where(*doomed))


def _delete_empty(session: Session, container_ids: Iterable[int]) -> None:
    used = select(Handover.container_id)
    ids = list(container_ids)
    if ids:
        session.execute(
            delete(HandoverContainer)
            .where(HandoverContainer.id.in_(ids), HandoverContainer.id.not_in(used))
            .execution_options(synchronize_session=False)
        )
