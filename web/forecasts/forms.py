"""The targets form: what the supervisor may ask of the staffing."""

from collections.abc import Mapping

from web.fields import Fields
from web.planning.month import Targets
from web.refusal import Refusal

FIELDS = (
    "service_level_share",
    "service_level_seconds",
    "aht_seconds",
    "patience_seconds",
    "shrinkage",
    "max_occupancy",
    "min_answer_rate",
    "max_asa_seconds",
    "own_numbers",
)
"""Names of the fields in their order; the shares are typed in percent."""


def read_targets(form: Mapping[str, str]) -> Targets | list[Refusal]:
    """Return the targets, or everything that does not fit.

    An empty patience means that nobody gives up (Erlang C), so that no answer rate can be asked for; other
    empty fields ask for nothing.
    """
    fields = Fields(form)
    share = fields.number("service_level_share", least=1, most=99)
    seconds = fields.whole("service_level_seconds", least=0, most=3600)
    aht = fields.number("aht_seconds", least=1, most=7200)
    patience = fields.number("patience_seconds", least=1, most=36000, required=False)
    shrinkage = fields.number("shrinkage", least=0, most=90)
    occupancy = fields.number("max_occupancy", least=10, most=100, required=False)
    answered = fields.number("min_answer_rate", least=1, most=99.9, required=False)
    speed = fields.number("max_asa_seconds", least=1, most=3600, required=False)
    if answered is not None and patience is None and not fields.refusals:
        fields.refuse("patience_seconds", "required")
    if fields.refusals or share is None or seconds is None or aht is None or shrinkage is None:
        return fields.refusals
    return Targets(
        service_level_share=round(share / 100, 6),
        service_level_seconds=seconds,
        aht_seconds=aht,
        patience_seconds=patience,
        shrinkage=round(shrinkage / 100, 6),
        max_occupancy=None if occupancy is None else round(occupancy / 100, 6),
        min_answer_rate=None if answered is None else round(answered / 100, 6),
        max_asa_seconds=speed,
        own_numbers=fields.ticked("own_numbers"),
    )


def as_typed(targets: Targets) -> dict[str, str]:
    """Return the targets as the form shows them."""
    return {
        "service_level_share": f"{100 * targets.service_level_share:.6g}",
        "service_level_seconds": str(targets.service_level_seconds),
        "aht_seconds": f"{targets.aht_seconds:g}",
        "patience_seconds": "" if targets.patience_seconds is None else f"{targets.patience_seconds:g}",
        "shrinkage": f"{100 * targets.shrinkage:.6g}",
        "max_occupancy": _percent(targets.max_occupancy),
        "min_answer_rate": _percent(targets.min_answer_rate),
        "max_asa_seconds": "" if targets.max_asa_seconds is None else f"{targets.max_asa_seconds:g}",
        "own_numbers": "1" if targets.own_numbers else "",
    }


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.6g}"
