"""The targets form: what the supervisor may ask of the staffing."""

from collections.abc import Mapping
from dataclasses import dataclass

from web.fields import Fields
from web.planning.method import StaffingMethod
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
    "seats",
    "carry_over",
    "staffing_method",
)
"""Names of the fields in their order; the shares are typed in percent."""

MOST_SEATS = 10_000


@dataclass(frozen=True, kw_only=True)
class Further:
    """What may be asked for beside a service level; as in `Targets`."""

    max_occupancy: float | None
    min_answer_rate: float | None
    max_asa_seconds: float | None
    seats: int | None
    carry_over: bool
    method: StaffingMethod


def read_further(fields: Fields, *, patience: float | None) -> Further:
    """Return the further targets; an answer rate without a patience is refused: nobody would give up."""
    occupancy = fields.number("max_occupancy", least=1, most=100, required=False)
    answered = fields.number("min_answer_rate", least=1, most=99.9, required=False)
    speed = fields.number("max_asa_seconds", least=1, most=3600, required=False)
    seats = fields.whole("seats", least=1, most=MOST_SEATS, required=False)
    method = StaffingMethod.ERLANG
    if fields.raw("staffing_method"):
        method = fields.choice("staffing_method", StaffingMethod) or method
    if answered is not None and patience is None and not fields.refusals:
        fields.refuse("patience_seconds", "required")
    return Further(
        max_occupancy=_share(occupancy),
        min_answer_rate=_share(answered),
        max_asa_seconds=speed,
        seats=seats,
        carry_over=fields.ticked("carry_over"),
        method=method,
    )


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
    further = read_further(fields, patience=patience)
    if fields.refusals or share is None or seconds is None or aht is None or shrinkage is None:
        return fields.refusals
    return Targets(
        service_level_share=round(share / 100, 6),
        service_level_seconds=seconds,
        aht_seconds=aht,
        patience_seconds=patience,
        shrinkage=round(shrinkage / 100, 6),
        own_numbers=fields.ticked("own_numbers"),
        **vars(further),
    )


def as_typed(targets: Targets) -> dict[str, str]:
    """Return the targets as the form shows them."""
    return {
        "service_level_share": f"{100 * targets.service_level_share:.6g}",
        "service_level_seconds": str(targets.service_level_seconds),
        "aht_seconds": f"{targets.aht_seconds:g}",
        "patience_seconds": "" if targets.patience_seconds is None else f"{targets.patience_seconds:g}",
        "shrinkage": f"{100 * targets.shrinkage:.6g}",
        "own_numbers": "1" if targets.own_numbers else "",
        **further_as_typed(
            Further(
                max_occupancy=targets.max_occupancy,
                min_answer_rate=targets.min_answer_rate,
                max_asa_seconds=targets.max_asa_seconds,
                seats=targets.seats,
                carry_over=targets.carry_over,
                method=targets.method,
            )
        ),
    }


def further_as_typed(further: Further) -> dict[str, str]:
    """Return the further targets as both forms show them."""
    return {
        "max_occupancy": _percent(further.max_occupancy),
        "min_answer_rate": _percent(further.min_answer_rate),
        "max_asa_seconds": "" if further.max_asa_seconds is None else f"{further.max_asa_seconds:g}",
        "seats": "" if further.seats is None else str(further.seats),
        "carry_over": "1" if further.carry_over else "",
        "staffing_method": further.method.value,
    }


def _share(percent: float | None) -> float | None:
    return None if percent is None else round(percent / 100, 6)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.6g}"
