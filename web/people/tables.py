"""Departments, their teams and people, and what each of them may be rostered for."""

import datetime as dt
from enum import StrEnum

from sqlalchemy import CheckConstraint, Column, Index, Table, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import Base, references
from web.database.types import choice
from web.planning.method import StaffingMethod


class RoleInTeam(StrEnum):
    """Part a person has in the team (not the rights of an account)."""

    AGENT = "agent"
    LEADER = "leader"


class ShiftFamily(StrEnum):
    """Families of shift kinds: they give letter and colour."""

    EARLY = "E"
    MIDDLE = "M"
    NIGHT = "N"
    DAY = "D"
    RESERVE = "R"
    TRAINING = "T"
    OVERTIME = "O"
    LEAVE = "L"


class CalendarDayKind(StrEnum):
    """Why a date differs from its weekday."""

    STATUTORY_HOLIDAY = "statutory_holiday"
    ADJUSTED_REST_DAY = "adjusted_rest_day"
    MAKEUP_WORKING_DAY = "makeup_working_day"
    SPECIAL_DAY = "special_day"
    ORDINARY_DAY = "ordinary_day"
    """What its weekday says, although the country's calendar makes it something else."""


class CalendarDayStatus(StrEnum):
    """Whether a calendar day has been announced."""

    OFFICIAL = "official"
    PROVISIONAL = "provisional"


