"""The parameters of a policy as the rulebook numbers them: P-01 to P-118, and A-47.

The list is the one place for numbers, units, labels and the rules that read a
setting; `web.policy.values` holds types and defaults. A test keeps both in step.
"""

from typing import Final

from web.policy.parameters.arrival import ARRIVAL
from web.policy.parameters.attendance import ATTENDANCE
from web.policy.parameters.conduct import CONDUCT
from web.policy.parameters.handover import HANDOVER
from web.policy.parameters.leave import LEAVE
from web.policy.parameters.parameter import Group, Parameter
from web.policy.parameters.records import RECORDS
from web.policy.parameters.roster import ROSTER
from web.policy.parameters.service import SERVICE
from web.policy.parameters.surge import SURGE
from web.policy.parameters.swap import SWAP

__all__ = ["BY_KEY", "PARAMETERS", "Group", "Parameter"]

PARAMETERS: Final[tuple[Parameter, ...]] = (
    *ROSTER,
    *SWAP,
    *LEAVE,
    *ATTENDANCE,
    *ARRIVAL,
    *HANDOVER,
    *RECORDS,
    *SERVICE,
    *SURGE,
    *CONDUCT,
)
"""Every parameter, by group; within a group in the order of the numbers."""

BY_KEY: Final = {parameter.key: parameter for parameter in PARAMETERS}
