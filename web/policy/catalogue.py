"""Shift kinds for regulations that name no hours: the product's own proposal (P-02)."""

from typing import Final

from web.policy.kinds import ShiftTime

SHIFT_CATALOGUE: Final[tuple[ShiftTime, ...]] = (
    ShiftTime(
        code="E", family="E", start="08:00", end="15:30", paid_minutes=450, name_zh="早班", name_en="Early"
    ),
    ShiftTime(
        code="M", family="M", start="15:30", end="23:00", paid_minutes=450, name_zh="中班", name_en="Middle"
    ),
    ShiftTime(
        code="N", family="N", start="23:00", end="08:00", paid_minutes=540, name_zh="夜班", name_en="Night"
    ),
    ShiftTime(
        code="D",
        family="D",
        start="09:00",
        end="18:00",
        paid_minutes=480,
        break_minutes=60,
        name_zh="日班",
        name_en="Day",
    ),
)
"""The three shifts of S0g and one day shift; whoever uses them says so."""
