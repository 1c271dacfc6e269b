"""Checks of single stored numbers, which the department's own rules and needs share."""

from pydantic import JsonValue

from web.policy.rule_catalogue import Unit
from web.refusal import Refusal


def bounded(name: str, given: JsonValue, least: int, most: int, unit: Unit = Unit.NONE) -> list[Refusal]:
    """Refuse what is missing, no whole number, or not between two bounds, both in the kept unit."""
    if given is None or given == "":
        return [Refusal(code="required", field=name)]
    if not isinstance(given, int) or isinstance(given, bool):
        return [wrong(name, given)]
    if least <= given <= most:
        return []
    return [
        Refusal(
            code="rule.out_of_range",
            field=name,
            measured=unit.typed(given),
            limit=f"{unit.typed(least)}–{unit.typed(most)}",
        )
    ]


def wrong(name: str, given: object) -> Refusal:
    """Return the refusal of a value of another kind than is kept there."""
    return Refusal(code="rule.wrong_type", field=name, measured=short(given))


def is_whole(given: JsonValue) -> bool:
    """Tell a whole number from all else, a yes or no included."""
    return isinstance(given, int) and not isinstance(given, bool)


def short(value: object) -> str:
    """Return a text of at most 60 characters for a sentence."""
    text = str(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
