"""Small frames of two days of four-hour slots, for figures that can be worked out by hand."""

from collections.abc import Sequence

import pandas as pd

DAYS = ("2026-06-01", "2026-06-02")
MINUTES = 240


def starts() -> pd.DatetimeIndex:
    return pd.date_range(DAYS[0], periods=12, freq=f"{MINUTES}min", unit="s")


def slots(**columns: Sequence[float]) -> pd.DataFrame:
    """Return twelve slots; a column of six numbers holds for both days."""
    wide = {name: list(values) * (12 // len(values)) for name, values in columns.items()}
    return pd.DataFrame({"ds": starts()} | wide)


def duty(*shifts: tuple[str, int, int]) -> pd.DataFrame:
    """Return rows of agents on duty: (agent, first slot, slot after the last)."""
    rows = [(agent, starts()[slot]) for agent, first, end in shifts for slot in range(first, end)]
    return pd.DataFrame(rows, columns=["agent", "ds"])


def figure(frame: pd.DataFrame, row: int, column: str) -> float:
    """Return one number of a table."""
    return float(frame[column].to_numpy(dtype="float64")[row])
