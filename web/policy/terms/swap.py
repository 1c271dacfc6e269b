"""Swaps, stand-ins and pay-back: P-48 to P-59."""

from typing import Annotated

from pydantic import Field

from web.policy.terms.base import AtLeastOne, Days, Several, Values
from web.policy.vocabulary.requests import (
    LeaveOnSwapped,
    PayBack,
    PrivateSwap,
    SubstituteFinder,
    SwapFailure,
    SwapForm,
    SwapGround,
)
from web.policy.vocabulary.roles import Approver


class SwapValues(Values):
    """How two people may exchange their shifts.

    Of `swap_notice_days` 0 is "in advance": any time before the shift. `swap_approver` is in the order in
    which they decide; empty where nobody does. `swap_max_per_month` counts as A-22 says.
    """

    swap_private: PrivateSwap = PrivateSwap.FORBIDDEN
    swap_grounds: AtLeastOne[SwapGround] = (SwapGround.ANY_WITH_REASON,)
    swap_approver: Several[Approver] = (Approver.COUNTERPART, Approver.LEADER)
    swap_notice_days: Days | None = 1
    swap_form: SwapForm = SwapForm.IN_SYSTEM
    swap_max_per_month: Annotated[int, Field(ge=0, le=31)] | None = None
    swap_consecutive: bool = True
    swap_payback: PayBack = PayBack.OPTIONAL
    swap_leave_on_swapped: LeaveOnSwapped = LeaveOnSwapped.ALLOWED
    swap_failure: SwapFailure = SwapFailure.LEADER_DECIDES
    swap_substitute_found_by: SubstituteFinder = SubstituteFinder.APPLICANT
    holiday_swap_leave_approver: Approver | None = Approver.SUPERVISOR
