"""What a department's policy says of the duty log (P-41 to P-44, P-105).

P-41 is no switch: no policy makes an entry alterable here; the page says only whether the regulation demands
it. P-42 knows two answers, and both end at the department's door; who reads what inside it stands in
``web/access.csv``, and the page says for whom the log is.
"""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from web.duty_log.tables import EntryKind
from web.people.tables import Department
from web.policy.vocabulary.records import LogReaders, TimeStandard
from web.rosters.loading import effective, policy_if_any

IN_EVERY_LOG = (
    EntryKind.EVENT,
    EntryKind.COMPLAINT,
    EntryKind.REQUEST,
    EntryKind.INSTRUCTION,
    EntryKind.MESSAGE,
    EntryKind.EQUIPMENT,
    EntryKind.NOTE,
)
NATIONAL = "Asia/Shanghai"
"""National standard time of China, UTC+8 all year (R-8.7)."""


@dataclass(frozen=True, kw_only=True)
class LogTerms:
    """What holds for the log at one moment.

    Parameters
    ----------
    zone_name
        IANA name of the clock by which records are dated (P-44).
    dedicated
        Whether every shift has somebody who keeps the record (P-43).
    immutable
        Whether the regulation itself forbids altering it (P-41).
    readers
        For whom the log is (P-42).
    kinds
        What an entry may be about: what every log knows, then what the regulation asks for besides.
    letter_days
        So many days a letter that is left is kept (P-105); None where nobody has set it.
    """

    zone_name: str
    dedicated: bool
    immutable: bool
    readers: LogReaders
    policy_version_id: int | None
    kinds: tuple[EntryKind, ...] = IN_EVERY_LOG
    letter_days: int | None = None

    @property
    def zone(self) -> ZoneInfo:
        """The clock by which records are dated."""
        return ZoneInfo(self.zone_name)


def log_terms(session: Session, department_id: int, now: dt.datetime) -> LogTerms:
    """Return what holds now; only what the regulation or the department has set binds."""
    own = session.get_one(Department, department_id).time_zone
    version = policy_if_any(session, department_id, now.astimezone(ZoneInfo(own)).date())
    if version is None:
        return LogTerms(
            zone_name=own,
            dedicated=False,
            immutable=False,
            readers=LogReaders.INTERNAL_STAFF,
            policy_version_id=None,
        )
    policy = effective(version)
    national = policy.binds("log.time_standard") and policy.values.log_time_standard is TimeStandard.UTC_8
    return LogTerms(
        zone_name=NATIONAL if national else own,
        dedicated=policy.binds("log.dedicated_recorder") and policy.values.log_dedicated_recorder,
        immutable=policy.binds("log.immutable") and policy.values.log_immutable,
        readers=policy.values.log_readers,
        policy_version_id=version.id,
        kinds=(*IN_EVERY_LOG, *(EntryKind(each.kind) for each in policy.policy.content.log_kinds)),
        letter_days=policy.values.letters_retention if policy.binds("letters.retention") else None,
    )
