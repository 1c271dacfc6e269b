"""Typed values out of a form: what no number, no time and no id can be is refused, never an error."""

import pytest

from web.addresses import LARGEST_ID
from web.fields import Fields, form_token, page_number, row_id


@pytest.mark.parametrize("text", ["NaN", "sNaN", "-snan123", "nan", "twelve", "1,5"])
def test_what_is_not_a_number_is_refused_as_such(text: str) -> None:
    fields = Fields({"share": text})
    assert fields.number("share", least=0, most=1) is None
    assert [refusal.code for refusal in fields.refusals] == ["not_a_number"]


@pytest.mark.parametrize("text", ["Infinity", "1e999999", "-1"])
def test_a_number_beyond_every_bound_is_out_of_range(text: str) -> None:
    fields = Fields({"share": text})
    assert fields.number("share", least=0, most=1) is None
    assert [refusal.code for refusal in fields.refusals] == ["out_of_range"]


@pytest.mark.parametrize("text", ["\U00010a40:00", "8:\U00010a40\U00010a40", "9" * 5000 + ":00", "24:01"])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    fields = Fields({"start": text})
    assert fields.minute("start") is None
    assert [refusal.code for refusal in fields.refusals] == ["not_a_time"]


@pytest.mark.parametrize("text", ["", "0", "-1", "²", "٣", "1.0", str(LARGEST_ID + 1), "9" * 5000])
def test_a_text_that_names_no_row_is_no_id(text: str) -> None:
    assert row_id(text) is None
    assert page_number(text) == 1
    fields = Fields({"team": text})
    assert fields.id("team", {1, 2}) is None
    assert fields.refusals


def test_ids_reach_to_the_largest() -> None:
    assert (row_id(str(LARGEST_ID)), row_id(" 7 ")) == (LARGEST_ID, 7)


@pytest.mark.parametrize("form", [{}, {"token": ""}, {"token": "x" * 65}, {"token": "a\0b"}])
def test_a_token_that_is_none_of_ours_is_none(form: dict[str, str]) -> None:
    """PostgreSQL stores no NUL."""
    assert form_token(form) == ""


def test_a_token_of_ours_is_kept() -> None:
    assert form_token({"token": "x" * 64}) == "x" * 64
