"""Sentences of the rules over the people on duty: seats, posts, probation, reserve."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

from roster.violation import Violation
from web.i18n import clock_range
from web.shift_marks import shift_name


def _skills_per_post(violation: Violation) -> str:
    facts = violation.details
    numbers = {"measured": violation.measured, "limit": violation.limit}
    skills = _(" or ").join(str(facts["skills"]).split("|"))
    if "kind" in facts:
        kind = shift_name(str(facts["kind"]))
        return _(
            "With %(skills)s in the %(kind)s: %(measured)s; at least %(limit)s",
            skills=skills,
            kind=kind,
            **numbers,
        )
    return _(
        "%(times)s: with %(skills)s %(measured)s; at least %(limit)s",
        times=_times(violation),
        skills=skills,
        **numbers,
    )


def _reserve(violation: Violation) -> str:
    most = violation.details.get("most")
    if most is None:
        return _(
            "Emergency seats: %(measured)s; at least %(limit)s needed",
            measured=violation.measured,
            limit=violation.limit,
        )
    return _(
        "Emergency seats: %(measured)s; %(least)s–%(most)s needed",
        measured=violation.measured,
        least=violation.limit,
        most=most,
    )


def _times(violation: Violation) -> str:
    facts = violation.details
    return clock_range(int(facts["from_minute"]), int(facts["to_minute"]))


DUTY_SENTENCES: Mapping[str, Callable[[Violation], str]] = {
    "seats": lambda v: _(
        "%(times)s: up to %(measured)s on duty; %(limit)s seats",
        times=_times(v),
        measured=v.measured,
        limit=v.limit,
    ),
    "skills_per_post": _skills_per_post,
    "probation_pairing": lambda v: _(
        "On probation in the %(kind)s: %(measured)s beside %(experienced)s experienced; at most %(limit)s",
        kind=shift_name(str(v.details["kind"])),
        measured=v.measured,
        experienced=v.details["experienced"],
        limit=v.limit,
    ),
    "reserve": _reserve,
    "reserve_most": lambda v: _(
        "Emergency seats: %(measured)s; over %(limit)s", measured=v.measured, limit=v.limit
    ),
    "reserve_surplus": lambda v: _(
        "%(times)s: surplus of people %(measured)s; at least %(limit)s",
        times=_times(v),
        measured=v.measured,
        limit=v.limit,
    ),
    "reserve_ordinary": lambda v: _(
        "People in reserve: %(measured)s; at least %(limit)s, %(per_shift)s per kind of shift",
        measured=v.measured,
        limit=v.limit,
        per_shift=v.details["per_shift"],
    ),
}
"""By rule; `web.wording.SENTENCES` has them among all others."""
