"""Who looks over the records of a day (P-45)."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from web.handovers.steps import SUPERIORS
from web.people.tables import Department
from web.policy.vocabulary.records import CheckScope, DailyReview
from web.rosters.loading import effective, policy_if_any

LEADERS: Final = frozenset({"leader"})


@dataclass(frozen=True, kw_only=True)
class ReviewTerms:
    """What holds for the review of one day.

    Parameters
    ----------
    reviewer
        Whom P-45 names; where no policy does, the proposal of the register.
    is_set
        The regulation or the department names somebody: what is not reviewed is called missing.
    checks_all
        A leader looks over everybody on the own shift, not only the own team (P-107).
    """

    reviewer: DailyReview = DailyReview.LEADER
    is_set: bool = False
    checks_all: bool = False
    policy_version_id: int | None = None

    def is_asked(self, roles: frozenset[str]) -> bool:
        """Tell whether P-45 names one of these roles."""
        named = frozenset({"supervisor"}) if self.reviewer is DailyReview.SUPERVISOR_READS else LEADERS
        return bool(roles & named)

    def may_sign(self, roles: frozenset[str]) -> bool:
        """Tell whether somebody with these roles signs: the named role, or a superior in its place."""
        return self.is_asked(roles) or bool(roles & SUPERIORS)


def review_terms(session: Session, department_id: int, date: dt.date) -> ReviewTerms:
    """Return what holds on a local date."""
    version = policy_if_any(session, department_id, date)
    if version is None:
        return ReviewTerms()
    policy = effective(version)
    return ReviewTerms(
        reviewer=policy.values.review_daily,
        is_set=policy.binds("review.daily"),
        checks_all=policy.values.leader_check_scope is CheckScope.ALL_ON_SHIFT,
        policy_version_id=version.id,
    )


def local_date(session: Session, department_id: int, now: dt.datetime) -> dt.date:
    """Return the date that it is in a department."""
    return now.astimezone(ZoneInfo(session.get_one(Department, department_id).time_zone)).date()
