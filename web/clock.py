"""The only place that reads the clock. Views, commands and jobs pass the time on as an argument."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

from web.config import Config

UTC = ZoneInfo("UTC")
FIXED_DAY_ZONE = ZoneInfo("Asia/Shanghai")


def utc_now(config: Config) -> datetime:
    """Return the present instant, moved to the fixed business date where one is set.

    A demo or test fixes the date (`Config.today`, a day in China); the time of day keeps running,
    so that time stamps stay ordered within the day.
    """
    now = datetime.now(tz=UTC) + config.clock_shift
    if config.today is None:
        return now
    return now + (config.today - now.astimezone(FIXED_DAY_ZONE).date())


def machine_now() -> datetime:
    """Return the present instant for commands on files, which have no configuration."""
    return datetime.now(tz=UTC)


def now() -> datetime:
    """Return the present instant (aware, UTC) of the current application."""
    config: Config = current_app.extensions["lunban_config"]
    return utc_now(config)


def today(time_zone: str) -> date:
    """Return the present date in the department's time zone (IANA name)."""
    config: Config = current_app.extensions["lunban_config"]
    if config.today is not None:
        return config.today
    return now().astimezone(ZoneInfo(time_zone)).date()
