"""Medical proof: from which day, until when, and dates that join."""

from dataclasses import replace

import pytest

from roster.leave.asking import Channel
from roster.leave.proof import Certificate, needs_proof, proof_due, proof_faults
from tests.roster.leave.regulation import S0H, asked, june


def certificate(first: int, last: int) -> Certificate:
    return Certificate(first=june(first), last=june(last))


def test_g14_proof_is_due_on_the_first_day_after_and_an_emergency_needs_none() -> None:
    assert proof_due(asked("sick", 2, 4), S0H) == june(5)
    assert proof_due(asked("emergency", 2, 4), S0H) is None
    assert not needs_proof(asked("personal", 2, 4), S0H)


def test_g14_certificates_must_join() -> None:
    (gap,) = proof_faults(june(2), june(4), [certificate(4, 4), certificate(2, 2)], continuous=True)
    assert (gap.code, gap.dates) == ("proof_gap", (june(3),))
    assert proof_faults(june(2), june(4), [certificate(2, 3), certificate(4, 4)], continuous=True) == ()
    (hole,) = proof_faults(june(2), june(4), [certificate(4, 4), certificate(2, 2)], continuous=False)
    assert (hole.code, hole.dates, hole.measured) == ("proof_missing", (june(3),), 2)
    assert proof_faults(june(2), june(4), [certificate(1, 9)], continuous=True) == ()


def test_certificates_reach_from_the_first_to_the_last_day() -> None:
    (short,) = proof_faults(june(2), june(4), [certificate(2, 3)], continuous=True)
    assert (short.code, short.dates, short.measured, short.limit) == ("proof_missing", (june(4),), 2, 3)
    (none,) = proof_faults(june(2), june(4), [], continuous=True)
    assert (none.measured, none.limit) == (0, 3)


@pytest.mark.parametrize(("last", "needed"), [(2, False), (3, True)])
def test_from_so_many_days_on_inclusive(last: int, needed: bool) -> None:
    assert S0H.proof is not None
    two = replace(S0H, proof=replace(S0H.proof, from_days=2))
    assert needs_proof(asked("sick", 2, last), two) is needed
    # not handled in person: proof whatever the days
    assert needs_proof(asked("sick", 2, last, channel=Channel.PROXY), two)


def test_an_emergency_that_is_not_excepted_needs_proof_like_any_sickness() -> None:
    assert S0H.proof is not None
    strict = replace(S0H, proof=replace(S0H.proof, emergency_excepted=False, due_on_first_day_after=False))
    assert needs_proof(asked("emergency"), strict)
    assert proof_due(asked("emergency"), strict) is None
    assert not needs_proof(asked("sick"), replace(S0H, proof=None))


def test_a_certificate_that_ends_before_it_begins_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="last day"):
        certificate(3, 2)
