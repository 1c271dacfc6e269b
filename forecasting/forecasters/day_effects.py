"""Additive effects on the logarithm of a day's total: weekday, day of month, dates, kind of day, level."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from forecasting.demand_days import FESTIVAL_DAYS, NO_EVENT, DemandDays, DemandKind, IntArray
from forecasting.slots import BoolArray, FloatArray

PASSES = 4
OUTLIER_MADS = 4 * 1.4826
# However regular the other days are, one that is 30% off is no outlier yet.
SMALLEST_SCALE = 0.05
MONTH_SD_DAYS = 1.5
MONTH_PRIOR_DAYS = 3.0
# A quarter of a day, not a whole one: a whole one lifts a quiet Saturday of twelve weeks by 14%.
WEEKDAY_PRIOR_DAYS = 0.25
EVENT_PRIOR_DAYS = 0.5
OTHER_EVENT_WEIGHT = 0.6
KIND_PRIOR_DAYS = 0.3
LEVEL_PRIOR_DAYS = 0.5
# First lag of each bin of days since an event; beyond the end an event is forgotten.
EVENT_BINS = np.array([0, 1, 3, 6, 10, 15, 22, 30, 45])
EVENT_END = 61
# A billing day is felt for a working week; the days after it are the learnt day of the month's.
BILLING_END = 7


@dataclass(frozen=True, kw_only=True)
class DayEffects:
    """Effects on ``ln(total + 0.5)`` of a day.

    Parameters
    ----------
    weekday
        Shape (7,).
    month
        Effect at each of 30 places of the month, shape (30,).
    event
        Shape (event kinds, bins).
    billing
        Effect so many days after a billing day, shape (``BILLING_END``,).
    festival
        Effect at each distance to Spring Festival, from ``FESTIVAL_DAYS`` before to as many after it.
    kind
        Demand kind → effect.
    residuals
        What the effects leave of each past day, nan where the day is not used, shape (days,).
    """

    weekday: FloatArray
    month: FloatArray
    event: FloatArray
    billing: FloatArray
    festival: FloatArray
    kind: Mapping[int, float]
    residuals: FloatArray

    def of(self, days: DemandDays) -> FloatArray:
        """Sum of the effects on each day, shape (days,)."""
        kinds = np.array([self.kind.get(int(kind), 0.0) for kind in days.kinds])
        calendar_part = self.weekday[days.weekdays] + _month_effect(self.month, days) + kinds
        dated = _event_effect(self.event, days) + _season_effect(self.billing, self.festival, days)
        return np.asarray(calendar_part + dated, dtype=np.float64)

    def level(self, half_life_days: float) -> float:
        """Weighted mean of the latest residuals, drawn towards 0 by half a day's weight."""
        used = np.flatnonzero(~np.isnan(self.residuals))
        weights = 0.5 ** ((len(self.residuals) - 1 - used) / half_life_days)
        return float((weights * self.residuals[used]).sum() / (weights.sum() + LEVEL_PRIOR_DAYS))


def fit_day_effects(log_totals: FloatArray, known: BoolArray, days: DemandDays) -> DayEffects:
    """Fit by backfitting on the normal days; outliers are set aside pass by pass.

    Parameters
    ----------
    log_totals
        ``ln(total + 0.5)`` of consecutive days, shape (days,).
    known
        Whether the total of the day is known, shape (days,).
    days
        Features of the same days.
    """
    normal = known & (days.kinds == DemandKind.NORMAL)
    if not normal.any():
        normal = known
    used = normal.copy()
    weekday = np.full(7, float(np.median(log_totals[normal])))
    month, event = np.zeros(30), np.zeros((days.n_event_kinds, len(EVENT_BINS)))
    billing, festival = np.zeros(BILLING_END), np.zeros(2 * FESTIVAL_DAYS + 1)
    # Days that are like no others on purpose are no outliers before their own effect is known.
    kept = days.festival_lags != NO_EVENT
    residuals = np.zeros(len(log_totals))
    for _ in range(PASSES):
        season_part = _season_effect(billing, festival, days)
        month_part, event_part = _month_effect(month, days), _event_effect(event, days) + season_part
        weekday = _fit_weekday(log_totals - month_part - event_part, used, days)
        month = _fit_month(log_totals - weekday[days.weekdays] - event_part, used, days)
        month_part = _month_effect(month, days)
        event = _fit_event(log_totals - weekday[days.weekdays] - month_part - season_part, used, days)
        rest = log_totals - weekday[days.weekdays] - month_part - _event_effect(event, days)
        billing = _fit_billing(rest - _season_effect(np.zeros(BILLING_END), festival, days), used, days)
        festival = _fit_festival(rest - _season_effect(billing, np.zeros_like(festival), days), used, days)
        residuals = rest - _season_effect(billing, festival, days)
        scale = float(np.median(np.abs(residuals[normal] - np.median(residuals[normal]))))
        used = normal & (kept | (np.abs(residuals) <= OUTLIER_MADS * max(scale, SMALLEST_SCALE)))
    kind = {
        int(value): _shrunk_median(residuals[known & (days.kinds == value)])
        for value in np.unique(days.kinds[known])
        if value != DemandKind.NORMAL
    }
    return DayEffects(
        weekday=weekday,
        month=month,
        event=event,
        billing=billing,
        festival=festival,
        kind=kind,
        residuals=np.where(used, residuals, np.nan),
    )


