"""Every published value that we know of comes out to the digits published."""

import csv
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from forecasting.erlang import asa_c, erlang_b, erlang_c, service_level_c
from forecasting.goals import Goals
from forecasting.inverse import agents_for, load_for
from forecasting.staffing import ServiceLevel, required_agents

TABLE = Path(__file__).parent / "data" / "erlang_reference_values.csv"
HALF_HOUR = 1800.0


def servers_for_asa(load: float, aht: float, asa: float) -> float:
    return float(agents_for(load, Goals(asa_s=asa), aht_s=aht, whole=False)[0])


def servers_for_level(load: float, aht: float, share: float, seconds: float) -> float:
    goals = Goals(service_level=ServiceLevel(share=share, seconds=seconds))
    return float(agents_for(load, goals, aht_s=aht, whole=False)[0])


def load_for_level(agents: float, aht: float, share: float, seconds: float) -> float:
    goals = Goals(service_level=ServiceLevel(share=share, seconds=seconds))
    return float(load_for(agents, goals, aht_s=aht)[0])


def load_for_asa(agents: float, aht: float, asa: float) -> float:
    return float(load_for(agents, Goals(asa_s=asa), aht_s=aht)[0])


def fewest_agents(
    calls: float,
    minutes: int,
    aht: float,
    *,
    column: str = "on_calls",
    patience: float | None = None,
    shrinkage: float = 0.0,
    max_occupancy: float | None = None,
    max_abandoned: float | None = None,
) -> float:
    forecast = pd.DataFrame({"ds": [pd.Timestamp("2026-01-01")], "mean": [calls]})
    found = required_agents(
        forecast,
        aht_s=aht,
        patience_s=patience,
        target=ServiceLevel(share=0.8, seconds=20),
        shrinkage=shrinkage,
        max_occupancy=max_occupancy,
        max_abandoned=max_abandoned,
        slot_minutes=minutes,
    )
    return float(found[column].iloc[0])


def fewest_channels(load: float, blocking: float) -> float:
    channels = np.arange(1, 200)
    return float(channels[erlang_b(channels, load) <= blocking][0])


def late_share(agents: float, load: float, aht: float, seconds: float) -> float:
    return 1.0 - float(service_level_c(agents, load, aht_s=aht, seconds=seconds))


LOAD_1000 = 1000 * 120 / 3600
# inputs and output of the row → how we compute it.
CALCULATIONS: dict[tuple[str, str], Callable[[], float]] = {
    ("A=10 AHT=180 ASA=15s", "servers"): partial(servers_for_asa, 10, 180, 15),
    ("A=100 AHT=180 ASA=15s", "servers"): partial(servers_for_asa, 100, 180, 15),
    ("200 calls/30min AHT=300 ASA=5s", "servers"): partial(servers_for_asa, 200 * 300 / HALF_HOUR, 300, 5),
    ("936 calls/30min AHT=180 90%/10s", "servers"): partial(servers_for_level, 93.6, 180, 0.9, 10),
    ("936 calls/30min AHT=180 95%/10s", "servers"): partial(servers_for_level, 93.6, 180, 0.95, 10),
    ("A=10.3 AHT=180 90%/10s", "servers"): partial(servers_for_level, 10.3, 180, 0.9, 10),
    ("N=25 AHT=180 90%/10s", "max erlangs"): partial(load_for_level, 25, 180, 0.9, 10),
    ("N=25 AHT=180 95%/10s", "max erlangs"): partial(load_for_level, 25, 180, 0.95, 10),
    ("N=25.33 AHT=180 95%/10s", "max erlangs"): partial(load_for_level, 25.33, 180, 0.95, 10),
    ("N=20 AHT=300 ASA=60s", "max erlangs"): partial(load_for_asa, 20, 300, 60),
    ("100/30min AHT=180 80/20", "agents"): partial(fewest_agents, 100, 30, 180),
    ("100/30min AHT=180 N=14 t=20", "service level"): lambda: float(
        service_level_c(14, 10, aht_s=180, seconds=20)
    ),
    ("100/30min AHT=180 N=14", "ASA s"): lambda: float(asa_c(14, 10, aht_s=180)),
    ("100/30min AHT=180 N=11", "P(wait)"): lambda: float(erlang_c(11, 10)),
    ("100/30min AHT=180 80/20 shrink 30%", "rostered = ceil(14/0.7)"): partial(
        fewest_agents, 100, 30, 180, shrinkage=0.3, column="required"
    ),
    ("1000/h AHT=120 80/20 occ<=.85", "agents"): partial(fewest_agents, 1000, 60, 120, max_occupancy=0.85),
    ("1000/h AHT=120 N=40 t=20", "service level"): lambda: float(
        service_level_c(40, LOAD_1000, aht_s=120, seconds=20)
    ),
    ("same N=40", "P(wait)"): lambda: float(erlang_c(40, LOAD_1000)),
    ("1000/h AHT=120 N=35 t=20", "service level"): lambda: float(
        service_level_c(35, LOAD_1000, aht_s=120, seconds=20)
    ),
    ("same N=35", "P(wait)"): lambda: float(erlang_c(35, LOAD_1000)),
    ("same N=35", "ASA s"): lambda: float(asa_c(35, LOAD_1000, aht_s=120)),
    ("30/h 80s N=2", "P(wait>10s)"): partial(late_share, 2, 30 * 80 / 3600, 80, 10),
    ("100/30min AHT=3min patience=5min 80/20 ab<=5%", "agents"): partial(
        fewest_agents, 100, 30, 180, patience=300, max_abandoned=0.05
    ),
    ("A=10 blocking<=2%", "channels"): partial(fewest_channels, 10, 0.02),
}

with TABLE.open(encoding="utf-8", newline="") as handle:
    ROWS = list(csv.DictReader(handle))


@pytest.mark.parametrize(
    "row", ROWS, ids=[f"{row['model']}: {row['inputs']} {row['output']}" for row in ROWS]
)
def test_published_value_is_reproduced_to_its_digits(row: dict[str, str]) -> None:
    """Half a unit in the last published digit is allowed, no more."""
    published = row["published"]
    decimals = min(len(published.partition(".")[2]), 12)
    computed = CALCULATIONS[row["inputs"], row["output"]]()
    assert computed == pytest.approx(float(published), abs=0.5 * 10.0**-decimals)


def test_no_published_row_is_left_out_and_none_is_invented() -> None:
    assert {(row["inputs"], row["output"]) for row in ROWS} == set(CALCULATIONS)
    assert len(ROWS) == 24
