"""Refusals of services as data; the words are made in web.wording, in the reader's language."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a service did not do what it was asked.

    A broken roster rule is a `roster.violation.Violation`; this is everything else: a stale version,
    a state that does not allow the step, a field that does not fit.

    Parameters
    ----------
    code
        What is wrong, such as ``stale_version``.
    field
        The form field it belongs to, or "".
    measured, limit
        What was found, and what is allowed, where there is such a thing.
    details
        Further facts for the words.
    """

    code: str
    field: str = ""
    measured: str | int | float | None = None
    limit: str | int | float | None = None
    details: Mapping[str, str | int | float | None] = dataclasses.field(default_factory=dict)
