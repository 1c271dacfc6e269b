"""Letters and names of the shift kinds: 早 in Chinese, E in English; a digit tells further kinds apart."""

from flask_babel import pgettext


def _letters() -> dict[str, str]:
    return {
        "E": pgettext("shift letter", "E"),
        "M": pgettext("shift letter", "M"),
        "N": pgettext("shift letter", "N"),
        "D": pgettext("shift letter", "D"),
        "R": pgettext("shift letter", "R"),
        "T": pgettext("shift letter", "T"),
        "O": pgettext("shift letter", "O"),
        "L": pgettext("shift letter", "L"),
    }


def _names() -> dict[str, str]:
    return {
        "E": pgettext("shift", "early shift"),
        "M": pgettext("shift", "middle shift"),
        "N": pgettext("shift", "night shift"),
        "D": pgettext("shift", "day shift"),
        "R": pgettext("shift", "reserve"),
        "T": pgettext("shift", "training"),
        "O": pgettext("shift", "overtime"),
        "L": pgettext("shift", "leave"),
    }


def shift_mark(code: str) -> str:
    """早 / E for ``E``, 早2 / E2 for ``E2``; "" (a day off) stays empty."""
    return _letters().get(code[:1], code[:1]) + code[1:]


def shift_name(code: str) -> str:
    """早班 / early shift for ``E``; 休息 / day off for ""."""
    if not code:
        return pgettext("shift", "day off")
    name = _names().get(code[:1], code)
    return f"{name} {code[1:]}" if code[1:] else name
