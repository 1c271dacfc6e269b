"""Language of a request, message catalogues, and dates and numbers as each language writes them."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from flask import Blueprint, Flask, current_app, g, has_app_context, has_request_context, redirect, request
from flask_babel import Babel, get_locale
from flask_babel import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.wrappers import Response

from web.addresses import local_target
from web.shift_marks import shift_mark, shift_name

CHINESE, ENGLISH = "zh_Hans_CN", "en"
LANGUAGE_TAGS = {CHINESE: "zh-CN", ENGLISH: "en"}
COOKIE = "lunban_language"
YEAR_SECONDS = 365 * 24 * 3600
DEFAULT_ZONE = "Asia/Shanghai"
MINUS, RANGE = "\u2212", "\u2013"

PATTERNS = {
    "zh": {
        "day": "M月d日",
        "weekday": "EEE",
        "weekday_letter": "EEEEE",
        "day_weekday": "M月d日 EEE",
        "full_date": "y年M月d日 EEE",
        "month": "y年M月",
    },
    "en": {
        "day": "d MMM",
        "weekday": "EEE",
        "weekday_letter": "EEEEEE",
        "day_weekday": "EEE d MMM",
        "full_date": "EEE d MMM y",
        "month": "MMMM y",
    },
}
"""Unicode date patterns by language, so that 9 October reads 10月9日 周五 and Fri 9 Oct."""

blueprint = Blueprint("language", __name__)


def translation_directories(web: Path | None = None) -> list[str]:
    """Return every folder of compiled catalogues: the shared one, then one per feature.

    A folder without a compiled catalogue must not be named: Flask-Babel would take the plural rule
    of "nothing", which is the English one, for all of them.
    """
    web = web or Path(__file__).parent
    folders = (web / "translations", *sorted(web.glob("*/translations")))
    return [str(folder) for folder in folders if any(folder.glob("*/LC_MESSAGES/messages.mo"))]


def select_locale() -> str:
    """Return the locale of this request: the person's choice, else the browser's, else Chinese."""
    if not has_request_context():
        return CHINESE
    chosen = request.cookies.get(COOKIE)
    if chosen in LANGUAGE_TAGS:
        return chosen
    tag = request.accept_languages.best_match(["zh-CN", "zh", "en"], default="zh-CN")
    return ENGLISH if tag == "en" else CHINESE


def locale() -> Locale:
    """Return the present locale, Chinese outside an application."""
    return get_locale() or Locale.parse(CHINESE)


def language_tag() -> str:
    """Return the value of ``<html lang>``."""
    return "en" if locale().language == "en" else "zh-CN"


@blueprint.post("/language")
def switch() -> Response:
    """Keep the chosen language in a cookie and go back to the page."""
    answer = redirect(local_target(request.form.get("next")))
    language = request.form.get("language")
    if language in LANGUAGE_TAGS:
        answer.set_cookie(
            COOKIE,
            language,
            max_age=YEAR_SECONDS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return answer


def _pattern(name: str, day: dt.date) -> str:
    here = locale()
    return format_date(day, PATTERNS[here.language][name], locale=here)


def day(value: dt.date) -> str:
    """10月9日 / 9 Oct."""
    return _pattern("day", value)


def weekday(value: dt.date) -> str:
    """周五 / Fri."""
    return _pattern("weekday", value)


def weekday_letter(value: dt.date) -> str:
    """五 / Fr, for column heads."""
    return _pattern("weekday_letter", value)


def day_weekday(value: dt.date) -> str:
    """10月9日 周五 / Fri 9 Oct."""
    return _pattern("day_weekday", value)


def full_date(value: dt.date) -> str:
    """2026年10月9日 周五 / Fri 9 Oct 2026."""
    return _pattern("full_date", value)


def month(value: dt.date) -> str:
    """2026年10月 / October 2026."""
    return _pattern("month", value)


def local(value: dt.datetime) -> dt.datetime:
    """Return an instant on the department's clock; a naive time is already there.

    The department's zone is `flask.g.time_zone` (IANA name), set where the person becomes known.
    """
    if value.tzinfo is None:
        return value
    name = g.get("time_zone", DEFAULT_ZONE) if has_app_context() else DEFAULT_ZONE
    return value.astimezone(ZoneInfo(name))


def time(value: dt.datetime) -> str:
    """14:32, on the department's clock."""
    here = local(value)
    return f"{here.hour}:{here.minute:02}"


