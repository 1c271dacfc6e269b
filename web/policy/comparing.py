"""Two policies side by side: only where they differ."""

from collections.abc import Sequence
from dataclasses import dataclass

from web.policy.schema import EffectivePolicy, Provenance, Setting

_BINDING = frozenset({Provenance.STATED, Provenance.OVERRIDE})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One setting on which two policies are not alike.

    Attributes
    ----------
    is_same_value
        Whether only its standing differs: a limit that binds in one and is merely proposed in the other
        refuses there and warns here (A-10).
    """

    left: Setting
    right: Setting
    is_same_value: bool


def differences(left: EffectivePolicy, right: EffectivePolicy) -> list[Difference]:
    """Return the settings that differ in value or in standing, in the order of the parameters."""
    found = []
    for one, other in zip(left.describe(), right.describe(), strict=True):
        is_same = one.value == other.value
        if not is_same or _standing(one) != _standing(other):
            found.append(Difference(left=one, right=other, is_same_value=is_same))
    return found


def _standing(setting: Setting) -> str:
    if setting.is_open:
        return "asked"
    return "binds" if setting.provenance in _BINDING else "proposed"


def differing_rules(left: EffectivePolicy, right: EffectivePolicy) -> Sequence[str]:
    """Return the names of the roster rules that the departments have set otherwise."""
    names = [*left.rules.limits, *(name for name in right.rules.limits if name not in left.rules.limits)]
    unset = object()
    return [
        name for name in names if left.rules.limits.get(name, unset) != right.rules.limits.get(name, unset)
    ]
