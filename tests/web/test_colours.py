import re
from itertools import combinations, product
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "web" / "static" / "css"
TOKENS = dict(
    re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", (CSS / "tokens.css").read_text(encoding="utf-8"))
)
CHIPS = {
    family: (text, fill)
    for family, fill, text in re.findall(
        r"\.k-([A-Z]) \{ background: (#\w+); color: (#\w+);",
        (CSS / "components.css").read_text(encoding="utf-8"),
    )
}
READ_ON = [
    *product(("ink", "ink-2", "ink-3", "primary"), ("surface", "page", "sunken")),
    ("ink", "sel"), ("ink-2", "sel"), ("primary-d", "sel"), ("ok", "ok-bg"), ("warn", "warn-bg"),
    ("danger", "danger-bg"), ("surface", "primary"), ("surface", "danger"), ("bar-link", "bar"),
    ("badge-ink", "badge"), ("ink", "head"), ("ink-2", "head"),
]  # fmt: skip


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(2 * digit for digit in digits)
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.1, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_known_pairs() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#16324a", "#dbe6ef") == pytest.approx(10.4, abs=0.05)


@pytest.mark.parametrize(("ink", "ground"), READ_ON)
def test_text_can_be_read_on_its_ground(ink: str, ground: str) -> None:
    assert contrast(TOKENS[ink], TOKENS[ground]) >= 4.5


def test_edges_of_controls_can_be_seen() -> None:
    assert contrast(TOKENS["ctl"], TOKENS["surface"]) >= 3


def test_every_shift_family_has_a_chip_that_can_be_read() -> None:
    assert sorted(CHIPS) == sorted("EMNDRTOL")
    assert min(contrast(text, fill) for text, fill in CHIPS.values()) >= 6.2


def test_no_two_shift_families_share_a_fill() -> None:
    assert all(one != other for (_, one), (_, other) in combinations(CHIPS.values(), 2))
