"""Sending one message by Apprise. What Apprise says of it is kept as a code: its texts may hold addresses."""

import logging
import re
from contextlib import suppress

from web.notices.message import Text

HEADER = "X-Lunban-Message"
"""In e-mail and web calls: the stable id of the message."""
WITH_HEADER = ("mailto:", "mailtos:", "json:", "jsons:")
STATUS = re.compile(r"error[ =:]+(\d{3})")


class NotDeliveredError(Exception):
    """The other side did not take the message, or could not be reached.

    Parameters
    ----------
    code
        ``http_403``, ``not_accepted``, ``address_unknown``.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def deliver(url: str, text: Text, *, reference: int) -> None:
    """Send; to return is to say that the other side has taken it.

    Raises
    ------
    NotDeliveredError
        When it did not; it may have arrived all the same.
    """
    from apprise import Apprise, LogCapture, NotifyFormat  # noqa: PLC0415 - only a sender needs it

    if url.startswith(WITH_HEADER):
        url += f"{'&' if '?' in url else '?'}+{HEADER}={reference}"
    target = Apprise()
    if not target.add(url):
        raise NotDeliveredError("address_unknown")
    with LogCapture(level=logging.WARNING) as said:
        taken = target.notify(title=text.title, body=text.body, body_format=NotifyFormat.TEXT)
        status = STATUS.search(said.getvalue())
    if not taken:
        raise NotDeliveredError("not_accepted" if status is None else f"http_{status[1]}")


def quieten() -> None:
    """Keep Apprise from writing into the server's log: addresses are secrets."""
    with suppress(ImportError):
        logger = logging.getLogger("apprise")
        logger.propagate = False
        logger.addHandler(logging.NullHandler())
