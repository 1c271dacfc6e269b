"""Sudden peaks of calls: P-87 to P-94."""

from typing import Final

from web.policy.parameters.parameter import Group, Parameter

SURGE: Final[tuple[Parameter, ...]] = (
    Parameter(
        number="P-87",
        key="surge.wait_lower",
        unit="calls waiting",
        group=Group.SURGE,
        rules=("R-15.2",),
        label_zh="等待人数超过",
        label_en="Waiting, more than",
        is_applied=True,
    ),
    Parameter(
        number="P-88",
        key="surge.wait_upper",
        unit="calls waiting",
        group=Group.SURGE,
        rules=("R-15.2", "R-15.5"),
        label_zh="等待人数上限",
        label_en="Waiting, up to",
        is_applied=True,
    ),
    Parameter(
        number="P-89",
        key="surge.dwell_min",
        unit="minutes",
        group=Group.SURGE,
        rules=("R-15.2", "R-15.3", "R-15.4", "R-15.5"),
        label_zh="持续多久",
        label_en="For how long",
        is_applied=True,
    ),
    Parameter(
        number="P-90",
        key="surge.pools",
        unit="steps in order",
        group=Group.SURGE,
        rules=("R-15.2", "R-15.3", "R-15.4", "R-15.5", "R-15.6", "R-15.7"),
        label_zh="签入次序",
        label_en="Who joins, in order",
        is_applied=True,
    ),
    Parameter(
        number="P-91",
        key="surge.max_added",
        unit="seats",
        group=Group.SURGE,
        rules=("R-15.9",),
        label_zh="最多增加",
        label_en="Added at most",
    ),
    Parameter(
        number="P-92",
        key="surge.release",
        unit="choice",
        group=Group.SURGE,
        rules=("R-15.8",),
        label_zh="签出办法",
        label_en="How seats are signed out",
    ),
    Parameter(
        number="P-93",
        key="surge.night",
        unit="choice",
        group=Group.SURGE,
        rules=("R-15.10",),
        label_zh="夜间突发话务",
        label_en="A peak at night",
    ),
    Parameter(
        number="P-94",
        key="surge.desk",
        unit="choice",
        group=Group.SURGE,
        rules=("R-15.12",),
        label_zh="前台繁忙时",
        label_en="A busy front desk",
    ),
)
