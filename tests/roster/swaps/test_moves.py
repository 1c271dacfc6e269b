"""What a swap does to the cells of a roster, and which swaps cannot be."""

import pytest

from roster.swaps.moves import Swap
from tests.roster.small import rows
from tests.roster.swaps.office import exchange, give, june, stand_in


def test_two_people_exchange_their_shifts_of_a_day() -> None:
    after = exchange(1, "ann", "ben").applied(rows({"ann": "NE", "ben": "ME"}))
    assert after == rows({"ann": "ME", "ben": "NE"})


def test_a_stand_in_leaves_the_giver_free() -> None:
    assert stand_in(2).applied(rows({"ann": "EE"})) == rows({"ann": "E", "ben": ".E"})


def test_three_people_pass_their_shifts_on_in_a_ring() -> None:
    ring = Swap(moves=(give(1, "ann", "ben"), give(1, "ben", "cai"), give(1, "cai", "ann")))
    assert ring.applied(rows({"ann": "E", "ben": "M", "cai": "N"})) == rows(
        {"ann": "N", "ben": "E", "cai": "M"}
    )


def test_a_shift_is_paid_back_on_another_day() -> None:
    swap = Swap(moves=(give(1, "ann", "ben"),), paybacks=(give(3, "ben", "ann"),))
    assert swap.applied(rows({"ann": "E", "ben": "..M"})) == rows({"ann": "..M", "ben": "E"})
    assert swap.parties == ("ann", "ben")
    assert swap.touched("ben") == {june(1)}


def test_what_is_undone_is_as_before() -> None:
    before = rows({"ann": "NE", "ben": "M.", "cai": "..E"})
    swap = Swap(moves=exchange(1, "ann", "ben").moves, paybacks=(give(3, "cai", "ann"),))
    assert swap.undone.applied(swap.applied(before)) == before


@pytest.mark.parametrize(
    ("swap", "code", "person"),
    [
        (stand_in(3), "swap_no_shift", "ann"),
        (stand_in(1), "swap_taker_busy", "ben"),
        (exchange(1, "ann", "cai"), "swap_nothing_changes", "ann"),
    ],
)
def test_what_cannot_be_is_named(swap: Swap, code: str, person: str) -> None:
    found = swap.misfits(rows({"ann": "EE", "ben": "M.", "cai": "E."}))
    assert (code, person) in {(violation.code, violation.person) for violation in found}
    assert {violation.code for violation in found} == {code}


def test_all_that_cannot_be_is_named_at_once() -> None:
    found = stand_in(1, 3).misfits(rows({"ann": "E", "ben": "M"}))
    assert [(v.code, v.dates) for v in found] == [
        ("swap_no_shift", (june(3),)),
        ("swap_taker_busy", (june(1),)),
    ]


@pytest.mark.parametrize(
    "moves",
    [
        (),
        (give(1, "ann", "ann"),),
        (give(1, "ann", "ben"), give(1, "ann", "cai")),
        (give(1, "ann", "cai"), give(1, "ben", "cai")),
    ],
)
def test_a_shift_goes_to_one_other_person(moves: tuple[object, ...]) -> None:
    with pytest.raises(ValueError, match=r"swap|shift|giver"):
        Swap(moves=moves)  # type: ignore[arg-type]
