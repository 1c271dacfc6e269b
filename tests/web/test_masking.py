"""Customers' numbers in free text: found however they are written, and nothing else is touched."""

import doctest
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import web.masking
from web.masking import find, has_number, mask, mask_name, mask_number, unmasked

FULL_WIDTH = str.maketrans("0123456789+-", "０１２３４５６７８９＋－")
CHINESE = str.maketrans("0123456789", "零一二三四五六七八九")
GAPS = ["", " ", "-", "－", " - ", "\u00a0", "\u200b", ".", "·", "–", "  ", "\u3000"]
MOBILES = st.from_regex(r"1[3-9]\d{9}", fullmatch=True).filter(str.isascii)
LANDLINES = st.from_regex(r"0(?:10|2[0-9]|[3-9][1-9][0-9])[2-8][0-9]{6,7}", fullmatch=True)
SERVICE = st.from_regex(r"[48]00[0-9]{7}", fullmatch=True)
AROUND = st.text(
    alphabet=st.characters(
        exclude_categories=("Cs", "Nd", "Nl", "No"), exclude_characters="〇零一二三四五六七八九幺+＋"
    ),
    max_size=12,
)
"""Words without any digit: what is glued to further digits is no telephone number."""


@st.composite
def written(draw: st.DrawFn) -> tuple[str, str]:
    """A number and one way in which people write it."""
    number = draw(st.one_of(MOBILES, LANDLINES, SERVICE))
    cuts = sorted(draw(st.sets(st.integers(1, len(number) - 1), max_size=3)))
    parts = [number[a:b] for a, b in zip([0, *cuts], [*cuts, len(number)], strict=True)]
    shown = "".join(part + draw(st.sampled_from(GAPS)) for part in parts[:-1]) + parts[-1]
    if number.startswith("1"):
        shown = draw(st.sampled_from(["", "+86", "+86 ", "0086-", "86-", "0"])) + shown
    digits = draw(st.sampled_from([{}, FULL_WIDTH, CHINESE]))
    return number, shown.translate(digits)


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", web.masking._plain(text))


def test_the_examples_hold() -> None:
    assert doctest.testmod(web.masking).failed == 0


@given(written(), AROUND, AROUND)
@example(("13812345678", "138 1234 5678"), "电话(", ")")
def test_no_number_is_left_in_any_text(number: tuple[str, str], before: str, after: str) -> None:
    plain, shown = number
    masked = mask(before + shown + after)
    assert plain not in digits_of(masked)
    assert "****" in masked
    assert len(digits_of(masked)) <= len(plain) - 4, "at least four digits are hidden"


@given(written(), AROUND, AROUND)
def test_what_is_around_a_number_stays(number: tuple[str, str], before: str, after: str) -> None:
    found = find(before + "：" + number[1] + "，" + after)
    assert len(found) == 1
    text = mask(before + "：" + number[1] + "，" + after)
    assert text.startswith(before + "：")
    assert text.endswith("，" + after)


@given(st.lists(written(), min_size=2, max_size=4), AROUND)
def test_all_numbers_of_a_text_are_masked(numbers: list[tuple[str, str]], between: str) -> None:
    masked = mask(f"，{between}。".join(shown for _, shown in numbers))
    assert all(plain not in digits_of(part) for plain, _ in numbers for part in re.split("[，。]", masked))
    assert masked.count("****") >= len(numbers)


@given(AROUND)
def test_words_without_numbers_stay_letter_for_letter(text: str) -> None:
    assert mask(text) == text
    assert not has_number(text)


@given(st.lists(written(), min_size=1, max_size=4), AROUND)
def test_a_masked_text_can_be_made_whole_again(numbers: list[tuple[str, str]], between: str) -> None:
    whole = f"，{between}。".join(shown for _, shown in numbers)
    seen = mask(whole)
    if len({mask(shown) for _, shown in numbers}) == len(numbers):
        assert unmasked(seen, [whole]) == whole


@pytest.mark.parametrize(
    "text",
    [
        "工号 00123，员工00101",
        "2026-11-28 08:30-17:30",
        "20261128",
        "0900-1730",
        "订单 20261128000123",
        "身份证 110101199001011234",
        "来电 20261128",
        "第 138 号，1234 元，5678 件",
        "95588",
        "二〇二六年十一月二十八日",
        "3.14159265",
    ],
)
def test_what_is_no_number_stays(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("13812345678/13987654321", "138****5678/139****4321"),
        ("+852 9123 4567", "852****4567"),
        ("852 91234567", "852****4567"),
        ("电话：87654321", "电话：****4321"),
        ("call 8765-432", "call ****432"),
        ("+86 (0)21 8765 4321", "021****4321"),
        ("86-21-87654321转801", "021****4321转801"),
        ("15 138123456 78", "151****5678"),
    ],
)
def test_a_number_is_shown_by_its_beginning_and_end(text: str, masked: str) -> None:
    assert mask(text) == masked


def test_a_field_for_a_number_hides_whatever_it_holds() -> None:
    assert mask_number("123456") == "****56"
    assert mask_number("12345") == "****5"
    assert mask_number("1234") == "1234"
    assert mask_number("找王女士 13812345678") == "138****5678"


def test_names_show_their_beginning() -> None:
    assert [mask_name(name) for name in ("王", "欧阳修", "")] == ["王", "欧**", ""]
