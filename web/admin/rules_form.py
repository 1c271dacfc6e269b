"""The form of a group of roster rules: settings as texts, and texts back to settings.

What is typed is judged by `web.policy.own_rules`; a text that is no number stays a text until then.
"""

import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from pydantic import JsonValue
from werkzeug.datastructures import MultiDict

from roster.settings import Limit, RuleSettings
from web.fields import Fields
from web.policy.kinds import MINUTES_PER_DAY
from web.policy.rule_catalogue import DETAILS, RULES, DetailSpec, RuleSpec, Shape, Unit

Form = MultiDict[str, str]
PRESET, HARD, SOFT, OFF, OWN = "preset", "hard", "soft", "off", "own"
"""How a rule is set: as the regulation says, or otherwise. Settings beside the rules know PRESET and OWN."""

PROPOSED_WEIGHT = 10
"""What a refused wish costs; stands in the form of a rule that has no weight yet."""


def read_rules(form: Form, names: Sequence[str], codes: Sequence[str]) -> dict[str, JsonValue]:
    """Return what the form sets otherwise than the regulation."""
    found: dict[str, JsonValue] = {}
    for name in names:
        mode = form.get(f"{name}-mode", PRESET)
        if name in RULES and mode in {HARD, SOFT, OFF}:
            found[name] = None if mode == OFF else _read_rule(form, RULES[name], mode)
        elif name in DETAILS and mode == OWN:
            found[name] = _read_detail(form, DETAILS[name], codes)
    return found


def _read_rule(form: Form, spec: RuleSpec, mode: str) -> dict[str, JsonValue]:
    made: dict[str, JsonValue] = {"hard": mode == HARD}
    if spec.unit is not Unit.NONE:
        made["value"] = kept(form.get(f"{spec.name}-value", ""), spec.unit)
    if mode == SOFT:
        made["weight"] = kept(form.get(f"{spec.name}-weight", ""))
    return made


def _read_detail(form: Form, spec: DetailSpec, codes: Sequence[str]) -> JsonValue:
    name = spec.name
    match spec.shape:
        case Shape.NUMBER:
            return kept(form.get(name, ""), spec.unit)
        case Shape.TICK:
            return bool(form.get(name))
        case Shape.WINDOW:
            return _read_window(form, name)
        case Shape.CODES:
            return list(form.getlist(name))
        case Shape.PER_KIND:
            return {code: kept(form[f"{name}-{code}"]) for code in codes if form.get(f"{name}-{code}")}
        case Shape.PAIRS:
            return [[first, second] for first in codes for second in form.getlist(f"{name}-{first}")]


def _read_window(form: Form, name: str) -> list[JsonValue]:
    fields = Fields(form)
    first, last = (fields.minute(f"{name}-{part}") for part in ("from", "to"))
    if first is None:
        return [fields.raw(f"{name}-from"), 0]
    if last is None:
        return [first, fields.raw(f"{name}-to")]
    return [first, last if last > first else last + MINUTES_PER_DAY]


def kept(text: str, unit: Unit = Unit.NONE) -> JsonValue:
    """Return a typed number in the unit that is kept; a text that is none, or too fine, as it is."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        number = Decimal(plain) * unit.per_typed
    except InvalidOperation:
        return plain
    is_whole = number.is_finite() and abs(number) < 10**12 and number == number.to_integral_value()
    return int(number) if is_whole else plain


def typed_rules(own: dict[str, JsonValue], settings: RuleSettings, names: Sequence[str]) -> Form:
    """Return the form as it is opened.

    Parameters
    ----------
    own
        What the department has set, as stored.
    settings
        What holds now: where the regulation is followed, its numbers stand in the fields.
    """
    form: Form = MultiDict()
    for name in names:
        if name in RULES:
            limit = getattr(settings, name)
            form[f"{name}-mode"] = PRESET if name not in own else _mode(limit)
            _type_rule(form, RULES[name], limit)
        elif name in DETAILS:
            form[f"{name}-mode"] = OWN if name in own else PRESET
            _type_detail(form, DETAILS[name], settings)
    return form


def _mode(limit: Limit | None) -> str:
    if limit is None:
        return OFF
    return HARD if limit.hard else SOFT


def _type_rule(form: Form, spec: RuleSpec, limit: Limit | None) -> None:
    form[f"{spec.name}-value"] = "" if limit is None else spec.unit.typed(limit.value)
    form[f"{spec.name}-weight"] = str(PROPOSED_WEIGHT if limit is None or limit.hard else limit.weight)


def _type_detail(form: Form, spec: DetailSpec, settings: RuleSettings) -> None:
    name, values = spec.name, [getattr(settings, field) for field in spec.of_engine]
    match spec.shape:
        case Shape.NUMBER:
            form[name] = spec.unit.typed(values[0])
        case Shape.TICK:
            form[name] = "1" if values[0] else ""
        case Shape.WINDOW:
            for part, minute in zip(("from", "to"), values, strict=True):
                hours, minutes = divmod(minute % MINUTES_PER_DAY, 60)
                form[f"{name}-{part}"] = f"{hours}:{minutes:02}"
        case Shape.CODES:
            form.setlist(name, sorted(values[0] or ()))
        case Shape.PER_KIND:
            for code, most in values[0]:
                form[f"{name}-{code}"] = str(most)
        case Shape.PAIRS:
            for first, second in sorted(values[0]):
                form.add(f"{name}-{first}", second)
