"""On time at the post, before and after a shift: P-17 to P-19."""

from typing import Final

from web.policy.parameters.parameter import Group, Parameter

ARRIVAL: Final[tuple[Parameter, ...]] = (
    Parameter(
        number="P-17",
        key="arrive.early_min_incoming",
        unit="minutes",
        group=Group.ARRIVAL,
        rules=("R-7.4", "R-7.5", "R-7.6", "R-7.7", "R-7.8"),
        label_zh="接班提前到岗",
        label_en="Incoming arrives early by",
        is_applied=True,
    ),
    Parameter(
        number="P-18",
        key="prepare.lead_min_outgoing",
        unit="minutes",
        group=Group.ARRIVAL,
        rules=("R-9.4",),
        label_zh="交班提前准备",
        label_en="Outgoing prepares beforehand",
        is_applied=True,
    ),
    Parameter(
        number="P-19",
        key="stay.after_min",
        unit="minutes",
        group=Group.ARRIVAL,
        rules=("R-6.12",),
        label_zh="下班后留岗",
        label_en="Stay after the shift",
        is_applied=True,
    ),
)
