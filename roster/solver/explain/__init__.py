"""Why a month is impossible: a smallest set of demands that cannot hold together, and what would help."""

from roster.solver.explain.explain import explain

__all__ = ["explain"]
