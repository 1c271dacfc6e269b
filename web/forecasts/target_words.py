"""What each target of the staffing is called: one wording for every form, list, slider and message."""

from dataclasses import dataclass

from flask_babel import gettext as _

from web.i18n import N_


@dataclass(frozen=True, kw_only=True)
class TargetWords:
    """Name of a target in a list, and over a field into which it is typed, with its unit."""

    name: str
    label: str


_LEVEL = TargetWords(name=N_("Service level"), label=N_("Service level, percent"))

TARGET_WORDS: dict[str, TargetWords] = {
    "service_level": _LEVEL,
    "service_level_share": _LEVEL,
    "service_level_seconds": TargetWords(name=N_("Answered within"), label=N_("Answered within, seconds")),
    "aht_seconds": TargetWords(name=N_("Average handling time"), label=N_("Average handling time, seconds")),
    "patience_seconds": TargetWords(name=N_("Patience of callers"), label=N_("Patience of callers, seconds")),
    "shrinkage": TargetWords(name=N_("Shrinkage"), label=N_("Shrinkage, percent")),
    "max_occupancy": TargetWords(name=N_("Occupancy at most"), label=N_("Occupancy at most, percent")),
    "min_answer_rate": TargetWords(
        name=N_("Answer rate at least"), label=N_("Answer rate at least, percent")
    ),
    "max_asa_seconds": TargetWords(
        name=N_("Average speed of answer at most"), label=N_("Average speed of answer at most, seconds")
    ),
    "seats": TargetWords(name=N_("Seats with a telephone"), label=N_("Seats with a telephone")),
    "carry_over": TargetWords(
        name=N_("Carried-over load"),
        label=N_("Carried-over load: calls of one slot still load the next"),
    ),
    "staffing_method": TargetWords(name=N_("Method of staffing"), label=N_("Method of staffing")),
}
"""By the name of the field; the one of the set-up and the one of the forecast for the service level."""


def target_names() -> dict[str, str]:
    """Return the name of each target in the reader's language."""
    return {field: _(words.name) for field, words in TARGET_WORDS.items()}


def target_labels() -> dict[str, str]:
    """Return what stands over the field of each target, with its unit."""
    return {field: _(words.label) for field, words in TARGET_WORDS.items()}