class Department(Base):
    """A customer-service department with its local time and its default settings."""

    __tablename__ = "department"
    __table_args__ = (
        CheckConstraint("week_start BETWEEN 1 AND 7", name="week_start"),
        CheckConstraint("slot_minutes IN (5, 10, 15, 20, 30, 60)", name="slot_minutes"),
        CheckConstraint("service_level_share > 0 AND service_level_share < 1", name="service_level_share"),
        CheckConstraint("service_level_seconds >= 0", name="service_level_seconds"),
        CheckConstraint("shrinkage >= 0 AND shrinkage < 1", name="shrinkage"),
        CheckConstraint("aht_seconds > 0", name="aht_seconds"),
        CheckConstraint("patience_seconds > 0", name="patience_seconds"),
        CheckConstraint("max_occupancy > 0 AND max_occupancy <= 1", name="max_occupancy"),
        CheckConstraint("min_answer_rate > 0 AND min_answer_rate < 1", name="min_answer_rate"),
        CheckConstraint("max_asa_seconds > 0", name="max_asa_seconds"),
        CheckConstraint("seats >= 1", name="seats"),
        CheckConstraint("hour_cost > 0", name="hour_cost"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    time_zone: Mapped[str] = mapped_column(default="Asia/Shanghai")
    """IANA name; every local date and shift time of the department is read in it."""
    country: Mapped[str] = mapped_column(default="CN")
    """ISO 3166 code whose public holidays are proposed, or "" for none."""
    weekend: Mapped[list[int]] = mapped_column(default=lambda: [6, 7])
    """ISO weekdays (1 Monday … 7 Sunday) that count as weekend."""
    week_start: Mapped[int] = mapped_column(default=1)
    """ISO weekday on which a week begins."""
    slot_minutes: Mapped[int] = mapped_column(default=30)
    service_level_share: Mapped[float] = mapped_column(default=0.8)
    service_level_seconds: Mapped[int] = mapped_column(default=20)
    shrinkage: Mapped[float] = mapped_column(default=0.3)
    aht_seconds: Mapped[int] = mapped_column(default=180)
    patience_seconds: Mapped[int | None]
    """Mean patience of callers; None staffs without abandonment (Erlang C)."""
    max_occupancy: Mapped[float | None]
    own_numbers: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether these two hold even where the calls say more, by weekday and slot."""
    min_answer_rate: Mapped[float | None]
    """Least share of calls that are answered (接通率); needs a patience."""
    max_asa_seconds: Mapped[float | None]
    """Longest average speed of answer."""
    seats: Mapped[int | None]
    """Seats with a telephone (R-1.16): never more agents than these are on calls at once."""
    carry_over: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether calls of one slot still load the next."""
    staffing_method: Mapped[StaffingMethod] = mapped_column(
        choice(StaffingMethod, "staffing_method"),
        default=StaffingMethod.ERLANG,
        server_default=StaffingMethod.ERLANG.value,
    )
    hour_cost: Mapped[float | None]
    """What a paid hour costs, in yuan; None where nobody has said so (R-1.17)."""
    described_at: Mapped[dt.datetime | None]
    """When somebody last confirmed name, zone and weekend; None while they are only proposed."""
    targets_set_at: Mapped[dt.datetime | None]
    """When somebody last confirmed the targets; None while they are only proposed."""
    created_at: Mapped[dt.datetime]


class Team(Base):
    """A team (班组) of a department."""

    __tablename__ = "team"
    __table_args__ = (UniqueConstraint("department_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    name: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    """Place in lists."""
    active: Mapped[bool] = mapped_column(default=True)

    department: Mapped[Department] = relationship()


person_skill = Table(
    "person_skill",
    Base.metadata,
    Column("person_id", references("person.id", on_delete="CASCADE"), primary_key=True),
    Column("skill_id", references("skill.id"), primary_key=True, index=True),
)
"""Which person has which skill."""


class Skill(Base):
    """A skill that shifts or queues may ask for."""

    __tablename__ = "skill"
    __table_args__ = (UniqueConstraint("department_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    name: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)


class Person(Base):
    """Somebody who is rostered. The employee number is text: 00123 stays 00123."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("department_id", "employee_number"),
        CheckConstraint("weekly_minutes BETWEEN 0 AND 10080", name="weekly_minutes"),
        CheckConstraint("employee_number <> ''", name="employee_number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    team_id: Mapped[int] = mapped_column(references("team.id"), index=True)
    employee_number: Mapped[str]
    name: Mapped[str]
    role_in_team: Mapped[RoleInTeam] = mapped_column(
        choice(RoleInTeam, "role_in_team"), default=RoleInTeam.AGENT
    )
    weekly_minutes: Mapped[int] = mapped_column(default=2400)
    """Contract time per week, in minutes."""
    hired_on: Mapped[dt.date | None]
    probation_until: Mapped[dt.date | None]
    """Last day of probation."""
    leaves_on: Mapped[dt.date | None]
    """Last day of employment; nobody is rostered after it."""
    active: Mapped[bool] = mapped_column(default=True)

    department: Mapped[Department] = relationship()
    team: Mapped[Team] = relationship()
    skills: Mapped[list[Skill]] = relationship(secondary=person_skill, order_by=Skill.name)


class ProtectedPeriod(Base):
    """A period in which a person may not be given certain shifts. The reason is never stored."""

    __tablename__ = "protected_period"
    __table_args__ = (
        CheckConstraint("last_day >= first_day", name="days"),
        CheckConstraint("no_night OR no_overtime", name="protects"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(references("person.id"), index=True)
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    no_night: Mapped[bool] = mapped_column(default=False)
    no_overtime: Mapped[bool] = mapped_column(default=False)
    recorded_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    recorded_at: Mapped[dt.datetime]


class DayOff(Base):
    """A local date on which a person must not be rostered (granted rest, not a wish)."""

    __tablename__ = "day_off"
    __table_args__ = (UniqueConstraint("person_id", "date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(references("person.id"))
    date: Mapped[dt.date] = mapped_column(index=True)
    recorded_by_id: Mapped[int | None] = mapped_column(references("user_account.id"))
    recorded_at: Mapped[dt.datetime]


class ShiftKind(Base):
    """A kind of shift (班次); minutes from local midnight of its start date, the end may exceed 1440."""

    __tablename__ = "shift_kind"
    __table_args__ = (
        UniqueConstraint("department_id", "code"),
        CheckConstraint("start_minute BETWEEN 0 AND 1439", name="start_minute"),
        CheckConstraint("end_minute > start_minute AND end_minute <= start_minute + 1440", name="end_minute"),
        CheckConstraint("paid_minutes BETWEEN 0 AND end_minute - start_minute", name="paid_minutes"),
        CheckConstraint("break_minutes BETWEEN 0 AND end_minute - start_minute", name="break_minutes"),
        CheckConstraint(
            "(break_earliest IS NULL AND break_latest IS NULL) OR (break_minutes > 0 AND break_earliest >= 0"
            " AND break_latest BETWEEN break_earliest AND end_minute - start_minute - break_minutes)",
            name="break_window",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    code: Mapped[str]
    """Letter of the family, with a digit for further kinds: E, E2, N."""
    family: Mapped[ShiftFamily] = mapped_column(choice(ShiftFamily, "family"))
    name: Mapped[str]
    start_minute: Mapped[int]
    end_minute: Mapped[int]
    paid_minutes: Mapped[int]
    break_minutes: Mapped[int] = mapped_column(default=0)
    break_earliest: Mapped[int | None]
    """Minutes after the start from which the break may begin; None where nobody says when it is."""
    break_latest: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)

    department: Mapped[Department] = relationship()


class CalendarDay(Base):
    """A date that is not what its weekday says."""

    __tablename__ = "calendar_day"
    __table_args__ = (
        UniqueConstraint("department_id", "date", "kind"),
        # A day is either a holiday, or rest moved onto it, or work moved onto it.
        Index(
            "uq_calendar_day_department_id_date_rest_or_work",
            "department_id",
            "date",
            unique=True,
            sqlite_where=text("kind <> 'special_day'"),
            postgresql_where=text("kind <> 'special_day'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    department_id: Mapped[int] = mapped_column(references("department.id"))
    date: Mapped[dt.date]
    kind: Mapped[CalendarDayKind] = mapped_column(choice(CalendarDayKind, "kind"))
    name: Mapped[str] = mapped_column(default="")
    status: Mapped[CalendarDayStatus] = mapped_column(
        choice(CalendarDayStatus, "status"), default=CalendarDayStatus.OFFICIAL
    )
