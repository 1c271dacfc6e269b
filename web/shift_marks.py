"""Letters and names of the shift kinds: 早 in Chinese, E in English; a digit tells further kinds apart."""

from collections.abc import Callable, Mapping

from flask_babel import pgettext

_LETTERS: Mapping[str, Callable[[], str]] = {
    "E": lambda: pgettext("shift letter", "E"),
    "M": lambda: pgettext("shift letter", "M"),
    "N": lambda: pgettext("shift letter", "N"),
    "D": lambda: pgettext("shift letter", "D"),
    "R": lambda: pgettext("shift letter", "R"),
    "T": lambda: pgettext("shift letter", "T"),
    "O": lambda: pgettext("shift letter", "O"),
    "L": lambda: pgettext("shift letter", "L"),
}
_NAMES: Mapping[str, Callable[[], str]] = {
    "E": lambda: pgettext("shift", "early shift"),
    "M": lambda: pgettext("shift", "middle shift"),
    "N": lambda: pgettext("shift", "night shift"),
    "D": lambda: pgettext("shift", "day shift"),
    "R": lambda: pgettext("shift", "reserve"),
    "T": lambda: pgettext("shift", "training"),
    "O": lambda: pgettext("shift", "overtime"),
    "L": lambda: pgettext("shift", "leave"),
}


def shift_mark(code: str) -> str:
    """早 / E for ``E``, 早2 / E2 for ``E2``; "" (a day off) stays empty."""
    letter = _LETTERS.get(code[:1])
    return (code[:1] if letter is None else letter()) + code[1:]


def shift_name(code: str) -> str:
    """早班 / early shift for ``E``; 休息 / day off for ""."""
    if not code:
        return pgettext("shift", "day off")
    found = _NAMES.get(code[:1])
    name = code if found is None else found()
    return f"{name} {code[1:]}" if code[1:] else name