def _fit_weekday(values: FloatArray, used: BoolArray, days: DemandDays) -> FloatArray:
    grand = float(values[used].mean())
    count = np.bincount(days.weekdays[used], minlength=7)
    total = np.bincount(days.weekdays[used], weights=values[used], minlength=7)
    effect: FloatArray = (total + WEEKDAY_PRIOR_DAYS * grand) / (count + WEEKDAY_PRIOR_DAYS)
    return effect


def _fit_month(values: FloatArray, used: BoolArray, days: DemandDays) -> FloatArray:
    apart = np.abs(np.arange(30.0)[:, None] - days.month_position[used][None, :])
    apart = np.minimum(apart, 30.0 - apart)
    weights = np.exp(-0.5 * (apart / MONTH_SD_DAYS) ** 2)
    effect: FloatArray = (weights @ values[used]) / (weights.sum(axis=1) + MONTH_PRIOR_DAYS)
    return effect


def _month_effect(month: FloatArray, days: DemandDays) -> FloatArray:
    effect: FloatArray = np.interp(days.month_position, np.arange(31.0), np.append(month, month[0]))
    return effect


def _bins(days: DemandDays) -> IntArray:
    return np.asarray(np.searchsorted(EVENT_BINS, days.event_lags, side="right") - 1, dtype=np.int64)


def _fit_event(values: FloatArray, used: BoolArray, days: DemandDays) -> FloatArray:
    effect = np.zeros((days.n_event_kinds, len(EVENT_BINS)))
    touched = used & (days.event_lags < EVENT_END)
    bins = _bins(days)
    for kind in range(days.n_event_kinds):
        for place in range(len(EVENT_BINS)):
            here = touched & (bins == place)
            weights = np.where(days.event_kinds[here] == kind, 1.0, OTHER_EVENT_WEIGHT)
            effect[kind, place] = (weights * values[here]).sum() / (weights.sum() + EVENT_PRIOR_DAYS)
    return effect


def _event_effect(event: FloatArray, days: DemandDays) -> FloatArray:
    effect = np.zeros(len(days.kinds))
    touched = days.event_lags < EVENT_END
    effect[touched] = event[days.event_kinds[touched], _bins(days)[touched]]
    return effect


def _fit_billing(values: FloatArray, used: BoolArray, days: DemandDays) -> FloatArray:
    here = used & (days.billing_lags < BILLING_END)
    count = np.bincount(days.billing_lags[here], minlength=BILLING_END)
    total = np.bincount(days.billing_lags[here], weights=values[here], minlength=BILLING_END)
    effect: FloatArray = total / (count + EVENT_PRIOR_DAYS)
    return effect


def _fit_festival(values: FloatArray, used: BoolArray, days: DemandDays) -> FloatArray:
    """Smoothed over neighbouring distances and shrunk like the day of the month: it comes once a year."""
    here = used & (days.festival_lags != NO_EVENT)
    distances = np.arange(-FESTIVAL_DAYS, FESTIVAL_DAYS + 1.0)
    apart = distances[:, None] - days.festival_lags[here][None, :]
    weights = np.exp(-0.5 * (apart / MONTH_SD_DAYS) ** 2)
    effect: FloatArray = (weights @ values[here]) / (weights.sum(axis=1) + MONTH_PRIOR_DAYS)
    return effect


def _season_effect(billing: FloatArray, festival: FloatArray, days: DemandDays) -> FloatArray:
    """Effect of the latest billing day and of the distance to Spring Festival on each day."""
    effect = np.zeros(len(days.kinds))
    billed = days.billing_lags < BILLING_END
    effect[billed] += billing[days.billing_lags[billed]]
    near = days.festival_lags != NO_EVENT
    effect[near] += festival[days.festival_lags[near] + FESTIVAL_DAYS]
    return effect


def _shrunk_median(values: FloatArray) -> float:
    return float(np.median(values)) * len(values) / (len(values) + KIND_PRIOR_DAYS)
