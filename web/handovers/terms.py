"""What a department's policy says of handovers, as the pure core takes it."""

from typing import Final

from roster.handovers.terms import (
    Defect,
    FaceToFace,
    FaultRule,
    Gate,
    HandoverTerms,
    Refusing,
    Unfinished,
    UnfitRule,
    WindowRule,
    WindowTerms,
)
from web.policy.kinds import minute_of_day
from web.policy.schema import EffectivePolicy
from web.policy.sections import record_sections
from web.policy.vocabulary.handover_content import ChecklistItem

HYGIENE: Final = frozenset(
    {
        ChecklistItem.DESK.value,
        ChecklistItem.DUTY_ROOM.value,
        ChecklistItem.STORE.value,
        ChecklistItem.MACHINE_ROOMS.value,
        ChecklistItem.ENVIRONMENT.value,
    }
)
"""Places whose cleanliness is looked at: an × there is FC7 where the policy knows it (R-9.29 to R-9.31)."""


def handover_terms(policy: EffectivePolicy) -> HandoverTerms:
    """Return the terms of handovers (P-18, P-20 to P-37, P-115).

    A time of the handover counts only where the regulation or the department sets one: a proposal that
    nobody has taken makes nobody late.
    """
    values = policy.values
    return HandoverTerms(
        window=_window(policy),
        fields=tuple(field.value for field in values.handover_item_fields),
        categories=tuple(category.value for category in values.handover_categories),
        required=frozenset(section.code for section in record_sections(policy) if section.required),
        checklist=tuple(item.value for item in values.handover_checklist),
        hygiene=HYGIENE,
        defects=tuple(Defect(defect.value) for defect in values.handover_precheck_by_leader),
        gate=Gate(values.handover_release_gate.value),
        face_to_face=FaceToFace(values.handover_face_to_face.value),
        unfinished=Unfinished(values.handover_unfinished_items.value),
        refusing=Refusing(values.handover_refusal.value),
        forbidden=frozenset(condition.value for condition in values.handover_forbidden),
        fault=FaultRule(values.handover_fault_during.value),
        unfit=UnfitRule(values.handover_unfit_receiver.value),
        prepare_minutes=values.prepare_lead_min_outgoing or 0,
    )


def _window(policy: EffectivePolicy) -> WindowTerms | None:
    windows = policy.values.handover_windows
    if windows is None or not policy.binds("handover.windows"):
        return None
    return WindowTerms(
        rule=WindowRule(windows.rule.value),
        minutes=windows.minutes or 0,
        per_shift={
            window.code: (minute_of_day(window.start), minute_of_day(window.end))
            for window in windows.windows
        },
        times=tuple(minute_of_day(time) for time in windows.times),
    )
