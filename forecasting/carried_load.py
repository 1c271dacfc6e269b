"""Load carried over between slots: calls that came in one slot are still talked on in the next."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from forecasting.slots import FloatArray


def carried_load(
    calls: npt.ArrayLike, *, aht_s: npt.ArrayLike, slot_minutes: int, before: float | None = None
) -> FloatArray:
    """Mean erlangs of each slot by the modified offered load: dm/dt = λ(t) − μ·m, solved slot by slot.

    With constant λ within a slot of length T, m runs from m₀ to λ/μ + (m₀ − λ/μ)·e^(−μT), and its mean over
    the slot is λ/μ + (m₀ − λ/μ)·(1 − e^(−μT)) / (μT). Where handling is short beside the slot, this is the
    plain load a little later; where calls are long, the peak is lower and comes after that of the calls.

    Parameters
    ----------
    calls
        Expected calls of consecutive slots, shape (slots,).
    aht_s
        Mean handling time, one number or one per slot.
    slot_minutes
        Length of a slot.
    before
        Erlangs at the start; None: as if the first slot had gone on for ever.

    References
    ----------
    Jagerman (1975), "Nonstationary blocking in telephone traffic"; Jennings, Mandelbaum, Massey and Whitt
    (1996), "Server staffing to meet time-varying demand".
    """
    length = slot_minutes * 60.0
    counts = np.asarray(calls, dtype=np.float64)
    handling = np.broadcast_to(np.asarray(aht_s, dtype=np.float64), counts.shape)
    steady = counts * handling / length
    left = np.exp(-length / handling)
    share = (1.0 - left) * handling / length
    loads = np.empty(counts.shape)
    now = float(steady[0]) if before is None and len(steady) else float(before or 0.0)
    for slot, at_rest in enumerate(steady):
        loads[slot] = at_rest + (now - at_rest) * share[slot]
        now = at_rest + (now - at_rest) * left[slot]
    return loads
