"""Conditions under which no handover is made (P-29, R-9.28 to R-9.33), and what an unfit receiver does."""

from collections.abc import Iterable
from enum import StrEnum

from roster.handovers.content import Check, Mark
from roster.handovers.terms import FaultRule, HandoverTerms, UnfitRule


class Condition(StrEnum):
    """The codes of the rulebook's matrix at the end of area 9."""

    MAJOR_EVENT_OPEN = "FC1"
    EQUIPMENT_SWITCHING = "FC2"
    PREPARATION_UNFINISHED = "FC3"
    UNFIT_WITHOUT_STAND_IN = "FC4"
    STATE_NOT_EXPLAINED = "FC5"
    RECORDS_IRREGULAR = "FC6"
    ROOM_NOT_CLEAN = "FC7"
    OPERATION_IN_PROGRESS = "FC8"
    ACCIDENT_IN_PROGRESS = "FC9"
    FAULT_DURING = "FC10"
    CONCEALED = "FC11"
    UNFIT = "FC12"
    RELIEF_LATE = "FC13"


OF_THE_RECEIVER = frozenset({Condition.UNFIT_WITHOUT_STAND_IN, Condition.UNFIT, Condition.RELIEF_LATE})
"""What lies in the person who was to receive: it falls away when another receives."""


PASSED_BY_ORDER = frozenset({Condition.ROOM_NOT_CLEAN})
"""What the joint count alone says and nobody can lift: a superior's order passes it (special circumstances).

What somebody has set by hand is lifted, with a reason, by the superior who orders.
"""


def standing(found: Iterable[Condition], terms: HandoverTerms) -> list[Condition]:
    """Return those of the conditions that the policy forbids a handover under, in order of code."""
    return [
        condition for condition in Condition if condition in set(found) and condition.value in terms.forbidden
    ]


def of_checks(checks: Iterable[Check], terms: HandoverTerms) -> frozenset[Condition]:
    """Return what follows from the joint count: an × on cleanliness is FC7 (G-28)."""
    dirty = any(check.code in terms.hygiene and check.mark is Mark.ABNORMAL for check in checks)
    return frozenset({Condition.ROOM_NOT_CLEAN}) if dirty else frozenset()


def unfit_condition(terms: HandoverTerms) -> Condition:
    """Return the condition that an unfit receiver is (A-36).

    Where the block lasts only while no stand-in is found, a sober stand-in takes over (S0d). Elsewhere the
    person is blocked (S3g).
    """
    until_stand_in = terms.unfit is UnfitRule.BLOCKED_UNTIL_STAND_IN
    return Condition.UNFIT_WITHOUT_STAND_IN if until_stand_in else Condition.UNFIT


def superior_appoints(terms: HandoverTerms) -> bool:
    """Tell whether whoever receives in an unfit person's place must be rostered by the superior (S3g)."""
    return terms.unfit is UnfitRule.BLOCKED_AND_PUNISHED


def stops(terms: HandoverTerms, *, affects_business: bool) -> bool:
    """Tell whether a fault during the handover suspends it (P-30, G-26)."""
    return terms.fault is not FaultRule.STOP_IF_AFFECTED or affects_business