def time_seconds(value: dt.datetime) -> str:
    """22:45:12, on the department's clock."""
    return f"{time(value)}:{local(value).second:02}"


def day_time(value: dt.datetime) -> str:
    """10月9日 14:32 / 9 Oct 14:32, on the department's clock."""
    return f"{day(local(value))} {time(value)}"


def clock(minute: int) -> str:
    """8:00 for 480; 次日 8:00 / 8:00 next day for 1920.

    Parameters
    ----------
    minute
        Minutes after midnight of the shift's first date.
    """
    hours, minutes = divmod(minute, 60)
    if hours < 24:
        return f"{hours}:{minutes:02}"
    return _("%(time)s next day", time=f"{hours - 24}:{minutes:02}")


def clock_range(start_minute: int, end_minute: int) -> str:
    """8:00–15:30; 23:00–次日 8:00 / 23:00–8:00 next day."""
    return f"{clock(start_minute)}{RANGE}{clock(end_minute)}"


def number(value: float, digits: int = 0) -> str:
    """12,460, with the typographic minus."""
    text = f"{value:,.{digits}f}"
    return text.lstrip("-") if not text.strip("-0.,") else text.replace("-", MINUS)


def signed(value: float, digits: int = 0) -> str:
    """+2, 0, −1: a difference."""
    text = number(value, digits)
    return f"+{text}" if value > 0 and text.strip("0.") else text


def percent(share: float, digits: int = 1) -> str:
    """4.5% for 0.045; a whole number loses its zeros."""
    text = number(100 * share, digits)
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}%"


def hours_figure(minutes: int) -> str:
    """7.5 for 450, without a unit: as many decimals as needed, at most two."""
    text = number(minutes / 60, 2)
    return text.rstrip("0").rstrip(".")


def hours(minutes: int, digits: int | None = None) -> str:
    """7.5 h for 450; `digits` fixes the decimals for columns (40.0 h)."""
    return f"{hours_figure(minutes) if digits is None else number(minutes / 60, digits)} h"


def countdown(seconds: int) -> str:
    """4:42 for 282; 1:04:42 from an hour on."""
    sign, rest = (MINUS, -seconds) if seconds < 0 else ("", seconds)
    minutes, second = divmod(int(rest), 60)
    hour, minute = divmod(minutes, 60)
    return f"{sign}{hour}:{minute:02}:{second:02}" if hour else f"{sign}{minute}:{second:02}"


def N_(text: str) -> str:  # noqa: N802 - the usual mark of a text that is translated where it is shown
    """Mark a text for the catalogues."""
    return text


def file_size(size: int) -> str:
    """Return bytes as people say them.

    Examples
    --------
    >>> file_size(900), file_size(48_000), file_size(3_400_000)
    ('1 KB', '47 KB', '3.2 MB')
    """
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB"


FILTERS = (
    day,
    weekday,
    weekday_letter,
    day_weekday,
    full_date,
    month,
    time,
    time_seconds,
    day_time,
    clock,
    clock_range,
    number,
    signed,
    percent,
    hours,
    hours_figure,
    countdown,
    shift_mark,
    shift_name,
    file_size,
)


def _when_rendered(function: Callable[..., str]) -> Callable[..., str]:
    """Keep Jinja from working out a filter of constants once, in the language of the first reader."""

    @pass_context
    def run(_context: Context, *arguments: object, **options: object) -> str:
        return function(*arguments, **options)

    return run


def install(app: Flask) -> None:
    """Give the application its languages, its filters for templates and the switch."""
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = ";".join(translation_directories())
    Babel(app, default_locale=CHINESE, locale_selector=select_locale)
    app.jinja_env.filters.update({function.__name__: _when_rendered(function) for function in FILTERS})
    app.jinja_env.globals.update(language_tag=language_tag, languages=LANGUAGE_TAGS)
    app.register_blueprint(blueprint)
