"""Who is ready is chance, how many are is not: groups add up, and none is ready beyond its people."""

import numpy as np
import pytest

from forecasting.ready_groups import split_over_groups


def test_groups_add_up_to_those_who_are_ready() -> None:
    ready = np.array([[3, 0, 5]] * 2000)
    groups = [np.array([4.0, 2.0, 1.0]), np.array([2.0, 0.0, 4.0])]
    first, second = split_over_groups(ready, groups, seed=1)
    assert (first + second == ready).all()
    assert (first <= groups[0]).all()
    assert (second <= groups[1]).all()
    assert first[:, 2].tolist() == [1] * 2000, "where all are ready, all of each group are"
    assert first[:, 0].mean() == pytest.approx(2.0, abs=0.05), "three of six: half of the four"
    assert (first[:, 0] != first[0, 0]).any()


def test_a_single_group_is_everybody() -> None:
    ready = np.array([[3, 1], [2, 0]])
    assert (split_over_groups(ready, [np.array([5.0, 1.0])], seed=1)[0] == ready).all()


def test_more_than_are_there_cannot_be_ready() -> None:
    with pytest.raises(ValueError, match="ready"):
        split_over_groups(np.array([[3]]), [np.array([2.0])], seed=1)
