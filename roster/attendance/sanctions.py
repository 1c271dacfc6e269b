"""What a regulation foresees for a month's lateness and absences: proposals, never more than that (A-59)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from roster.attendance.judging import Finding, FindingCode
from roster.attendance.terms import AttendanceTerms

WARNING, FINE, DEMERIT_AND_FINE = "warning", "fine", "demerit_and_fine"
LADDER_FROM = 3
"""「三次以上」: the third time and later (R-7.10)."""


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """One consequence that somebody may confirm.

    Parameters
    ----------
    sanction
        Word of the policy's vocabulary.
    yuan
        None where the regulation names no amount.
    rule
        ``R-7.2`` …
    date
        Of the shift that brings it about.
    count, minutes
        Which time it is in the month; the minutes that led to it.
    """

    sanction: str
    rule: str
    cause: FindingCode
    date: date
    yuan: int | None = None
    count: int | None = None
    minutes: int | None = None


def month_proposals(findings: Iterable[Finding], terms: AttendanceTerms) -> tuple[Proposal, ...]:
    """Return what the findings of one person in one calendar month bring about, in order of time.

    A fine for each lateness and early leaving (R-7.2); once the minutes reach the limit of the month, its
    consequence, at the event that reaches it (R-7.3, A-53); for absences that were too long a warning, a
    warning again (A-52), and from the third time on demerit and fine (R-7.10).
    """
    found: list[Proposal] = []
    minutes, was_reached, aways = 0, False, 0
    for finding in sorted(findings, key=lambda each: (each.date, each.at is None, each.at)):
        if finding.code in (FindingCode.LATE, FindingCode.EARLY):
            minutes += finding.measured or 0
            if terms.late_fine is not None:
                found.append(
                    Proposal(
                        sanction=terms.late_fine.sanction,
                        yuan=terms.late_fine.yuan,
                        rule="R-7.2",
                        cause=finding.code,
                        date=finding.date,
                        minutes=finding.measured,
                    )
                )
            if terms.month_minutes is not None and not was_reached and minutes >= terms.month_minutes:
                was_reached = True
                found.append(
                    Proposal(
                        sanction=terms.month_sanction,
                        rule="R-7.3",
                        cause=finding.code,
                        date=finding.date,
                        minutes=minutes,
                    )
                )
        if finding.code is FindingCode.AWAY_LONG and terms.away_ladder:
            aways += 1
            found.append(
                Proposal(
                    sanction=WARNING if aways < LADDER_FROM else DEMERIT_AND_FINE,
                    rule="R-7.10",
                    cause=finding.code,
                    date=finding.date,
                    count=aways,
                    minutes=finding.measured,
                )
            )
    return tuple(found)
