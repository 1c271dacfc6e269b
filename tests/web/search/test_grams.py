from hypothesis import given
from hypothesis import strategies as st

from web.search.grams import can_be_found, excerpt, folded, grams, marked, words_of


def test_two_chinese_letters_are_one_key_and_a_single_one_is_none() -> None:
    assert len(grams("漏水")) == 1
    assert can_be_found("退款")
    assert not can_be_found("水")


def test_what_separates_words_makes_no_key() -> None:
    assert set(grams("漏水，退款")) == {*grams("漏水"), *grams("退款")}


def test_words_are_compared_without_regard_to_case_and_width() -> None:
    assert words_of("ＶＰＮ vpn Refund") == ("vpn", "refund")


@given(st.text(max_size=40), st.integers(0, 40), st.integers(2, 8))
def test_a_word_out_of_a_text_has_no_key_that_the_text_lacks(text: str, start: int, length: int) -> None:
    plain = folded(text)
    assert set(grams(plain[start : start + length])) <= set(grams(plain))


@given(st.text(max_size=60), st.lists(st.text(min_size=2, max_size=4).map(folded), max_size=3))
def test_marking_loses_no_letter(text: str, words: list[str]) -> None:
    assert "".join(part for part, _ in marked(text, words)) == text


def test_words_are_marked_as_they_were_written() -> None:
    assert marked("ＶＰＮ断网，vpn 恢复", ["vpn"]) == [
        ("ＶＰＮ", True),
        ("断网，", False),
        ("vpn", True),
        (" 恢复", False),
    ]


def test_of_a_long_text_the_part_around_the_word_is_shown() -> None:
    text = "甲" * 300 + "漏水" + "乙" * 300
    assert "漏水" in excerpt(text, ["漏水"])
    assert len(excerpt(text, ["漏水"])) <= 162
    assert excerpt("三楼漏水", ["漏水"]) == "三楼漏水"
