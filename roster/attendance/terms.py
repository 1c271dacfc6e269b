"""What a regulation says of being on time; a value that is None is a rule that is off."""

from dataclasses import dataclass
from enum import StrEnum


class Answerable(StrEnum):
    """Who answers for an empty post (P-78)."""

    DUTY_PERSON = "duty_person"
    SECOND_SHIFT = "second_shift"


@dataclass(frozen=True, kw_only=True)
class Fine:
    """A consequence of the regulation; `yuan` is None where it names no amount."""

    sanction: str
    yuan: int | None = None


@dataclass(frozen=True, kw_only=True)
class AttendanceTerms:
    """Minutes, whole yuan; every rule that is off stands in `off` with the reason.

    Parameters
    ----------
    early_least, early_most
        Minutes before the shift at which the incoming person is there: the least that keeps the rule, and
        the target (P-17, A-39).
    prepare_minutes
        Minutes before the end from which the outgoing person prepares (P-18).
    stay_minutes
        Minutes to stay after the shift (P-19); leaving within them is a reminder only (A-49).
    away_most
        Longest single absence from the post (P-74, A-13).
    empty_minutes
        Minutes without anybody from which a post counts as empty (P-76).
    empty_yuan, empty_answers
        Fine for more than that (P-77), and who answers for it (P-78).
    late_fine
        For each lateness or early leaving (P-72).
    month_minutes, month_sanction
        Late and early minutes of a calendar month from which a consequence follows (P-73, A-53).
    away_ladder
        Whether absences that are too long bring a warning, from the third time on demerit and fine (R-7.10).
    off
        Keys of the settings that are not set, and why: ``blank`` (the text has a gap) or ``silent``.
    """

    early_least: int | None = None
    early_most: int | None = None
    prepare_minutes: int | None = None
    stay_minutes: int | None = None
    away_most: int | None = None
    empty_minutes: int | None = None
    empty_yuan: int | None = None
    empty_answers: Answerable = Answerable.DUTY_PERSON
    late_fine: Fine | None = None
    month_minutes: int | None = None
    month_sanction: str = ""
    away_ladder: bool = False
    off: tuple[tuple[str, str], ...] = ()
