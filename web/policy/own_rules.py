"""A department's own settings of the roster rules: what differs from the regulation, and nothing else.

They are kept as JSON by name. A rule is None (off) or ``{"hard": true, "value": 40}`` or
``{"hard": false, "value": 40, "weight": 20}``; a setting is a number, a list or a yes, as its shape says;
posts and needs per shift are lists (`web.policy.own_needs`).
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pydantic import JsonValue

from roster.settings import Limit, RuleSettings, hard
from web.policy.own_needs import NEED_PROBLEMS, KindNeed, Post, need_problems, posts_of, shift_needs_of
from web.policy.rule_catalogue import (
    DETAILS,
    MOST_OVERTIME_OF_A_MONTH,
    MOST_WEIGHT,
    NEEDS,
    NIGHT_OF_THE_LAW,
    POSTS,
    RULES,
    SHIFT_NEEDS,
    DetailSpec,
    RuleSpec,
    Shape,
    Unit,
)
from web.policy.stored_checks import bounded, is_whole, short, wrong
from web.refusal import Refusal

RULE_PROBLEMS: Final = NEED_PROBLEMS | frozenset(
    {
        "required",
        "not_a_time",
        "rule.unknown",
        "rule.wrong_type",
        "rule.out_of_range",
        "rule.beyond_law",
        "rule.law_holds",
        "rule.always_soft",
        "rule.unknown_kind",
        "rule.nothing_chosen",
        "rule.limits_idle",
        "rule.repeated",
        "rule.night_too_short",
    }
)
"""Every code that `check_rules` can find; the pages have words for each."""

Codes = Collection[str] | None
"""Codes of the shift kinds that there are; None leaves codes unchecked."""
PARTS: Final = frozenset({"hard", "value", "weight"})


@dataclass(frozen=True, kw_only=True)
class OwnRules:
    """What a department has set itself.

    Parameters
    ----------
    limits
        By rule; None is off.
    details
        Fields of `RuleSettings` that are no limits, by their names.
    posts, shift_needs
        What is asked for beside the need per slot.
    """

    limits: Mapping[str, Limit | None] = field(default_factory=dict)
    details: Mapping[str, object] = field(default_factory=dict)
    posts: tuple[Post, ...] = ()
    shift_needs: tuple[KindNeed, ...] = ()

    def over(self, settings: RuleSettings) -> RuleSettings:
        """Return the settings with these laid over them, and with what the law then holds.

        Posts bind as long as nothing else is said: what the department has set is no proposal (A-10).
        """
        if self.posts and settings.skills_per_post is None:
            settings = replace(settings, skills_per_post=hard())
        return _within_law(replace(settings, **{**self.limits, **self.details}))  # type: ignore[arg-type]  # the catalogue has the engine's names


def _within_law(settings: RuleSettings) -> RuleSettings:
    """Hold the month's overtime to the law's 36 hours where the contract alone no longer limits it."""
    contract = settings.contract_max
    if settings.overtime_month is not None or (contract is not None and contract.hard and not contract.value):
        return settings
    return replace(settings, overtime_month=hard(MOST_OVERTIME_OF_A_MONTH))


def own_rules(stored: Mapping[str, JsonValue]) -> OwnRules:
    """Return stored settings as what they mean.

    Raises
    ------
    ValueError
        When `check_rules` would name something; it is asked before anything is stored.
    """
    problems = check_rules(stored)
    if problems:
        raise ValueError("; ".join(f"{problem.code} {problem.field}" for problem in problems))
    limits = {name: _limit(stored[name]) for name in stored if name in RULES}
    details: dict[str, object] = {}
    for name in stored:
        if name in DETAILS:
            details.update(_engine_values(DETAILS[name], stored[name]))
    return OwnRules(
        limits=limits,
        details=details,
        posts=posts_of(stored.get(POSTS, [])),
        shift_needs=shift_needs_of(stored.get(SHIFT_NEEDS, [])),
    )


def check_rules(
    given: Mapping[str, JsonValue], *, codes: Codes = None, skills: Collection[int] | None = None
) -> list[Refusal]:
    """Return every reason why settings cannot be taken; `field` names the rule and the part of it.

    Parameters
    ----------
    codes
        Of the department's shift kinds.
    skills
        Ids of the department's skills; None leaves them unchecked.
    """
    found: list[Refusal] = []
    for name, value in given.items():
        if name in RULES:
            found += _rule_problems(RULES[name], value)
        elif name in DETAILS:
            found += _detail_problems(DETAILS[name], value, codes)
        elif name in NEEDS:
            found += need_problems(name, value, codes=codes, skills=skills)
        else:
            found.append(Refusal(code="rule.unknown", field=name, measured=name))
    if "most_of_kind" in given and given.get("kinds_in_month") is None:  # off unless it is set
        found.append(Refusal(code="rule.limits_idle", field="kinds_in_month"))
    return found


def _rule_problems(spec: RuleSpec, given: JsonValue) -> list[Refusal]:
    if given is None:
        return [Refusal(code="rule.law_holds", field=spec.name)] if spec.law else []
    if not isinstance(given, dict) or not given.keys() <= PARTS or not isinstance(given.get("hard"), bool):
        return [wrong(spec.name, given)]
    found = []
    if spec.unit is not Unit.NONE:
        found += _number_problems(spec, f"{spec.name}-value", given.get("value"))
    elif given.get("value", 0) != 0:
        found.append(wrong(f"{spec.name}-value", given["value"]))
    if not given["hard"]:
        if spec.law:
            found.append(Refusal(code="rule.law_holds", field=spec.name))
        found += bounded(f"{spec.name}-weight", given.get("weight"), 1, MOST_WEIGHT)
    elif spec.always_soft:
        found.append(Refusal(code="rule.always_soft", field=spec.name))
    return found


def _number_problems(spec: RuleSpec | DetailSpec, name: str, given: JsonValue) -> list[Refusal]:
    if spec.law and is_whole(given) and int(str(given)) > spec.most:
        number = spec.unit.typed(int(str(given)))
        return [
            Refusal(code="rule.beyond_law", field=name, measured=number, limit=spec.unit.typed(spec.most))
        ]
    return bounded(name, given, spec.least, spec.most, spec.unit)


def _detail_problems(spec: DetailSpec, given: JsonValue, codes: Codes) -> list[Refusal]:
    name = spec.name
    match spec.shape, given:
        case (Shape.NUMBER, _):
            found = _number_problems(spec, name, given)
        case (Shape.TICK, bool()):
            found = []
        case (Shape.WINDOW, _):
            found = _window_problems(name, given)
        case (Shape.CODES, list()):
            found = _code_problems(name, given, codes)
        case (Shape.PAIRS, list()):
            found = _pair_problems(name, given, codes)
        case (Shape.PER_KIND, dict()):
            found = _code_problems(name, list(given), codes)
            for code, most in given.items():
                found += bounded(f"{name}-{code}", most, spec.least, spec.most)
        case _:
            found = [wrong(name, given)]
    return found


def _pair_problems(name: str, given: list[JsonValue], codes: Codes) -> list[Refusal]:
    pairs = [pair for pair in given if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) < len(given):
        return [wrong(name, given)]
    if len({(str(first), str(second)) for first, second in pairs}) < len(pairs):
        return [Refusal(code="rule.repeated", field=name)]
    return _code_problems(name, list(dict.fromkeys(str(code) for pair in pairs for code in pair)), codes)


def _code_problems(name: str, given: Sequence[JsonValue], codes: Codes) -> list[Refusal]:
    if not all(isinstance(code, str) for code in given):
        return [wrong(name, given)]
    if not given:
        return [Refusal(code="rule.nothing_chosen", field=name)]
    if len(set(map(str, given))) < len(given):
        return [Refusal(code="rule.repeated", field=name)]
    return [
        Refusal(code="rule.unknown_kind", field=name, measured=short(code))
        for code in given
        if codes is not None and code not in codes
    ]


def _window_problems(name: str, given: JsonValue) -> list[Refusal]:
    if not isinstance(given, list) or len(given) != 2:
        return [wrong(name, given)]
    no_times = [part for part in given if not is_whole(part)]
    if no_times:
        return [Refusal(code="not_a_time", field=name, measured=short(no_times[0]))]
    first, last = (int(str(minute)) for minute in given)
    if not 0 <= first < last <= first + 1440:
        return [wrong(name, given)]
    if first > NIGHT_OF_THE_LAW[0] or last < NIGHT_OF_THE_LAW[1]:
        return [Refusal(code="rule.night_too_short", field=name)]
    return []


def _limit(stored: JsonValue) -> Limit | None:
    if not isinstance(stored, dict):
        return None
    value, weight = (int(str(stored.get(part) or 0)) for part in ("value", "weight"))
    return Limit(value=value, hard=bool(stored["hard"]), weight=0 if stored["hard"] else weight)


def _engine_values(spec: DetailSpec, stored: JsonValue) -> dict[str, object]:
    match stored:
        case list() if spec.shape is Shape.PAIRS:
            return {spec.name: frozenset((str(a), str(b)) for a, b in map(_pair, stored))}
        case list() if spec.shape is Shape.WINDOW:
            return dict(zip(spec.fields, stored, strict=True))
        case list():
            return {spec.name: frozenset(map(str, stored))}
        case dict():
            return {spec.name: tuple((code, most) for code, most in sorted(stored.items()))}
    return {spec.name: stored}


def _pair(stored: JsonValue) -> tuple[str, str]:
    first, second = stored if isinstance(stored, list) else ("", "")
    return str(first), str(second)
