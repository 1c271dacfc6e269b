"""Every bad call file: all faults named with row and column, in a sentence, and no exception."""

import pytest

from forecasting.calls import check_calls, read_calls
from forecasting.tabular import NoticeCode
from tests.forecasting.bad_calls import CORPUS, LAST_DAY, READABLE, BadCalls


@pytest.mark.parametrize("bad", [*CORPUS, *READABLE], ids=lambda bad: bad.name)
def test_all_faults_are_named_by_row_and_column(bad: BadCalls) -> None:
    file = read_calls(bad.data, last_day=LAST_DAY)
    errors = [(error.row, error.column, error.code.value) for error in file.errors]
    assert sorted(errors, key=str) == sorted(bad.errors, key=str)
    notices = [(each.row, each.column, each.code.value) for each in file.notices]
    assert [each for each in notices if each[2] != NoticeCode.COLUMNS_USED.value] == list(bad.notices)
    assert len(file.frame) == bad.good
    check_calls(file.frame)


def test_full_width_digits_and_thousands_are_the_numbers_they_say() -> None:
    values = {bad.name: read_calls(bad.data).frame["calls"].unique().tolist() for bad in READABLE[:2]}
    assert values == {"full-width digits": [12], "thousands": [1234]}


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(CORPUS) >= 25
    assert len({bad.name for bad in CORPUS}) == len(CORPUS)
