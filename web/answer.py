"""What comes of an act on a request: where it stands now, or every reason why nothing was done."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar

from roster.violation import Violation
from web.refusal import Refusal

Reason = Refusal | Violation
State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True, kw_only=True)
class Answer(Generic[State]):
    """What came of an act.

    Parameters
    ----------
    state, lock_version
        As it stands now; the next act names this `lock_version`.
    reasons
        All reasons why nothing was done; empty when it was.
    """

    STALE: ClassVar[frozenset[str]]
    """Refusals that say that somebody else was faster, or the roster has changed."""

    state: State | None = None
    lock_version: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the act has taken place."""
        return not self.reasons

    @property
    def is_stale(self) -> bool:
        """Whether it was refused because something had changed meanwhile (HTTP 409)."""
        return any(reason.code in self.STALE for reason in self.reasons)
