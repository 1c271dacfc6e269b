"""How long a call takes and how long callers wait before they give up, measured from counts per slot."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

# A caller who hangs up this soon never meant to wait; the column ``abandoned_le5s`` counts them.
QUICK_SECONDS = 5.0


@dataclass(frozen=True, kw_only=True)
class HandlingTime:
    """Measured means.

    Parameters
    ----------
    aht_s
        Mean handling time of answered calls, seconds.
    patience_s
        Mean exponential patience, seconds; None where nobody gave up or waits are not recorded.
    abandoned_share
        Abandoned / offered, a share; None if not recorded.
    answered
        Calls behind ``aht_s``.
    """

    aht_s: float
    patience_s: float | None
    abandoned_share: float | None
    answered: int


def measure_handling_time(slots: pd.DataFrame) -> HandlingTime:
    """Measure handling time and patience.

    Parameters
    ----------
    slots
        One row per slot with ``answered`` and ``aht_s`` (mean of the slot, nan where nobody answered)
        and ``offered`` or ``calls``; optional ``abandoned``, ``wait_s_sum`` (waiting of all callers
        together) and, both or none, ``queued`` and ``abandoned_le5s``.

    Returns
    -------
    HandlingTime
        ``aht_s`` weighted by answered calls.

    Raises
    ------
    ValueError
        If no call was answered.
    """
    aht_s, answered = weighted_aht(slots)
    share = None
    offered = slots["offered" if "offered" in slots.columns else "calls"].sum()
    if "abandoned" in slots.columns and offered > 0:
        share = float(slots["abandoned"].sum() / offered)
    return HandlingTime(aht_s=aht_s, patience_s=_patience_of(slots), abandoned_share=share, answered=answered)


def weighted_aht(slots: pd.DataFrame) -> tuple[float, int]:
    """Mean handling time weighted by answered calls, and the number of these calls."""
    known = slots[slots["aht_s"].notna() & (slots["answered"] > 0)]
    answered = float(known["answered"].sum())
    if answered <= 0:
        raise ValueError("no answered call to measure a handling time from")
    return float((known["aht_s"] * known["answered"]).sum() / answered), round(answered)


def patience_seconds(wait_s_sum: float, abandoned: float) -> float | None:
    """Mean of an exponential patience: all waiting ÷ number who gave up.

    Answered callers are censored observations: they waited, too, and did not give up. This is the maximum
    likelihood estimate. None where nobody gave up or nobody waited.
    """
    if abandoned <= 0 or wait_s_sum <= 0:
        return None
    return wait_s_sum / abandoned


def _patience_of(slots: pd.DataFrame) -> float | None:
    if not {"wait_s_sum", "abandoned"} <= set(slots.columns):
        return None
    waiting, abandoned = float(slots["wait_s_sum"].sum()), float(slots["abandoned"].sum())
    if {"queued", "abandoned_le5s"} <= set(slots.columns):
        # Who hangs up within five seconds balks at the announcement. The others are watched from the fifth
        # second on (left truncation), which an exponential patience does not mind.
        quick = float(slots["abandoned_le5s"].sum())
        waiting -= QUICK_SECONDS * max(float(slots["queued"].sum()) - quick, 0.0)
        abandoned -= quick
    return patience_seconds(waiting, abandoned)
