"""Charts of a roster played through: the service level of each day, and of each slot of one day."""

import datetime as dt
from collections.abc import Sequence

from flask_babel import gettext as _

from web.coverage.simulation_figures import Figure, Line, Outcome
from web.forecasts.charts import MISSING, Chart
from web.i18n import day_weekday, number, percent, time

SMALL_ERROR = 0.001
"""Below a tenth of a per cent an error is written with one more digit: it is never none."""


def day_bars(outcome: Outcome, *, occupancy: bool = True) -> Chart:
    """Return the service level of each day against the target."""
    return _chart(
        outcome,
        occupancy=occupancy,
        bars=[(str(day.ds.day), day_weekday(day.ds.date()), day) for day in outcome.days],
        sentence=_(
            "Service level of each day as played through; %(missed)s of %(days)s days stay under the target.",
            missed=len(outcome.missed_days),
            days=len(outcome.days),
        ),
        every=1,
    )


def slot_bars(outcome: Outcome, date: dt.date, *, occupancy: bool = True) -> Chart:
    """Return the service level of each slot of a day against the target."""
    return _chart(
        outcome,
        occupancy=occupancy,
        bars=[(time(slot.ds), time(slot.ds), slot) for slot in outcome.of_day(date)],
        sentence=_("Service level of each slot of %(day)s as played through.", day=day_weekday(date)),
        every=120 // outcome.slot_minutes,
    )


def plus_minus(figure: Figure | None, *, share: bool = True) -> str:
    """82.1 % ± 0.4 %, or 12 ± 1 s."""
    if figure is None:
        return MISSING
    if share:
        return f"{percent(figure.value)} ± {percent(figure.error, 1 if figure.error >= SMALL_ERROR else 2)}"
    return f"{number(figure.value, 1)} ± {number(figure.error, 1)} s"


def line_cells(line: Line, *, occupancy: bool = True) -> list[str]:
    """Return calls and the figures of a stretch of time, as text; a single queue has no occupancy."""
    cells = [
        number(line.offered, 1 if line.offered < 10 else 0),
        plus_minus(line.service_level),
        plus_minus(line.answer_rate),
        plus_minus(line.asa_s, share=False),
    ]
    return [*cells, plus_minus(line.occupancy)] if occupancy else cells


def heads(*, occupancy: bool = True) -> list[str]:
    """Return the heads of `line_cells`."""
    found = [_("Calls expected"), _("Service level"), _("Answer rate"), _("Average wait")]
    return [*found, _("Occupancy")] if occupancy else found


def queue_name(name: str) -> str:
    """Return a queue's name; the calls of the queues that were not forecast have none."""
    return name or _("Other calls")


def _chart(
    outcome: Outcome, *, bars: Sequence[tuple[str, str, Line]], occupancy: bool, sentence: str, every: int
) -> Chart:
    """Return the chart of bars with their labels and longer names."""
    levels = [line.service_level for _label, _name, line in bars]
    return Chart(
        data={
            "labels": [label for label, _name, _line in bars],
            "titles": [name for _label, name, _line in bars],
            "every": every,
            "levels": [None if level is None else round(100 * level.value, 1) for level in levels],
            "target": round(100 * outcome.targets.service_level_share, 1),
            "words": {"level": _("Service level"), "target": _("Target"), "unit": "%"},
        },
        sentence=sentence,
        heads=[_("Time"), *heads(occupancy=occupancy)],
        rows=[(name, *line_cells(line, occupancy=occupancy)) for _label, name, line in bars],
    )
