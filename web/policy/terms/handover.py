"""How a handover is made: P-20 to P-32, P-38, P-39, P-114 to P-116."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from web.policy.kinds import ClockTime
from web.policy.terms.base import AtLeastOne, Minutes, Record, Several, Values
from web.policy.vocabulary.handover import (
    FaceToFace,
    FaultDuring,
    ForbiddenCondition,
    HandoverDefect,
    HandoverMedium,
    HandoverRefusal,
    HandoverResponsibility,
    HandoverStyle,
    PartnerDesk,
    ReleaseGate,
    SignatureField,
    Signer,
    UnfinishedItems,
    UnfitReceiver,
    WindowRule,
)
from web.policy.vocabulary.worded import Words


class ShiftWindow(Record):
    """Local times between which a shift kind is handed over; of a night shift, on the next day (A-7)."""

    PARTS: ClassVar = {
        "code": Words("班次代号", "shift code"),
        "start": Words("起", "from"),
        "end": Words("止", "to"),
    }

    code: Annotated[str, Field(pattern=r"^[EMNDRTO]([2-9])?$")]
    start: ClockTime
    end: ClockTime

    @property
    def words(self) -> Words:
        """The window in figures."""
        figures = f"{self.code} {self.start}–{self.end}"
        return Words(figures, figures)


_NEEDS = {
    WindowRule.PER_SHIFT: "windows",
    WindowRule.LAST_MINUTES: "minutes",
    WindowRule.BEFORE_START: "minutes",
    WindowRule.CLOCK_TIMES: "times",
}
"""Which part a way of saying the time cannot do without."""


class HandoverWindows(Record):
    """When a handover is made; which of the parts count follows from `rule`."""

    PARTS: ClassVar = {
        "rule": Words("方式", "kind"),
        "minutes": Words("分钟", "minutes"),
        "windows": Words("各班时段", "windows of the shifts"),
        "times": Words("钟点", "times of day"),
    }

    rule: WindowRule
    minutes: Minutes | None = None
    windows: tuple[ShiftWindow, ...] = ()
    times: Several[ClockTime] = ()

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        part = _NEEDS.get(self.rule)
        if part is not None and not getattr(self, part):
            raise PydanticCustomError("policy.missing_part", "the rule needs it", {"value": part})
        return self

    @property
    def words(self) -> Words:
        """The rule and what it needs, in words."""
        if self.rule in {WindowRule.LAST_MINUTES, WindowRule.BEFORE_START}:
            return Words(f"{self.rule.zh}（{self.minutes} 分钟）", f"{self.rule.en} ({self.minutes} min)")
        found = [window.words.zh for window in self.windows] or list(self.times)
        if self.rule in _NEEDS:
            return Words(f"{self.rule.zh}：{'、'.join(found)}", f"{self.rule.en}: {', '.join(found)}")
        return self.rule.words


class CrossDepartment(Record):
    """A handover with another department's desk at fixed times."""

    PARTS: ClassVar = {
        "partner": Words("对方", "with"),
        "times": Words("钟点", "times of day"),
        "workdays_only": Words("仅工作日", "workdays only"),
    }

    partner: PartnerDesk
    times: AtLeastOne[ClockTime]
    workdays_only: bool = True

    @property
    def words(self) -> Words:
        """Partner and times in words."""
        zh, en = ("工作日", "workdays") if self.workdays_only else ("每天", "every day")
        return Words(
            f"{zh} {'、'.join(self.times)}，与{self.partner.zh}",
            f"{en} {', '.join(self.times)}, {self.partner.en}",
        )


class HandoverValues(Values):
    """How, when and by whom a handover is made. No defect to look for means no check by the leader."""

    handover_windows: HandoverWindows | None = HandoverWindows(rule=WindowRule.LAST_MINUTES, minutes=15)
    handover_media: AtLeastOne[HandoverMedium] = (HandoverMedium.SYSTEM,)
    handover_face_to_face: FaceToFace = FaceToFace.NOT_REQUIRED
    handover_release_gate: ReleaseGate = ReleaseGate.RELIEF_PRESENT
    handover_precheck_by_leader: Several[HandoverDefect] = ()
    handover_signers: AtLeastOne[Signer] = (Signer.OUTGOING, Signer.INCOMING)
    handover_signature_fields: AtLeastOne[SignatureField] = (
        SignatureField.TIME,
        SignatureField.NAME,
        SignatureField.NUMBER,
    )
    handover_unfinished_items: UnfinishedItems = UnfinishedItems.INCOMING_CONTINUES
    handover_refusal: HandoverRefusal = HandoverRefusal.ALLOWED_WITH_REASON
    handover_forbidden: Several[ForbiddenCondition] = ()
    handover_fault_during: FaultDuring = FaultDuring.PAUSE
    handover_unfit_receiver: UnfitReceiver = UnfitReceiver.BLOCKED
    handover_responsibility: HandoverResponsibility = HandoverResponsibility.BY_SHARE
    handover_roll_call: bool = False
    handover_cross_department: CrossDepartment | None = None
    notices_read_before_work: bool = True
    handover_authorisation_for_items: bool = False
    handover_duration_style: Several[HandoverStyle] = ()
