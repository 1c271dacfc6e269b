"""The chart of one day: people on duty in stacks, the need as a line, what is short hatched."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from web.coverage.figures import DayCoverage
from web.forecasts.charts import Chart
from web.i18n import clock, number, signed
from web.shift_marks import shift_name


def day_chart(day: DayCoverage, *, by_family: bool = True, now_minute: int | None = None) -> Chart:
    """Return need against people on duty of one day.

    Parameters
    ----------
    by_family
        Stack the families of shift kinds; False draws all people on duty as one area.
    now_minute
        Present minute of the day, to be marked; None marks nothing.
    """
    labels = [clock(day.slot_minutes * slot) for slot in range(len(day.need))]
    stacks: list[tuple[str, str, Sequence[int]]] = (
        [(family, shift_name(family), people) for family, people in day.families.items()]
        if by_family
        else [("plan", _("Planned on duty"), day.assigned)]
    )
    missing = [max(0, -gap) for gap in day.gap] if day.rostered else [0] * len(day.need)
    return Chart(
        data={
            "labels": labels,
            "every": 2 * 60 // day.slot_minutes,
            "stacks": [
                {"family": family, "name": name, "people": list(people)} for family, name, people in stacks
            ],
            "need": list(day.need),
            "short": missing,
            "now": None if now_minute is None else now_minute // day.slot_minutes,
            "words": {
                "need": pgettext("figures", "People needed"),
                "short": pgettext("figures", "Short"),
                "on_duty": pgettext("figures", "On duty"),
                "unit": _("people"),
                "now": _("now"),
            },
        },
        sentence=_sentence(day, sum(1 for short in missing if short)),
        heads=[
            _("Time"),
            pgettext("figures", "People needed"),
            pgettext("figures", "On duty"),
            _("Difference"),
            *(name for _code, name, _p in stacks),
        ]
        if by_family
        else [
            _("Time"),
            pgettext("figures", "People needed"),
            pgettext("figures", "On duty"),
            _("Difference"),
        ],
        rows=[
            (
                label,
                number(day.need[slot]),
                number(day.assigned[slot]),
                signed(day.gap[slot]),
                *((number(people[slot]) for _code, _name, people in stacks) if by_family else ()),
            )
            for slot, label in enumerate(labels)
        ],
    )


def _sentence(day: DayCoverage, short_slots: int) -> str:
    most = _("At most %(need)s people are needed at once.", need=max(day.need))
    if not day.rostered:
        return most
    if not short_slots:
        return f"{most} " + _("Nobody is short.")
    return f"{most} " + ngettext(
        "%(num)s slot is short of people.", "%(num)s slots are short of people.", short_slots
    )
