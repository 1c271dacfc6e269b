"""Forecasts of calls, the staffing requirement that follows from one of them, and jobs that make many."""

import datetime as dt
from typing import ClassVar

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.database.types import JsonObject, LocalDateTime
from web.jobs.job import Job, job_constraints


class Forecast(Base):
    """One forecast of `days` days from `first_day`, made from calls before `cutoff`. Never changed.

    Its slots, and those of the requirement made from it, reach one day further: the month's last shifts
    end there.
    """

    __tablename__ = "forecast"
    __table_args__ = (CheckConstraint("days > 0", name="days"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    queue: Mapped[str] = mapped_column(default="")
    first_day: Mapped[dt.date]
    days: Mapped[int]
    cutoff: Mapped[dt.datetime] = mapped_column(LocalDateTime)
    """Local time; calls before it were used."""
    method: Mapped[str]
    parameters: Mapped[JsonObject] = mapped_column(default=dict)
    errors: Mapped[JsonObject] = mapped_column(default=dict)
    """Back-test errors of the method and of the naive baselines."""
    slot_minutes: Mapped[int]
    made_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]

    slots: Mapped[list["ForecastSlot"]] = relationship(
        order_by="ForecastSlot.ds", cascade="all, delete-orphan"
    )


class ForecastSlot(Base):
    """Forecast calls of one slot with the band that should hold 80 % of outcomes."""

    __tablename__ = "forecast_slot"
    __table_args__ = (CheckConstraint("mean >= 0 AND lo80 >= 0 AND lo80 <= hi80", name="band"),)

    forecast_id: Mapped[int] = mapped_column(references("forecast.id", on_delete="CASCADE"), primary_key=True)
    ds: Mapped[dt.datetime] = mapped_column(LocalDateTime, primary_key=True)
    mean: Mapped[float]
    lo80: Mapped[float]
    hi80: Mapped[float]


class Requirement(Base):
    """People needed per slot for a stated service level, from one forecast. Never changed."""

    __tablename__ = "requirement"
    __table_args__ = (CheckConstraint("need_minutes >= 0 AND contract_minutes >= 0", name="minutes"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"), index=True)
    forecast_id: Mapped[int] = mapped_column(references("forecast.id"), index=True)
    settings: Mapped[JsonObject]
    """Service level, shrinkage, AHT, patience, occupancy: all that the calculation was given."""
    need_minutes: Mapped[int]
    """Person-minutes needed over the forecast's days."""
    contract_minutes: Mapped[int]
    """Person-minutes that the contracts of the department give in the same period."""
    made_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    made_at: Mapped[dt.datetime]

    forecast: Mapped[Forecast] = relationship()
    slots: Mapped[list["RequirementSlot"]] = relationship(
        order_by="RequirementSlot.ds", cascade="all, delete-orphan"
    )


class RequirementSlot(Base):
    """People to roster in one slot, shrinkage included, and what follows from them."""

    __tablename__ = "requirement_slot"
    __table_args__ = (CheckConstraint("required >= 0", name="required"),)

    requirement_id: Mapped[int] = mapped_column(
        references("requirement.id", on_delete="CASCADE"), primary_key=True
    )
    ds: Mapped[dt.datetime] = mapped_column(LocalDateTime, primary_key=True)
    required: Mapped[int]
    on_calls: Mapped[float | None]
    """Of these, on calls after shrinkage."""
    missing: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    """Agents that the targets ask for beyond the seats; `service_level` is what is left without them."""
    service_level: Mapped[float | None]
    occupancy: Mapped[float | None]


class Productivity(Base):
    """Calls that one agent connects in a busy hour, as somebody measured it (R-1.2). Append-only."""

    __tablename__ = "productivity"
    __table_args__ = (
        CheckConstraint("calls_per_hour > 0", name="calls_per_hour"),
        Index("ix_productivity_department_id_measured_on", "department_id", "measured_on"),
        APPEND_ONLY,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    calls_per_hour: Mapped[float]
    measured_on: Mapped[dt.date]
    measured_by: Mapped[str]
    """Who took the measurement, as typed: often not somebody with an account."""
    remark: Mapped[str] = mapped_column(default="")
    """How it was measured: which hours, how many calls."""
    recorded_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    recorded_at: Mapped[dt.datetime]


EVERY_QUEUE = "every"
"""Scope of a job that forecasts each named queue by itself."""


class ForecastJob(Job, Base):
    """Forecasts of one department and month; its parameters: the queues, and the targets of a need.

    The queue "" stands for all together: its forecast is staffed for the targets.
    """

    __tablename__ = "forecast_job"
    __table_args__ = job_constraints(__tablename__, "scope")

    fresh: ClassVar[JsonObject] = {"stage": None}

    scope: Mapped[str] = mapped_column(default=EVERY_QUEUE, server_default=EVERY_QUEUE)
    """`EVERY_QUEUE`, or ``queue:`` with the name of the one queue that is forecast ("" for all together)."""
    stage: Mapped[str | None]
    """What is being done for the one queue; a `web.forecasts.stages.Stage`."""

    @property
    def alone(self) -> str:
        """What no two active forecast jobs share."""
        return f"{super().alone}-{self.scope}"


class ForecastJobQueue(Base):
    """What came of one queue: its forecast, or why there is none. Append-only; each queue ends once."""

    __tablename__ = "forecast_job_queue"
    __table_args__ = (
        CheckConstraint("(forecast_id IS NULL) = (refusal IS NOT NULL)", name="outcome"),
        APPEND_ONLY,
    )

    forecast_job_id: Mapped[int] = mapped_column(references("forecast_job.id"), primary_key=True)
    queue: Mapped[str] = mapped_column(primary_key=True)
    forecast_id: Mapped[int | None] = mapped_column(references("forecast.id"))
    refusal: Mapped[JsonObject | None]
    """``code``, ``field``, ``measured`` and ``limit`` of what was refused."""
    at: Mapped[dt.datetime]
