"""Load carried over between slots."""

import numpy as np
import pytest

from forecasting.carried_load import carried_load


def test_a_level_stream_of_calls_loads_every_slot_alike() -> None:
    assert carried_load([100] * 5, aht_s=180, slot_minutes=30) == pytest.approx([10.0] * 5)


def test_the_mean_agrees_with_the_equation_in_small_steps() -> None:
    calls, aht, length = [0, 60, 150, 20], 900.0, 1800.0
    steps, now, expected = 20_000, 0.0, []
    for count in calls:
        path = []
        for _ in range(steps):
            now += length / steps * (count / length - now / aht)
            path.append(now)
        expected.append(float(np.mean(path)))
    assert carried_load(calls, aht_s=aht, slot_minutes=30, before=0.0) == pytest.approx(expected, rel=1e-3)


def test_long_calls_still_load_the_slot_after_them() -> None:
    loads = carried_load([0, 100, 0, 0], aht_s=1200, slot_minutes=30)
    at_once = 100 * 1200 / 1800
    assert loads[0] == 0
    assert at_once > loads[1] > loads[2] > loads[3] > 0
    # nothing is lost: what was begun is ended
    long = carried_load([0, 100, *[0] * 40], aht_s=1200, slot_minutes=30)
    assert long.sum() == pytest.approx(at_once)


def test_no_slot_has_no_load() -> None:
    assert carried_load([], aht_s=180, slot_minutes=30).tolist() == []
