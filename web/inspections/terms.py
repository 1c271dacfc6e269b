"""When and at what a department looks (P-46, P-47, P-111)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from roster.inspections import InspectionKind
from web.handovers.steps import SUPERIORS
from web.people.tables import Department
from web.policy.kinds import minute_of_day
from web.policy.vocabulary.records import CheckCadence, InspectionContent
from web.rosters.loading import effective, policy_if_any

METHODS: Final = frozenset({InspectionContent.PERIODIC, InspectionContent.SPOT_CHECK})
"""Of P-47, these say how somebody looks, not at what (R-12.7)."""
MACHINE: Final = {
    CheckCadence.EACH_SHIFT: InspectionKind.MACHINE_SHIFT,
    CheckCadence.DAILY: InspectionKind.MACHINE_DAILY,
    CheckCadence.MONTHLY: InspectionKind.MACHINE_MONTHLY,
}


@dataclass(frozen=True, kw_only=True)
class InspectionTerms:
    """What holds at one moment; what nobody has set asks for nothing.

    Parameters
    ----------
    before
        Local minute of the day before which the morning's inspection is made; None where no time is set.
    contents
        Codes of P-47 that are looked at, in order; empty where the department has not chosen any.
    machine
        Checks of the machine room, in the order of P-111.
    """

    zone: ZoneInfo
    before: int | None = None
    contents: tuple[str, ...] = ()
    machine: tuple[InspectionKind, ...] = ()
    policy_version_id: int | None = None

    def kinds(self, roles: frozenset[str]) -> tuple[InspectionKind, ...]:
        """Return the kinds that somebody with these roles can enter; the morning's is the supervisor's."""
        has_morning = self.before is not None and bool(roles & SUPERIORS)
        morning = (InspectionKind.MORNING,) if has_morning else ()
        return (
            *morning,
            InspectionKind.DURING_HANDOVER,
            InspectionKind.SPOT,
            InspectionKind.PERIODIC,
            InspectionKind.MEETING,
            *self.machine,
        )

    def minute(self, now: dt.datetime) -> int:
        """Return the local minute of the day."""
        local = now.astimezone(self.zone)
        return local.hour * 60 + local.minute

    def today(self, now: dt.datetime) -> dt.date:
        """Return the local date."""
        return now.astimezone(self.zone).date()


def inspection_terms(session: Session, department_id: int, now: dt.datetime) -> InspectionTerms:
    """Return what holds now."""
    zone = ZoneInfo(session.get_one(Department, department_id).time_zone)
    version = policy_if_any(session, department_id, now.astimezone(zone).date())
    if version is None:
        return InspectionTerms(zone=zone)
    policy = effective(version)
    values = policy.values
    time = values.inspection_time if policy.binds("inspection.time") else None
    contents = values.inspection_contents if policy.binds("inspection.contents") else ()
    cadences = values.checks_machine_room if policy.binds("checks.machine_room") else ()
    return InspectionTerms(
        zone=zone,
        before=None if time is None or time.before is None else minute_of_day(time.before),
        contents=tuple(each.value for each in contents if each not in METHODS),
        machine=tuple(MACHINE[cadence] for cadence in cadences),
        policy_version_id=version.id,
    )
