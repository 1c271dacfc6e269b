"""Sentences of the rules on the shape of a month: busy start, training, changes, holidays shared out."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from roster.violation import Violation
from web.shift_marks import shift_name


def _training_day(violation: Violation) -> str:
    facts = violation.details
    return _(
        "Training that day is %(training)s, given is %(given)s",
        training=shift_name(str(facts["training"])),
        given=shift_name(str(facts["kind"])),
    )


def _month_shape(violation: Violation) -> str:
    facts = violation.details
    return _(
        "Working days in the first %(length)s days: %(at_start)s, in the last: %(at_end)s;"
        " at least %(limit)s more at the start",
        length=facts["length"],
        at_start=facts["at_start"],
        at_end=facts["at_end"],
        limit=violation.limit,
    )


def _stability(violation: Violation) -> str:
    facts = violation.details
    return _(
        "Published is %(published)s, given is %(given)s",
        published=shift_name(str(facts["published"])),
        given=shift_name(str(facts["kind"])),
    )


SHAPE_SENTENCES: Mapping[str, Callable[[Violation], str]] = {
    "training_day": _training_day,
    "month_shape": _month_shape,
    "stability": _stability,
    "holiday_fairness": lambda v: _(
        "Shifts on statutory holidays differ by %(measured)s between like people; at most %(limit)s",
        measured=v.measured,
        limit=v.limit,
    ),
    "turn_fairness": lambda v: _(
        "Shifts of duty differ by %(measured)s between those who take them in turn; at most %(limit)s",
        measured=v.measured,
        limit=v.limit,
    ),
}
