"""Every preset states exactly what its regulation's text states, and no more."""

import csv
import json
import tomllib
from pathlib import Path

import pytest
from pydantic import ValidationError

import web
from web.policy import SHIFT_CATALOGUE, Provenance, load_preset, presets
from web.policy.parameters import BY_KEY, PARAMETERS
from web.policy.preset_file import PRESETS as FOLDER
from web.policy.preset_file import parse_preset, preset_ids
from web.policy.schema import STANDS_IN, policy_from

# What each regulation says, one line per parameter that it speaks of: stated, derived from the text, stated
# with a gap, or left blank; the value as stored. Shift times stand apart below.
TABLE = Path(__file__).with_name("stated_values.csv")
with TABLE.open(encoding="utf-8") as table:
    LINES = list(csv.DictReader(table))
PRESETS = [
    *("S0a", "S0b", "S0c", "S0d", "S0e", "S0f", "S0g", "S0h", "S0i", "S1a", "S2a", "S3a"),
    *("S3b", "S3c", "S3d", "S3e", "S3f", "S3g", "S4a", "S4b", "S4c", "S4d", "S4e", "S4f"),
]


def said(preset: str, *states: str) -> dict[str, str]:
    """Return the values that the table has for a preset, by key."""
    return {
        line["key"]: line["value"] for line in LINES if line["preset"] == preset and line["state"] in states
    }


TIMES: dict[str, list[tuple[str, str, str, int, int]]] = {
    "S0g": [
        ("E", "08:00", "15:30", 450, 0),
        ("M", "15:30", "23:00", 450, 0),
        ("N", "23:00", "08:00", 540, 0),
    ],
    "S0e": [("D", "09:00", "18:00", 480, 60)],
    "S0f": [("E", "09:00", "18:00", 540, 0), ("M", "18:00", "24:00", 360, 0)],
    "S0i": [("D", "08:00", "18:00", 600, 0)],
    "S3c": [("D", "11:30", "13:30", 120, 0)],
    "S3d": [("D", "11:50", "13:50", 120, 0)],
}
# set, blank, silent
COUNTS = {
    "S0a": (5, 0, 115), "S0b": (6, 0, 114), "S0c": (8, 0, 112), "S0d": (18, 0, 102),
    "S0e": (8, 0, 112), "S0f": (15, 0, 105), "S0g": (13, 0, 107), "S0h": (27, 2, 91),
    "S0i": (14, 0, 106), "S1a": (12, 0, 108), "S2a": (3, 0, 117), "S3a": (28, 1, 91),
    "S3b": (5, 4, 111), "S3c": (11, 2, 107), "S3d": (11, 4, 105), "S3e": (14, 1, 105),
    "S3f": (13, 1, 106), "S3g": (22, 1, 97), "S4a": (1, 0, 119), "S4b": (1, 0, 119),
    "S4c": (1, 0, 119), "S4d": (1, 0, 119), "S4e": (1, 0, 119), "S4f": (33, 2, 85),
}  # fmt: skip


def test_there_are_twenty_four_presets() -> None:
    assert [info.id for info in presets()] == PRESETS == list(preset_ids())
    assert {line["preset"] for line in LINES} == set(PRESETS)
    assert all(BY_KEY[line["key"]].number == line["number"] for line in LINES)


@pytest.mark.parametrize("preset", PRESETS)
def test_preset_states_exactly_what_its_text_states(preset: str) -> None:
    policy = load_preset(preset)
    effective = policy.effective()
    stated = {key for key, provenance in effective.provenance.items() if provenance is Provenance.STATED}
    expected = said(preset, "stated", "derived", "gap")

    assert stated == set(expected)
    snapshot = effective.snapshot()
    assert {key: snapshot[key] for key in expected if key not in STANDS_IN} == {
        key: json.loads(value) for key, value in expected.items() if key not in STANDS_IN
    }
    statements = policy.content.stated
    assert {key for key in stated if statements[key].derived} == set(said(preset, "derived"))
    assert {key for key in stated if policy.has_gap(key)} == set(said(preset, "gap"))


