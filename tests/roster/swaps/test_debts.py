"""Pay-back: what is owed, what is settled, and until when."""

from roster.swaps.debts import debts_of, next_day_of_kind, payback_on_next_day
from roster.swaps.moves import Swap
from roster.swaps.terms import PayBack
from tests.roster.small import rows
from tests.roster.swaps.office import exchange, give, june, office, stand_in

ROSTER = rows({"ann": "DD.D", "ben": "..DD", "cai": "EDDD"})


def test_an_exchange_owes_nothing() -> None:
    assert debts_of(exchange(4, "ann", "ben"), ROSTER, payback=PayBack.AGREED, due=None) == ()


def test_a_stand_in_is_owed_until_the_due_date() -> None:
    (debt,) = debts_of(stand_in(1), ROSTER, payback=PayBack.OPTIONAL, due=june(30))
    assert (debt.debtor, debt.creditor, debt.date, debt.kind, debt.due, debt.paid_on) == (
        "ann",
        "ben",
        june(1),
        "D",
        june(30),
        None,
    )


def test_a_payback_named_in_the_swap_settles_it_the_first_first() -> None:
    swap = Swap(moves=stand_in(1, 2).moves, paybacks=(give(3, "ben", "ann"),))
    one, two = debts_of(swap, ROSTER, payback=PayBack.AGREED, due=june(30))
    assert (one.paid_on, one.due) == (june(3), june(3))
    assert (two.date, two.paid_on, two.due) == (june(2), None, june(30))


def test_two_shifts_for_one_leave_one_owed() -> None:
    swap = Swap(moves=(give(1, "ann", "ben"), give(2, "ann", "ben"), give(3, "ben", "ann")))
    owed = debts_of(swap, ROSTER, payback=PayBack.AGREED, due=None)
    assert len(owed) == 1
    assert owed[0].debtor == "ann"


def test_where_no_payback_is_known_nothing_is_owed() -> None:
    assert debts_of(stand_in(1), ROSTER, payback=PayBack.NONE, due=june(30)) == ()


def test_g11_the_next_day_is_the_next_day_of_that_duty() -> None:
    assert next_day_of_kind(office(), rows({"ann": "D", "cai": ".D"}), "D", june(1)) == june(2)
    assert next_day_of_kind(office(), rows({"ann": "D", "cai": ".E.D"}), "D", june(1)) == june(4)
    assert next_day_of_kind(office(), rows({"ann": "D"}), "D", june(1)) is None


def test_g11_a_stand_in_of_monday_is_paid_back_on_tuesday() -> None:
    monday = rows({"ann": "D", "cai": ".DD"})
    swap = stand_in(1, taker="cai")
    assert payback_on_next_day(office(), monday, swap) == give(2, "cai", "ann")
    assert payback_on_next_day(office(), rows({"ann": "D", "cai": "..D", "dan": ".D"}), swap) is None
    assert payback_on_next_day(office(), rows({"ann": "DE", "cai": ".D"}), swap) is None
    assert payback_on_next_day(office(), monday, exchange(1, "ann", "cai")) is None
