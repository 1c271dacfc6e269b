"""The three shapes of a rule: on a person's line, on the people of a day, on the whole roster."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from roster.coverage import Tally
from roster.problem import Problem, Roster
from roster.rules.line import Line
from roster.violation import Violation

Scope = Literal["person", "day", "roster"]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule by name, with the one check that its shape has.

    The shape says what must be looked at again after a change: a person's line, the days
    around the changed one, or everything.
    """

    code: str
    check_line: Callable[[Problem, Line], list[Violation]] | None = None
    check_tally: Callable[[Problem, Tally], list[Violation]] | None = None
    check: Callable[[Problem, Roster], list[Violation]] | None = None

    @property
    def scope(self) -> Scope:
        """What the rule looks at."""
        if self.check_line is not None:
            return "person"
        return "day" if self.check_tally is not None else "roster"
