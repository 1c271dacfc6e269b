"""Sanctions, appraisal and staff: P-95 to P-102, P-106, P-108, P-118."""

from typing import Annotated, ClassVar

from pydantic import Field

from web.policy.terms.base import AtLeastOne, Record, Several, Values, Yuan
from web.policy.vocabulary.conduct import (
    AppraisalFrequency,
    AppraisalKind,
    AppraisalPeriod,
    Deputy,
    ExcludedStaff,
    FinesTo,
    Offence,
    Sanction,
)
from web.policy.vocabulary.worded import Words


class SanctionStep(Record):
    """One step of a ladder; an amount only where the text names one."""

    PARTS: ClassVar = {"sanction": Words("处理", "consequence"), "yuan": Words("元", "yuan")}

    sanction: Sanction
    yuan: Yuan | None = None

    @property
    def words(self) -> Words:
        """The step in words."""
        if self.yuan is None:
            return self.sanction.words
        return Words(
            f"{self.sanction.zh}每次 {self.yuan} 元", f"{self.sanction.en} of {self.yuan} yuan each time"
        )


class Fine(Record):
    """What a regulation charges for one offence, in whole yuan."""

    PARTS: ClassVar = {"offence": Words("行为", "offence"), "yuan": Words("元", "yuan")}

    offence: Offence
    yuan: Yuan

    @property
    def words(self) -> Words:
        """The fine in words."""
        return Words(f"{self.offence.zh} {self.yuan} 元", f"{self.offence.en}: {self.yuan} yuan")


class ConductValues(Values):
    """Consequences in their order; whole yuan, weeks, characters per minute."""

    sanction_video_games: tuple[SanctionStep, ...] = (SanctionStep(sanction=Sanction.WARNING),)
    sanction_other_fines: tuple[Fine, ...] = ()
    sanction_ladder: Several[Sanction] = (Sanction.WARNING,)
    sanction_fines_to: FinesTo = FinesTo.NONE
    appraisal_period: AppraisalPeriod = AppraisalPeriod.HALF_YEAR
    appraisal_frequency: AppraisalFrequency = AppraisalFrequency.MONTHLY
    appraisal_kinds: AtLeastOne[AppraisalKind] = (AppraisalKind.PERFORMANCE,)
    training_onboarding: Annotated[int, Field(ge=0, le=52)] | None = 1
    staff_excluded: Several[ExcludedStaff] = ()
    role_deputy: Deputy = Deputy.NAMED_DEPUTY
    staff_typing_min: Annotated[int, Field(ge=1, le=400)] | None = None
