"""What a regulation says of a handover, as plain values: the policy's P-20 to P-37 without its wording."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class WindowRule(StrEnum):
    """How the time of a handover is said (P-20)."""

    PER_SHIFT = "per_shift"
    LAST_MINUTES = "last_minutes"
    BEFORE_START = "before_start"
    ON_TIME = "on_time"
    FIXED_PER_POST = "fixed_per_post"
    CLOCK_TIMES = "clock_times"


class FaceToFace(StrEnum):
    """Whether both sides meet (P-22)."""

    NOT_REQUIRED = "not_required"
    REQUIRED = "required"
    REQUIRED_ELSE_INVALID = "required_else_invalid"


class Gate(StrEnum):
    """When the outgoing person may leave (P-23)."""

    RELIEF_PRESENT = "relief_present"
    RELIEF_PRESENT_AND_CHECKED = "relief_present_and_checked"
    LEADER_PASSED = "leader_passed"
    MATTERS_FINISHED = "matters_finished"
    RECEIVER_SIGNED = "receiver_signed"


class Refusing(StrEnum):
    """What a refusal of the takeover is (P-28): a right, a duty, or an offence."""

    ALLOWED_WITH_REASON = "allowed_with_reason"
    ALLOWED_WITHOUT_ANSWER = "allowed_without_answer"
    MANDATORY_STOP = "mandatory_stop"
    BREACH = "breach"
    BLOCKED_BY_CONDITION = "blocked_by_condition"


class FaultRule(StrEnum):
    """What a fault during the handover does (P-30)."""

    PAUSE = "pause"
    STOP_ON_ANY = "stop_on_any"
    STOP_IF_AFFECTED = "stop_if_affected"
    UNTIL_STAGE_CONCLUDED = "until_stage_concluded"


class UnfitRule(StrEnum):
    """What an unfit receiver does (P-31)."""

    BLOCKED = "blocked"
    BLOCKED_UNTIL_STAND_IN = "blocked_until_stand_in"
    BLOCKED_AND_PUNISHED = "blocked_and_punished"


class Unfinished(StrEnum):
    """Who goes on with what is not finished, unless an item says otherwise (P-27, A-30)."""

    INCOMING_CONTINUES = "incoming_continues"
    OUTGOING_CONTINUES = "outgoing_continues"
    OUTGOING_FINISHES = "outgoing_finishes"
    INCOMING_CONFIRMS = "incoming_confirms"


class Defect(StrEnum):
    """What the leader's check finds (P-24, R-9.8)."""

    WRONG = "wrong"
    INCOMPLETE = "incomplete"
    OMITTED = "omitted"
    MISFILED = "misfiled"


@dataclass(frozen=True, kw_only=True)
class WindowTerms:
    """When a handover is made.

    Parameters
    ----------
    minutes
        Of LAST_MINUTES before the shift's end, and of BEFORE_START before the next shift's start.
    per_shift
        First and last local minute of the day by shift code, such as ``N``.
    times
        Local minutes of the day of CLOCK_TIMES.
    """

    rule: WindowRule = WindowRule.LAST_MINUTES
    minutes: int = 15
    per_shift: Mapping[str, tuple[int, int]] = field(default_factory=lambda: MappingProxyType({}))
    times: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class HandoverTerms:
    """The terms of one department.

    Parameters
    ----------
    window
        None where no time is set.
    fields
        What is written of each item, in order (P-33), see `roster.handovers.content.TEXTS`.
    categories
        Kinds of content that the record is made of (P-34), opaque codes.
    required
        Those of the categories of which a record says expressly that there is nothing to report.
    checklist
        What is counted or looked at together (P-37), opaque codes.
    hygiene
        Those of the checklist that concern cleanliness: an × there is FC7.
    defects
        What the leader checks for (P-24); none: the leader does not check.
    forbidden
        Codes FC1 to FC13 under which no handover is made (P-29).
    prepare_minutes
        So long before the end of the shift the preparation begins (P-18), if that is before the window.
    """

    window: WindowTerms | None = WindowTerms()
    fields: tuple[str, ...] = ("detail",)
    categories: tuple[str, ...] = ()
    required: frozenset[str] = frozenset()
    checklist: tuple[str, ...] = ()
    hygiene: frozenset[str] = frozenset()
    defects: tuple[Defect, ...] = ()
    gate: Gate = Gate.RELIEF_PRESENT
    face_to_face: FaceToFace = FaceToFace.NOT_REQUIRED
    unfinished: Unfinished = Unfinished.INCOMING_CONTINUES
    refusing: Refusing = Refusing.ALLOWED_WITH_REASON
    forbidden: frozenset[str] = frozenset()
    fault: FaultRule = FaultRule.PAUSE
    unfit: UnfitRule = UnfitRule.BLOCKED
    prepare_minutes: int = 10

    @property
    def is_checked(self) -> bool:
        """Whether the leader checks a record before it can be received (P-24)."""
        return bool(self.defects)

    @property
    def leaves_before_reading(self) -> bool:
        """Whether the outgoing person may go, and signs, before the receiver has read (P-23)."""
        return self.gate is Gate.LEADER_PASSED
