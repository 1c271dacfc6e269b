"""What is wrong with a set of values, as data: codes, not words.

The words for a code are made in the pages' language by the web layer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import JsonValue, ValidationError
from pydantic_core import ErrorDetails, to_json

from web.policy.parameters import BY_KEY
from web.policy.values import PolicyValues

PROBLEM_CODES: Final = frozenset(
    {
        "policy.empty",
        "policy.invalid",
        "policy.missing_part",
        "policy.more_days_than_open",
        "policy.not_a_choice",
        "policy.not_ascending",
        "policy.not_a_step",
        "policy.out_of_range",
        "policy.range_reversed",
        "policy.repeated",
        "policy.shift_code_family",
        "policy.shift_minutes",
        "policy.shift_break",
        "policy.shift_starts_at_24",
        "policy.unknown_key",
        "policy.unknown_part",
        "policy.unknown_shift",
        "policy.wrong_format",
        "policy.wrong_type",
    }
)
"""Every code that a problem can have; the pages have words for each."""

_RANGE: Final = {"greater_than": "gt", "greater_than_equal": "ge", "less_than": "lt", "less_than_equal": "le"}


@dataclass(frozen=True, kw_only=True)
class PolicyProblem:
    """One reason why a value is refused.

    Parameters
    ----------
    code
        One of `PROBLEM_CODES`.
    key
        The setting, ``""`` when the problem lies between several.
    part
        Where inside the value, such as ``0.start`` for the first shift's start.
    value
        What was given, as text.
    limit
        The bound that was crossed, as text; ``""`` when there is none.
    """

    code: str
    key: str
    part: str = ""
    value: str = ""
    limit: str = ""


def check_values(values: Mapping[str, JsonValue]) -> tuple[PolicyValues | None, list[PolicyProblem]]:
    """Turn raw values into a policy's values, or into every reason why not (then the first is None).

    Parameters
    ----------
    values
        By key; what is not named takes the product's default, None is "not set".
    """
    try:
        return PolicyValues.model_validate_json(
            # A number that is none must not turn into null, which would switch the rule off.
            to_json(dict(values), inf_nan_mode="constants"),
            strict=True,
        ), []
    except ValidationError as error:
        found = [_problem(detail) for detail in error.errors(include_url=False)]
    # A list of which every member is refused is also reported as empty: that says nothing new.
    refused_inside = {problem.key for problem in found if problem.part}
    return None, [
        p for p in found if not (p.code == "policy.empty" and not p.part and p.key in refused_inside)
    ]


def _problem(detail: ErrorDetails) -> PolicyProblem:
    context = detail.get("ctx", {})
    location = [str(part) for part in detail["loc"]]
    key = location[0] if location else str(context.get("key", ""))
    return PolicyProblem(
        code=_code(detail["type"], known_key=key in BY_KEY or not key),
        key=key,
        # The name of a union's branch is no place in the value.
        part=".".join(part for part in location[1:] if not part.startswith(("constrained-", "function-"))),
        value=_short(context.get("value", detail["input"] if location else "")),
        limit=_limit(detail["type"], context),
    )


def _code(kind: str, *, known_key: bool) -> str:  # noqa: PLR0911 - a table of cases reads best as one
    if kind.startswith("policy."):
        return kind
    if kind == "extra_forbidden":
        return "policy.unknown_part" if known_key else "policy.unknown_key"
    if kind == "enum":
        return "policy.not_a_choice"
    if kind in _RANGE:
        return "policy.out_of_range"
    if kind == "multiple_of":
        return "policy.not_a_step"
    if kind in {"string_pattern_mismatch", "date_from_datetime_parsing", "date_parsing"}:
        return "policy.wrong_format"
    if kind in {"too_short", "string_too_short"}:
        return "policy.empty"
    if kind == "missing":
        return "policy.missing_part"
    if kind.endswith(("_type", "_parsing", "_from_float")):
        return "policy.wrong_type"
    return "policy.invalid"


def _limit(kind: str, context: Mapping[str, object]) -> str:
    name = _RANGE.get(kind, "expected" if kind == "enum" else "limit")
    found = context.get("multiple_of" if kind == "multiple_of" else name, "")
    return str(found)


def _short(value: object) -> str:
    text = value if isinstance(value, str) else to_json(value).decode()
    return text if len(text) <= 60 else f"{text[:59]}…"
