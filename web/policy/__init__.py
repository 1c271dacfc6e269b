"""Regulations as data: parameters, presets, overrides (P-01 to P-118).

Pure: no Flask, no database. The tables of a department's policies are in
`web.policy.tables`.
"""

from web.policy.catalogue import SHIFT_CATALOGUE
from web.policy.kinds import ShiftTime
from web.policy.problems import PolicyProblem
from web.policy.schema import (
    EffectivePolicy,
    Policy,
    PresetInfo,
    Provenance,
    Setting,
    load_preset,
    presets,
    validate_overrides,
)
from web.policy.values import PolicyValues

__all__ = [
    "SHIFT_CATALOGUE",
    "EffectivePolicy",
    "Policy",
    "PolicyProblem",
    "PolicyValues",
    "PresetInfo",
    "Provenance",
    "Setting",
    "ShiftTime",
    "load_preset",
    "presets",
    "validate_overrides",
]
