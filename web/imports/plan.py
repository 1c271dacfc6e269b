"""What taking a file's rows would change: shown before, compared again at the moment of taking."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy.orm import Session

from web.accounts.actor import Actor
from web.imports.tables import ImportDraft, ImportKind
from web.people.tables import Department
from web.planning.cells import FileProblem

Rows = list[Any]
"""Good rows as plain values; every kind of file has its own form."""
Options = dict[str, Any]


class ChangeState(StrEnum):
    """What would happen with one row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read from a file.

    Attributes
    ----------
    rows
        The rows without a problem; none where the file as a whole is not right.
    bad_rows
        Number of rows that have a problem.
    """

    rows: Rows
    bad_rows: int
    problems: Sequence[FileProblem]
    notices: Sequence[FileProblem]


@dataclass(frozen=True, kw_only=True)
class Change:
    """What would happen with one row; `fields` holds (field, before, after)."""

    row: int
    label: str
    state: ChangeState
    fields: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What taking all good rows would change.

    Attributes
    ----------
    changes
        Row by row, as far as they are shown one by one.
    counts
        Number of things by state.
    makes
        Names of what would be made besides, by kind (teams, skills).
    digest
        Hash of details that are counted, not listed (slots of calls).
    """

    changes: tuple[Change, ...]
    counts: dict[ChangeState, int]
    makes: dict[str, list[str]] = field(default_factory=dict)
    digest: str = ""

    @property
    def changes_anything(self) -> bool:
        """Whether anything would be stored."""
        return bool(self.counts[ChangeState.NEW] or self.counts[ChangeState.CHANGED])

    def fingerprint(self) -> str:
        """Return a hash that changes when anything of the plan does."""
        return fingerprint_of(asdict(self))


def counted(changes: Sequence[Change]) -> dict[ChangeState, int]:
    """Return how many changes are in each state."""
    return {state: sum(change.state is state for change in changes) for state in ChangeState}


def fingerprint_of(value: object) -> str:
    """Return the SHA-256 of plain values in canonical form."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Importer(Protocol):
    """One kind of file: how it is read, what taking it would change, and how it is taken."""

    @property
    def kind(self) -> ImportKind:
        """Which kind."""

    def read(self, session: Session, department: Department, data: bytes, options: Options) -> Reading:
        """Read a file; nothing is stored."""

    def plan(self, session: Session, department: Department, draft: ImportDraft, rows: Rows) -> Plan:
        """Say what taking the rows would change now."""

    def apply(
        self,
        session: Session,
        actor: Actor,
        department: Department,
        draft: ImportDraft,
        rows: Rows,
        *,
        now: datetime,
    ) -> None:
        """Store the rows; the caller commits."""
