"""A notice as it is written outside: in the language of the channel, without what people typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, g
from flask_babel import force_locale
from flask_babel import gettext as _

from web.accounts.tables import User
from web.config import Config
from web.notices.kinds import TEST, TYPED
from web.notices.tables import Notice, NoticeChannel, OutboxMessage
from web.notices.words import NoticeWords, notice_words, words_of

LONG_NUMBER = re.compile(r"\+?\d(?:[ \-]?\d){6,}")
"""Seven digits and more: a phone number, whatever else it may be."""
MASK = "***"


@dataclass(frozen=True, kw_only=True)
class Text:
    """What is sent."""

    title: str
    body: str


class _Nobody:
    """Who reads in a group: somebody without rights, so that no link is offered to what not all may open."""

    is_authenticated = False
    role_names: frozenset[str] = frozenset()


def write_message(app: Flask, message: OutboxMessage, channel: NoticeChannel, reader: User | None) -> Text:
    """Return title and body.

    Parameters
    ----------
    reader
        Whose channel it is; None for a group.
    """
    config: Config = app.extensions["lunban_config"]
    with app.test_request_context(base_url=config.site_url or None), force_locale(channel.locale):
        g._login_user = reader or _Nobody()  # noqa: SLF001 - where flask-login looks for the present person
        if reader is not None:
            g.time_zone = reader.department.time_zone
        words = words_of(Notice(kind=message.kind, payload=message.payload))
        lines = [] if has_typed(message.payload) else [words.detail]
        if words.address and config.site_url:
            lines.append(f"{config.site_url}{words.address}")
        lines.append(_("Lunban, message %(number)s", number=message.id))
    body = "\n".join(without_numbers(line) if "://" not in line else line for line in lines if line)
    return Text(title=without_numbers(words.title), body=body)


def has_typed(payload: Mapping[str, Any]) -> bool:
    """Tell whether the words would hold what somebody typed."""
    return any(payload.get(key) for key in TYPED)


def without_numbers(text: str) -> str:
    """Return a text with every number of seven digits or more masked.

    Examples
    --------
    >>> without_numbers("138 0013 8000, 12-08 8:00")
    '***, 12-08 8:00'
    """
    return LONG_NUMBER.sub(MASK, text)


@notice_words(TEST)
def _test(_payload: Mapping[str, Any]) -> NoticeWords:
    return NoticeWords(
        icon="send",
        level="info",
        title=_("Test message from Lunban"),
        detail=_("If you read this, the channel works."),
    )