@pytest.mark.parametrize("preset", sorted(TIMES))
def test_shift_times_are_those_of_the_text(preset: str) -> None:
    shifts = load_preset(preset).effective().values.shift_times
    assert [(s.code, s.start, s.end, s.paid_minutes, s.break_minutes) for s in shifts] == TIMES[preset]


@pytest.mark.parametrize("preset", PRESETS)
def test_blank_is_not_set_and_silent_is_the_default(preset: str) -> None:
    effective = load_preset(preset).effective()
    silent_default = (
        policy_from(parse_preset('id="S9z"\ntitle_zh="空"\ntitle_en="empty"\n[stated]'))
        .effective()
        .snapshot()
    )

    blank = {key for key, provenance in effective.provenance.items() if provenance is Provenance.BLANK}
    assert blank == set(said(preset, "blank"))
    assert set(effective.questions()) == set(said(preset, "blank", "gap"))
    expected = said(preset, "blank")
    assert all(effective.snapshot()[key] == json.loads(expected[key]) for key in blank - STANDS_IN)
    for key, provenance in effective.provenance.items():
        if provenance is Provenance.SILENT or key in blank & STANDS_IN:
            assert effective.snapshot()[key] == silent_default[key]


def test_the_settings_of_every_preset_count_to_all_parameters() -> None:
    counts = {info.id: (info.set, info.blank, info.silent) for info in presets()}
    assert counts == COUNTS
    assert {sum(count) for count in counts.values()} == {len(PARAMETERS)} == {120}
    assert {info.parameters for info in presets()} == {120}


def test_three_shifts_of_s0g_fill_the_day_without_gap_or_overlap() -> None:
    """G-04: 24 hours; the night shift carries its start date and ends on the next."""
    shifts = load_preset("S0g").effective().values.shift_times
    assert [(s.start_minute, s.end_minute) for s in shifts] == [(480, 930), (930, 1380), (1380, 1920)]
    assert sum(s.paid_minutes for s in shifts) == 24 * 60


def test_s0e_is_closed_on_friday_and_says_that_this_may_be_a_slip() -> None:
    """G-06, A-9."""
    policy = load_preset("S0e")
    assert policy.effective().values.work_days.closed_weekdays == frozenset({4})
    assert [notice.point for notice in policy.notices] == ["A-9", "A-10"]
    assert all(notice.zh and notice.en for notice in policy.notices)


def test_late_shift_of_s0f_ends_at_midnight_not_at_noon() -> None:
    """A-11."""
    late = load_preset("S0f").effective().values.shift_times[1]
    assert (late.start_minute, late.end_minute) == (18 * 60, 24 * 60)


def test_the_late_shift_of_s0f_extends_itself() -> None:
    """R-2.4: kept per shift kind; nothing is made of it yet, and the page says so (A-12)."""
    policy = load_preset("S0f")
    (row,) = (row for row in policy.effective().describe() if row.key == "shift.auto_extend")
    assert (row.value, row.text_zh, row.text_en, row.rules) == (["M"], "晚班", "Late", ("R-2.4",))
    assert row.provenance is Provenance.STATED
    assert row.is_applied
    assert "A-12" in [notice.point for notice in policy.notices]


def test_a_preset_without_hours_uses_the_shipped_catalogue() -> None:
    effective = load_preset("S4f").effective()
    assert effective.provenance["shift.times"] is Provenance.SILENT
    assert effective.values.shift_times == SHIFT_CATALOGUE
    assert [shift.code for shift in SHIFT_CATALOGUE] == ["E", "M", "N", "D"]


@pytest.mark.parametrize("preset", ["S3e", "S3f", "S3g"])
def test_a_night_shift_without_hours_is_a_question(preset: str) -> None:
    """R-2.14: there is a night shift; until somebody says when, the catalogue's stands in for it."""
    effective = load_preset(preset).effective()
    (row,) = (row for row in effective.describe() if row.key == "shift.times")
    assert (row.rules, row.quote) == (("R-2.14",), "值班(夜班)人員應處理好本班報修工作")
    assert effective.questions() == ("shift.times",)
    assert "N" in {shift.family for shift in effective.values.shift_times}


