"""The month as pure steps: calls → forecast → need → demand."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date, timedelta

import pandas as pd

from forecasting.calendar import Calendar as CallCalendar
from forecasting.forecasters.base import Forecaster
from forecasting.run import forecast_calls
from forecasting.staffing import ServiceLevel, required_agents, required_by_productivity
from roster.demand import Demand
from roster.problem import Calendar, ShiftKind
from web.planning.method import StaffingMethod
from web.planning.opening import staffed_slots
from web.planning.profiles import NONE, Profiles, weighted_mean


@dataclass(frozen=True, kw_only=True)
class Targets:
    """What the staffing shall reach; of several targets the one that needs most people decides.

    Attributes
    ----------
    service_level_share, service_level_seconds
        Share of offered calls to be answered within so many seconds.
    aht_seconds, patience_seconds
        Mean handling time; mean patience, None for callers who never give up.
    shrinkage
        Share of paid time not available for calls.
    max_occupancy
        Largest busy share of agents' time, None for no cap.
    min_answer_rate
        Least share of calls that are answered (接通率); needs a patience. None: not asked for.
    max_asa_seconds
        Longest average speed of answer, None: not asked for.
    own_numbers
        Whether the two numbers hold even where calls say more, by weekday and slot.
    seats
        Most agents who find a seat with a telephone (R-1.16), None: no ceiling.
    carry_over
        Whether calls of one slot still load the next.
    method
        By the busy hour nothing but shrinkage and seats counts beside the measured value.
    busy_hour_calls, busy_hour_measured_on
        Calls that one agent connects in a busy hour, and the date of that measurement (ISO); only there
        with that method.
    """

    service_level_share: float = 0.8
    service_level_seconds: int = 20
    aht_seconds: float = 180.0
    patience_seconds: float | None = None
    shrinkage: float = 0.3
    max_occupancy: float | None = None
    min_answer_rate: float | None = None
    max_asa_seconds: float | None = None
    own_numbers: bool = False
    seats: int | None = None
    carry_over: bool = False
    method: StaffingMethod = StaffingMethod.ERLANG
    busy_hour_calls: float | None = None
    busy_hour_measured_on: str | None = None

    def to_json(self) -> dict[str, float | int | str | None]:
        """Return plain values, to be kept with the requirement."""
        return asdict(self)


@dataclass(frozen=True, kw_only=True)
class MonthNeed:
    """Forecast and staffing of consecutive days, and of the day after.

    The last night reaches into the day after, whose first hours are its to cover.

    Attributes
    ----------
    days
        Days of the month; the frames hold one more.
    forecast
        ``ds, mean, lo80, hi80``.
    staffing
        ``ds, required, on_calls, missing, service_level, asa_s, abandoned, occupancy``; `required` counts
        people to roster, `missing` agents for whom there is no seat.
    left_out_calls, left_out_minutes
        Calls expected in the month while nobody can be on duty, and the person-minutes that they would
        need. They are in the forecast and not in the staffing.
    """

    first_day: date
    days: int
    slot_minutes: int
    forecast: pd.DataFrame
    staffing: pd.DataFrame
    left_out_calls: float = 0.0
    left_out_minutes: int = 0

    @property
    def need_minutes(self) -> int:
        """Person-minutes needed over the days of the month."""
        return int(self.of_month(self.staffing)["required"].sum()) * self.slot_minutes

    @property
    def without_seat(self) -> pd.DataFrame:
        """Slots of the month whose need the seats cut, with the service level that is left (R-1.16)."""
        of_month = self.of_month(self.staffing)
        return of_month.loc[of_month["missing"] > 0]

    def of_month(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows of `forecast` or `staffing` that lie in the month."""
        return frame.loc[frame["ds"] < pd.Timestamp(self.first_day + timedelta(days=self.days))]

    def demand(self, kinds: Iterable[ShiftKind]) -> Demand:
        """Return the need as the engine reads it, for these shift kinds."""
        *required, next_day = self.staffing["required"].to_numpy().reshape(self.days + 1, -1).tolist()
        return Demand.for_kinds(self.first_day, self.slot_minutes, required, next_day, kinds)


