"""The figures of handovers as charts (static/js/handover_figures.js), and the tables behind them."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from flask_babel import gettext as _

from roster.handovers.figures import AGE_DAYS, AGE_SHIFTS, Outcome
from web.database import JsonObject
from web.handovers.figures import Figures
from web.handovers.words import defect_name
from web.i18n import N_, number, percent
from web.i18n import month as month_words

OUTCOMES: Final = {
    Outcome.ON_TIME: N_("on time"),
    Outcome.LATE: N_("late"),
    Outcome.ORDERED: N_("by order of the superior"),
    Outcome.REFUSED: N_("refused, not decided"),
    Outcome.NOT_SIGNED: N_("not signed"),
}
COLOURS: Final = {
    Outcome.ON_TIME: "ok",
    Outcome.LATE: "E",
    Outcome.ORDERED: "over",
    Outcome.REFUSED: "danger",
    Outcome.NOT_SIGNED: "hatch",
}


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One chart: what is drawn, what it says in a sentence, and the table of its figures."""

    name: str
    title: str
    data: JsonObject
    sentence: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    series: tuple[tuple[str, str], ...] = ()
    """Legend: colour and words of each part of a bar."""


def charts_of(found: Figures) -> tuple[Chart, ...]:
    """Return the charts in the order of the page."""
    return (_outcomes(found), _minutes(found), _defects(found), _ages(found), _shifts(found))


def age_classes() -> list[str]:
    """Return the names of the classes of age of `AGE_DAYS`, the youngest first."""
    names = _classes(AGE_DAYS, _("below %(to)s day", to=AGE_DAYS[0]), N_("%(since)s–%(to)s days"))
    return [*names, _("%(since)s days and more", since=AGE_DAYS[-1])]


def to_csv(chart: Chart) -> bytes:
    """Return the table behind a chart, UTF-8 with a mark by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(chart.heads)
    writer.writerows(chart.rows)
    return out.getvalue().encode("utf-8-sig")


def _outcomes(found: Figures) -> Chart:
    months = [month_words(month) for month in found.months]
    all_of_them = sum(found.totals.values())
    on_time = found.totals[Outcome.ON_TIME]
    return Chart(
        name="outcomes",
        title=_("What handovers came to"),
        data={
            "labels": months,
            "series": [
                {
                    "name": _(words),
                    "colour": COLOURS[outcome],
                    "values": [found.outcomes[month][outcome] for month in found.months],
                }
                for outcome, words in OUTCOMES.items()
            ],
        },
        sentence=_(
            "%(on_time)s of %(all)s handovers were on time (%(share)s); refused takeovers: %(refusals)s.",
            on_time=number(on_time),
            all=number(all_of_them),
            share=percent(on_time / all_of_them) if all_of_them else "–",
            refusals=number(found.refusals),
        ),
        heads=(_("Month"), *(_(words) for words in OUTCOMES.values())),
        rows=tuple(
            (f"{month:%Y-%m}", *(str(found.outcomes[month][outcome]) for outcome in OUTCOMES))
            for month in found.months
        ),
        series=tuple((COLOURS[outcome], _(words)) for outcome, words in OUTCOMES.items()),
    )


def _minutes(found: Figures) -> Chart:
    values = [found.minutes[month] for month in found.months]
    known = [value for value in values if value is not None]
    return Chart(
        name="minutes",
        title=_("Minutes from the first word to the second signature"),
        data={
            "labels": [month_words(month) for month in found.months],
            "series": [{"name": _("median, minutes"), "colour": "primary", "values": values}],
        },
        sentence=_(
            "Median per month, in minutes: from %(least)s to %(most)s.",
            least=number(min(known)),
            most=number(max(known)),
        )
        if known
        else _("Nobody has signed in these months."),
        heads=(_("Month"), _("median, minutes")),
        rows=tuple(
            (f"{month:%Y-%m}", "" if value is None else f"{value:.1f}")
            for month, value in zip(found.months, values, strict=True)
        ),
    )


def _defects(found: Figures) -> Chart:
    names = [defect_name(code) for code in found.defects]
    counted = list(found.defects.values())
    return Chart(
        name="defects",
        title=_("Defects found by the leader's check"),
        data=_bars(names, counted, _("times"), "danger"),
        sentence=_("Defects found when records were returned: %(count)s.", count=number(sum(counted))),
        heads=(_("Code"), _("Defect"), _("times")),
        rows=tuple(
            (code, name, str(count)) for (code, count), name in zip(found.defects.items(), names, strict=True)
        ),
    )


def _ages(found: Figures) -> Chart:
    names = age_classes()
    return Chart(
        name="ages",
        title=_("Open matters by age"),
        data=_bars(names, found.ages, _("matters"), "over"),
        sentence=_("Open now: %(count)s matters.", count=number(sum(found.ages))),
        heads=(_("Age"), _("matters")),
        rows=tuple((name, str(count)) for name, count in zip(names, found.ages, strict=True)),
    )


def _shifts(found: Figures) -> Chart:
    names = _classes(
        AGE_SHIFTS, _("below %(to)s shifts", to=AGE_SHIFTS[0]), N_("%(since)s–%(to)s shifts"), less=1
    )
    names.append(_("%(since)s shifts and more", since=AGE_SHIFTS[-1]))
    return Chart(
        name="shifts",
        title=_("Open matters by shifts that carried them"),
        data=_bars(names, found.shifts, _("matters"), "over"),
        sentence=_("Open now: %(count)s matters.", count=number(sum(found.shifts))),
        heads=(_("Shifts"), _("matters")),
        rows=tuple((name, str(count)) for name, count in zip(names, found.shifts, strict=True)),
    )


def _classes(bounds: Sequence[int], first: str, words: str, *, less: int = 0) -> list[str]:
    """Return the names of all classes but the last; `less` where values are whole."""
    pairs = pairwise(bounds)
    return [first, *(_(words, since=since, to=to - less) for since, to in pairs)]


def _bars(labels: Sequence[str], values: Sequence[int], name: str, colour: str) -> JsonObject:
    return {"labels": list(labels), "series": [{"name": name, "colour": colour, "values": list(values)}]}
