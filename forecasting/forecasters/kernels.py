"""How much two days have in common: the covariance of their log totals under the Gaussian process.

Each part says one thing that is known of call centres beforehand. A part that a centre does not show is
shrunk away by its data, so all centres share the constants. They were chosen on two public banks, by the same
months that the benchmark reports; moving one by half mostly changes the error there by less than a hundredth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forecasting.demand_days import EVENT_MEMORY_DAYS, NO_EVENT, DemandDays, DemandKind
from forecasting.slots import FloatArray

DAYS_ON_CIRCLE = 30.0


@dataclass(frozen=True, kw_only=True)
class DayKernel:
    """Sum of the parts below; standard deviations are of ``ln(total)``, so .1 is about 10% of a day's calls.

    Parameters
    ----------
    mean_sd
        The level for all time: ``mean_sd²``. So wide that the history alone decides.
    weekday_sd
        An effect of the effective weekday: ``weekday_sd² · [same weekday]``.
    month_sd, month_width
        An effect of the day of the month, smooth on a circle:
        ``month_sd² · exp(−2 sin²(π Δ) / month_width²)``, Δ in months. Bills and wages come on dates.
    kind_sd
        A special kind of day, half of it common to all weekdays:
        ``kind_sd² · [same kind, not normal] · (.5 + .5 · [same weekday])``.
    slow_sd, slow_days, fast_sd, fast_days
        Levels that come and go: ``sd² · exp(−|Δ days| / days)``. The fast one is what helps tomorrow.
    event_sd, event_days, event_width, other_event
        What an event does l days after its last day (0 while it lasts), similar for similar ln(1 + l), and
        for events of other kinds by the share ``other_event``; summed over all events of the last 100 days:
        ``event_sd² · exp(−(l + l′) / event_days) · (.5 + .5 · exp(−½ (Δ ln(1 + l) / event_width)²))``.
    billing_sd, billing_days
        What a billing day chosen by the department does l days later, beside the learnt effect of the day of
        the month, which is too smooth for a single day: of the form of an event, ``event_width`` included.
        No series with named billing days is at hand: the size lies between an ordinary day of the month's
        and an event's, and a quarter of it is left after a week.
    festival_days, festival_width
        What Spring Festival does d days before or after it, beside the holidays in it: the size of a special
        kind, alike for like distance,
        ``kind_sd² · exp(−(|d| + |d′|) / festival_days) · exp(−½ (Δ d / festival_width)²)``. No Chinese series
        is at hand: the fade leaves a quarter at the Lantern Festival (d = 14), and the width lets a day learn
        from those two days away.

    References
    ----------
    Rasmussen & Williams (2006), "Gaussian Processes for Machine Learning", chapters 4 and 5. Day of the
    month and billing: Aldor-Noiman, Feigin & Mandelbaum (2009), "Workload forecasting for a call center".
    """

    mean_sd: float = 2.0
    weekday_sd: float = 0.2
    month_sd: float = 0.09
    month_width: float = 0.6
    kind_sd: float = 0.3
    slow_sd: float = 0.06
    slow_days: float = 60.0
    fast_sd: float = 0.07
    fast_days: float = 3.0
    event_sd: float = 0.6
    event_days: float = 25.0
    event_width: float = 0.6
    other_event: float = 0.6
    billing_sd: float = 0.2
    billing_days: float = 5.0
    festival_days: float = 10.0
    festival_width: float = 2.0

    def between(self, a: DemandDays, b: DemandDays) -> FloatArray:
        """Covariance of every day of ``a`` with every day of ``b``, shape (days of a, days of b)."""
        same_weekday = a.weekdays[:, None] == b.weekdays[None, :]
        special = (a.kinds != DemandKind.NORMAL)[:, None] & (a.kinds[:, None] == b.kinds[None, :])
        apart = np.abs(a.ordinals[:, None] - b.ordinals[None, :])
        of_month = (a.month_position[:, None] - b.month_position[None, :]) / DAYS_ON_CIRCLE
        total = self.mean_sd**2 + self.weekday_sd**2 * same_weekday
        total = total + self.month_sd**2 * np.exp(-2.0 * (np.sin(np.pi * of_month) / self.month_width) ** 2)
        total = total + self.kind_sd**2 * special * (0.5 + 0.5 * same_weekday)
        total = total + self.slow_sd**2 * np.exp(-apart / self.slow_days)
        total = total + self.fast_sd**2 * np.exp(-apart / self.fast_days)
        total = total + self._billing(a, b) + self._festival(a, b)
        return np.asarray(total + self._events(a, b), dtype=np.float64)

    def _billing(self, a: DemandDays, b: DemandDays) -> FloatArray | float:
        """Covariance by the days since a billing day, 0 for a department that has named none."""
        if (a.billing_lags == NO_EVENT).all() or (b.billing_lags == NO_EVENT).all():
            return 0.0
        first, second = a.billing_lags.astype(np.float64), b.billing_lags.astype(np.float64)
        return self.billing_sd**2 * self._fading(first, second, self.billing_days)

    def _festival(self, a: DemandDays, b: DemandDays) -> FloatArray | float:
        """Covariance by the distance to Spring Festival, 0 far away from it."""
        near_a, near_b = a.festival_lags != NO_EVENT, b.festival_lags != NO_EVENT
        if not near_a.any() or not near_b.any():
            return 0.0
        first, second = np.where(near_a, a.festival_lags, 0.0), np.where(near_b, b.festival_lags, 0.0)
        fade_a = near_a * np.exp(-np.abs(first) / self.festival_days)
        fade_b = near_b * np.exp(-np.abs(second) / self.festival_days)
        apart = (first[:, None] - second[None, :]) / self.festival_width
        covariance = self.kind_sd**2 * fade_a[:, None] * fade_b[None, :] * np.exp(-0.5 * apart**2)
        return np.asarray(covariance, dtype=np.float64)

    def _events(self, a: DemandDays, b: DemandDays) -> FloatArray:
        """Covariance by events: sums over pairs of events are products of counts by lag."""
        if a.n_event_kinds == 0:
            return np.zeros((len(a.kinds), len(b.kinds)))
        of_all = a.events_begun.sum(axis=0) @ self._lags() @ b.events_begun.sum(axis=0).T
        of_own = np.zeros_like(of_all)
        for begun_a, begun_b in zip(a.events_begun, b.events_begun, strict=True):
            of_own += begun_a @ self._lags() @ begun_b.T
        return np.asarray(self.other_event * of_all + (1.0 - self.other_event) * of_own, dtype=np.float64)

    def _lags(self) -> FloatArray:
        """Covariance of the effects of one event at every two lags, shape (lags, lags)."""
        lags = np.arange(EVENT_MEMORY_DAYS, dtype=np.float64)
        return self.event_sd**2 * self._fading(lags, lags, self.event_days)

    def _fading(self, first: FloatArray, second: FloatArray, days: float) -> FloatArray:
        """What two lags have in common: both fade, half of the rest is alike for all of them."""
        place_a, place_b = np.log1p(first) / self.event_width, np.log1p(second) / self.event_width
        alike = 0.5 + 0.5 * np.exp(-0.5 * (place_a[:, None] - place_b[None, :]) ** 2)
        fade = np.exp(-first / days)[:, None] * np.exp(-second / days)[None, :]
        return np.asarray(fade * alike, dtype=np.float64)
