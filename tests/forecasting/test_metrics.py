"""Measures of a forecast; every one of them also shows itself in a doctest."""

import doctest
import importlib

import pytest

from forecasting.metrics import bias, coverage, wape


@pytest.mark.parametrize(
    "module",
    [
        "forecasting.metrics",
        "forecasting.tabular",
        "forecasting.reading.call_columns",
        "forecasting.reading.delimited",
        "forecasting.reading.workbook",
    ],
)
def test_examples_in_docstrings_hold(module: str) -> None:
    result = doctest.testmod(importlib.import_module(module))
    assert result.attempted > 0
    assert result.failed == 0


def test_series_of_different_length_are_refused() -> None:
    for measure in (wape, bias):
        with pytest.raises(ValueError, match="equally long"):
            measure([1, 2], [1])
    with pytest.raises(ValueError, match="non-empty"):
        coverage([], [], [])