def month_need(
    calls: pd.DataFrame,
    calendar: CallCalendar,
    *,
    first_day: date,
    days: int,
    slot_minutes: int,
    targets: Targets,
    round_the_clock: bool,
    kinds: Iterable[ShiftKind],
    opening: Calendar,
    forecaster: Forecaster | None = None,
    profiles: Profiles = NONE,
) -> MonthNeed:
    """Forecast the days, and the one after them, and staff them for the targets.

    Nobody is needed while the department is closed or no shift kind is there to fill the slot: such a need
    could only be missed. What it leaves out is counted apart.

    Parameters
    ----------
    calls
        Long frame; rows at or after `first_day` are ignored.
    round_the_clock
        A hotline that never closes keeps one person on calls even when no call is expected (R-1.1).
    kinds, opening
        The shift kinds, and the calendar with the days on which the department is closed.
    forecaster
        None: the one that `forecast_calls` takes by itself.
    profiles
        Handling time and patience by weekday and slot, in place of the targets' numbers.

    Raises
    ------
    ValueError
        When there is no history before `first_day`, or its slots are longer than `slot_minutes`.
    """
    forecast = forecast_calls(
        calls, calendar, start=first_day, days=days + 1, slot_minutes=slot_minutes, forecaster=forecaster
    )
    return staffed_month(
        profiles.of(forecast),
        first_day=first_day,
        days=days,
        slot_minutes=slot_minutes,
        targets=targets,
        round_the_clock=round_the_clock,
        kinds=kinds,
        opening=opening,
    )


def staffed_month(
    forecast: pd.DataFrame,
    *,
    first_day: date,
    days: int,
    slot_minutes: int,
    targets: Targets,
    round_the_clock: bool,
    kinds: Iterable[ShiftKind],
    opening: Calendar,
) -> MonthNeed:
    """Staff the days of a forecast, and the one after them, for the targets; see :func:`month_need`.

    Parameters
    ----------
    forecast
        ``ds, mean`` (further columns are kept) of ``days + 1`` days; ``aht_s`` and ``patience_s`` per slot
        stand in place of the targets' numbers.
    """
    staffing = staff_slots(forecast, targets, slot_minutes=slot_minutes, minimum=1 if round_the_clock else 0)
    staffed = staffed_slots(kinds, opening, first_day=first_day, days=days + 1, slot_minutes=slot_minutes)
    closed = ~staffed.reshape(-1)
    in_month = closed & (staffing["ds"] < pd.Timestamp(first_day + timedelta(days=days))).to_numpy()
    left_out = int(staffing.loc[in_month, "required"].sum()) * slot_minutes
    staffing.loc[closed, ["required", "on_calls", "missing"]] = 0
    staffing.loc[closed, ["service_level", "asa_s", "abandoned", "occupancy"]] = float("nan")
    return MonthNeed(
        first_day=first_day,
        days=days,
        slot_minutes=slot_minutes,
        forecast=forecast,
        staffing=staffing,
        left_out_calls=float(forecast.loc[in_month, "mean"].sum()),
        left_out_minutes=left_out,
    )


def measured_targets(targets: Targets, need: MonthNeed) -> Targets:
    """Return the targets with the means of what a need was staffed by, where that differs by slot."""
    found = need.of_month(need.forecast)
    handling, patience = targets.aht_seconds, targets.patience_seconds
    return replace(
        targets,
        aht_seconds=weighted_mean(found, "aht_s") if "aht_s" in found else handling,
        patience_seconds=weighted_mean(found, "patience_s") if "patience_s" in found else patience,
    )


def staff_slots(
    forecast: pd.DataFrame, targets: Targets, *, slot_minutes: int, minimum: int = 0
) -> pd.DataFrame:
    """Staff consecutive slots for the targets by the method that they name.

    Parameters
    ----------
    forecast
        ``ds, mean``; ``aht_s`` and ``patience_s`` per slot stand in place of the targets' numbers.

    Returns
    -------
    pandas.DataFrame
        As `forecasting.staffing.required_agents`.

    Raises
    ------
    ValueError
        When the method is the busy hour's and nothing was measured, or a target is out of bounds.
    """
    if targets.method is StaffingMethod.BUSY_HOUR:
        if targets.busy_hour_calls is None:
            raise ValueError("the busy-hour method needs the measured calls per agent-hour")
        return required_by_productivity(
            forecast,
            peak_calls_per_agent_hour=targets.busy_hour_calls,
            shrinkage=targets.shrinkage,
            slot_minutes=slot_minutes,
            minimum=minimum,
            seats=targets.seats,
        )
    return required_agents(
        forecast,
        aht_s=forecast.get("aht_s", targets.aht_seconds),
        patience_s=forecast.get("patience_s", targets.patience_seconds),
        target=ServiceLevel(share=targets.service_level_share, seconds=targets.service_level_seconds),
        shrinkage=targets.shrinkage,
        max_occupancy=targets.max_occupancy,
        max_asa_s=targets.max_asa_seconds,
        max_abandoned=None if targets.min_answer_rate is None else 1.0 - targets.min_answer_rate,
        slot_minutes=slot_minutes,
        minimum=minimum,
        seats=targets.seats,
        carry_over=targets.carry_over,
    )
