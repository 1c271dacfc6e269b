"""The engine: the only part of the project that imports OR-Tools. Start at ``solve``."""

from roster.solver.outcome import Outcome, Progress, Status
from roster.solver.solve import solve

__all__ = ["Outcome", "Progress", "Status", "solve"]
