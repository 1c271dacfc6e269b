"""The chart of today's answer rate, slot by slot, against the target."""

from flask_babel import gettext as _
from flask_babel import pgettext

from web.forecasts.charts import MISSING, Chart
from web.forecasts.today import Today
from web.i18n import clock, number, percent


def answered_chart(found: Today) -> Chart | None:
    """Return the answer rate of each slot of today; None where no file says what was answered."""
    answered = found.answered
    if answered is None or answered.so_far.rate is None:
        return None
    known = [(slot.ds, answered.slots.get(slot.ds)) for slot in found.slots]
    labels = [clock(ds.hour * 60 + ds.minute) for ds, _slot in known]
    rates = [None if slot is None else slot.rate for _ds, slot in known]
    return Chart(
        data={
            "labels": labels,
            "titles": labels,
            "every": 120 // found.slot_minutes,
            "levels": [None if rate is None else round(100 * rate, 1) for rate in rates],
            "target": None if answered.target is None else round(100 * answered.target, 1),
            "words": {"level": _("Answer rate"), "target": _("Target"), "unit": "%"},
        },
        sentence=_(
            "Answer rate of today so far: %(rate)s of %(offered)s calls.",
            rate=percent(answered.so_far.rate),
            offered=number(answered.so_far.offered),
        ),
        heads=[_("Time"), _("Arrived"), pgettext("figures", "Answered"), _("Abandoned"), _("Answer rate")],
        rows=[
            (
                label,
                number(slot.offered),
                number(slot.answered),
                MISSING if slot.abandoned is None else number(slot.abandoned),
                MISSING if slot.rate is None else percent(slot.rate),
            )
            for label, (_ds, slot) in zip(labels, known, strict=True)
            if slot is not None
        ],
    )
