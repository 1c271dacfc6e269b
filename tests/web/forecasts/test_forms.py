import pytest

from web.forecasts.forms import as_typed, read_targets
from web.planning.month import Targets

GOOD = {
    "service_level_share": "80",
    "service_level_seconds": "20",
    "aht_seconds": "181.5",
    "patience_seconds": "",
    "shrinkage": "30",
    "max_occupancy": "",
}


def test_shares_are_typed_in_percent_and_empty_fields_set_no_limit() -> None:
    assert read_targets(GOOD) == Targets(aht_seconds=181.5, service_level_share=0.8, shrinkage=0.3)
    full = read_targets({**GOOD, "patience_seconds": "90", "max_occupancy": "85"})
    assert full == Targets(
        aht_seconds=181.5, service_level_share=0.8, shrinkage=0.3, patience_seconds=90, max_occupancy=0.85
    )


def test_answer_rate_and_speed_of_answer_are_asked_for_where_typed() -> None:
    found = read_targets(
        {**GOOD, "patience_seconds": "90", "min_answer_rate": "97.5", "max_asa_seconds": "12"}
    )
    assert isinstance(found, Targets)
    assert (found.min_answer_rate, found.max_asa_seconds) == (0.975, 12)
    assert read_targets(as_typed(found)) == found


def test_an_answer_rate_needs_the_patience_of_callers() -> None:
    refused = read_targets({**GOOD, "min_answer_rate": "95"})
    assert isinstance(refused, list)
    assert [(refusal.field, refusal.code) for refusal in refused] == [("patience_seconds", "required")]


def test_what_is_shown_reads_back_as_the_same_targets() -> None:
    targets = Targets(service_level_share=0.57, shrinkage=0.29, max_occupancy=0.923, patience_seconds=61.5)
    assert read_targets(as_typed(targets)) == targets


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("service_level_share", "", "required"),
        ("service_level_share", "100", "out_of_range"),
        ("service_level_share", "0", "out_of_range"),
        ("service_level_seconds", "20.5", "not_whole"),
        ("service_level_seconds", "-1", "out_of_range"),
        ("aht_seconds", "three minutes", "not_a_number"),
        ("aht_seconds", "0", "out_of_range"),
        ("aht_seconds", "nan", "not_a_number"),
        ("patience_seconds", "0", "out_of_range"),
        ("shrinkage", "95", "out_of_range"),
        ("max_occupancy", "101", "out_of_range"),
    ],
)
def test_a_field_that_does_not_fit_is_named(field: str, typed: str, code: str) -> None:
    refused = read_targets({**GOOD, field: typed})
    assert isinstance(refused, list)
    assert [(refusal.field, refusal.code) for refusal in refused] == [(field, code)]


def test_all_fields_are_judged_at_once() -> None:
    refused = read_targets({})
    assert isinstance(refused, list)
    assert {refusal.field for refusal in refused} == {
        "service_level_share",
        "service_level_seconds",
        "aht_seconds",
        "shrinkage",
    }
