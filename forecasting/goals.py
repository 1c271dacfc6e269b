"""What the staffing shall reach, one thing or several at once, and what a number of agents reaches of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from forecasting.erlang import asa_c, erlang_a, service_level_c
from forecasting.slots import BoolArray, FloatArray

# A cap of 85 % is kept by 17 of 20, not missed by the last digit of a double.
ROUNDING = 1e-9


@dataclass(frozen=True, kw_only=True)
class ServiceLevel:
    """Target: at least ``share`` of the offered calls answered within ``seconds``."""

    share: float
    seconds: float

    def __post_init__(self) -> None:
        if not 0 < self.share < 1:
            raise ValueError(f"share must lie between 0 and 1, not {self.share}")
        if self.seconds < 0:
            raise ValueError(f"seconds must be at least 0, not {self.seconds}")


@dataclass(frozen=True, kw_only=True)
class Goals:
    """Targets that hold together; None: not asked for.

    Parameters
    ----------
    service_level
        Share of all offered calls answered in time.
    asa_s
        Longest average speed of answer in seconds, > 0.
    max_abandoned
        Largest share of calls that give up; a least answer rate (接通率) of 95 % is 0.05. Needs a patience.
    max_occupancy
        Largest busy share of the agents' time.
    """

    service_level: ServiceLevel | None = None
    asa_s: float | None = None
    max_abandoned: float | None = None
    max_occupancy: float | None = None

    def __post_init__(self) -> None:
        for name in ("max_abandoned", "max_occupancy"):
            share: float | None = getattr(self, name)
            if share is not None and not 0 < share <= 1:
                raise ValueError(f"{name} must lie above 0 and not above 1, not {share}")
        if self.asa_s is not None and not self.asa_s > 0:
            raise ValueError(f"asa_s must be positive, not {self.asa_s}")
        if (self.service_level, self.asa_s, self.max_abandoned, self.max_occupancy) == (None,) * 4:
            raise ValueError("goals must ask for something")


@dataclass(frozen=True, kw_only=True)
class Performance:
    """What the agents of each slot give; shares of offered calls, seconds, and busy share."""

    service_level: FloatArray
    asa_s: FloatArray
    abandoned: FloatArray
    occupancy: FloatArray

    def meets(self, goals: Goals) -> BoolArray:
        """Say which slots meet every goal."""
        met: BoolArray = np.ones(np.shape(self.occupancy), dtype=np.bool_)
        if goals.service_level is not None:
            met &= self.service_level >= goals.service_level.share
        if goals.asa_s is not None:
            met &= self.asa_s <= goals.asa_s
        if goals.max_abandoned is not None:
            met &= self.abandoned <= goals.max_abandoned
        if goals.max_occupancy is not None:
            met &= self.occupancy <= goals.max_occupancy + ROUNDING
        return met


def performance(
    agents: npt.ArrayLike,
    load: npt.ArrayLike,
    *,
    aht_s: npt.ArrayLike,
    patience_s: npt.ArrayLike | None,
    seconds: float,
) -> Performance:
    """Return what agents > 0 give: Erlang A where a patience is given, else Erlang C."""
    n, a, aht = np.broadcast_arrays(*(np.asarray(value, dtype=np.float64) for value in (agents, load, aht_s)))
    if patience_s is None:
        return Performance(
            service_level=service_level_c(n, a, aht_s=aht, seconds=seconds),
            asa_s=asa_c(n, a, aht_s=aht),
            abandoned=np.zeros(n.shape),
            occupancy=np.minimum(a / n, 1.0),
        )
    found = erlang_a(n, a, aht_s=aht, patience_s=patience_s, seconds=seconds)
    return Performance(
        service_level=found.service_level,
        asa_s=found.asa_s,
        abandoned=found.abandoned,
        occupancy=found.occupancy,
    )


def seconds_of(goals: Goals) -> float:
    """Return the threshold of the service level, 0 where none is asked for."""
    return 0.0 if goals.service_level is None else goals.service_level.seconds