def test_derived_values_say_so() -> None:
    derived = {
        (preset, row.key)
        for preset in preset_ids()
        for row in load_preset(preset).effective().describe()
        if row.derived
    }
    assert derived == {(line["preset"], line["key"]) for line in LINES if line["state"] == "derived"}
    assert ("S0e", "rest.days_off_per_week") in derived


@pytest.mark.parametrize("preset", PRESETS)
def test_every_value_names_its_rules_and_a_short_quotation(preset: str) -> None:
    content = load_preset(preset).content
    for source in [*content.stated.values(), *content.blank.values()]:
        assert source.rules
        assert len(source.quote) <= 40
    # the one value without a phrase of its own: six open days leave one
    silent = {key for key, source in content.stated.items() if not source.quote}
    assert silent == ({"rest.days_off_per_week"} if preset == "S0e" else set())


def test_unknown_preset_is_named_with_those_that_exist() -> None:
    with pytest.raises(LookupError, match=", ".join(PRESETS)):
        load_preset("S9z")


HEAD = 'id = "S9z"\ntitle_zh = "试"\ntitle_en = "trial"\n'


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("colour = 1\n[stated]", "colour"),
        ('[stated."break.minutes"]\nvalue = 60\nrules = ["R-3.4"]\nsource = "x"', "source"),
        ('[stated."break.minutes"]\nvalue = 60', "rules"),
        ('[stated."break.minutes"]\nvalue = 60\nrules = ["3.4"]', "pattern"),
        ('[stated."break.minutes"]\nvalue = 60\nrules = []', "at least 1"),
        (f'[stated."break.minutes"]\nvalue = 60\nrules = ["R-3.4"]\nquote = "{"字" * 41}"', "40 characters"),
        ('[stated."break.minutes"]\nrules = ["R-3.4"]', "value"),
    ],
)
def test_a_spare_missing_or_malformed_key_of_a_file_is_an_error(body: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        parse_preset(HEAD + body)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('[stated."break.minuts"]\nvalue = 60\nrules = ["R-3.4"]', r"policy.unknown_key break\.minuts"),
        ('[stated."break.minutes"]\nvalue = "60"\nrules = ["R-3.4"]', r"policy.wrong_type break\.minutes"),
        ('[stated]\n[blank."shift.pattern"]\nrules = ["R-2.1"]', r"shift\.pattern"),
        (
            (
                '[stated."break.minutes"]\nvalue = 60\nrules = ["R-3.4"]\n'
                '[blank."break.minutes"]\nrules = ["R-3.4"]'
            ),
            r"both states and leaves blank: break\.minutes",
        ),
    ],
)
def test_a_file_that_reads_well_but_says_what_cannot_be_is_an_error(body: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        policy_from(parse_preset(HEAD + body))


def test_text_that_is_no_toml_is_an_error() -> None:
    with pytest.raises(tomllib.TOMLDecodeError):
        parse_preset("id = ")


def test_file_names_are_the_ids_inside() -> None:
    for preset in preset_ids():
        text = (FOLDER / f"{preset}.toml").read_text(encoding="utf-8")
        assert parse_preset(text).id == preset


def test_all_parameters_have_a_place_in_every_description() -> None:
    for preset in preset_ids():
        rows = load_preset(preset).effective().describe()
        assert [row.key for row in rows] == list(BY_KEY)
        assert all(row.text_zh and row.text_en and row.label_zh and row.label_en for row in rows)


def test_a_parameter_is_called_applied_exactly_when_something_beside_the_policy_reads_it() -> None:
    root = Path(web.__file__).parent
    own = (root / "policy", root / "admin")
    sources = [
        file.read_text(encoding="utf-8")
        for file in root.rglob("*.py")
        if not any(file.is_relative_to(folder) for folder in own)
    ]
    names = {p.key: (f"values.{p.field}", f'"{p.key}"') for p in PARAMETERS}
    read = {key for key, words in names.items() if any(word in text for word in words for text in sources)}
    assert read == {p.key for p in PARAMETERS if p.is_applied}
