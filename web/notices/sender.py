"""The thread that sends what waits in the outbox. Several processes may each run one."""

import datetime as dt
import threading

import structlog
from flask import Flask

from web import clock
from web.accounts.tables import User
from web.config import Config
from web.database import Database
from web.notices import outbox, sealing, transport
from web.notices.addresses import mail_url
from web.notices.channels import mail_server_of
from web.notices.message import write_message
from web.notices.tables import ChannelKind, OutboxMessage

log = structlog.get_logger()

LOOK_SECONDS = 5.0
STOP_SECONDS = 20.0
"""A message that takes longer when the server goes down is sent again by the next one."""


class NotSendableError(Exception):
    """A message that no later attempt could send; the code says why."""


class SenderThread:
    """Takes notices up and sends messages, looking every few seconds, first at once.

    Examples
    --------
    >>> with SenderThread(app, database, config):  # doctest: +SKIP
    ...     server.run()
    """

    def __init__(
        self, app: Flask, database: Database, config: Config, *, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._app = app
        self._database = database
        self._config = config
        self._look_seconds = look_seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="sender", daemon=True)

    def __enter__(self) -> "SenderThread":
        """Begin to look."""
        transport.quieten()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End after the present message."""
        self._stopping.set()
        self._thread.join(timeout=STOP_SECONDS)

    def _run(self) -> None:
        while True:
            try:
                self._look()
            except Exception:  # trouble with one look must not end all later ones
                log.exception("sending notices failed; trying again")
            if self._stopping.wait(self._look_seconds):
                return

    def _look(self) -> None:
        take_all_up(self._database, clock.utc_now(self._config))
        while not self._stopping.is_set():
            if not send_next(self._app, self._database, self._config, clock.utc_now(self._config)):
                return


def take_all_up(database: Database, now: dt.datetime) -> None:
    """Make messages of all new notices; without any, nothing is written."""
    with database.read() as session:
        waits = outbox.has_new(session)
    while waits:
        with database.write() as session:
            waits = outbox.take_up(session, now) > 0


def send_next(app: Flask, database: Database, config: Config, now: dt.datetime) -> bool:
    """Send one message that is due; False when none is."""
    taken = outbox.take_next(database, now)
    if taken is None:
        return False
    try:
        _send(app, database, config, taken.message_id)
    except NotSendableError as error:
        outbox.failed(database, taken, str(error), clock.utc_now(config), for_good=True)
        log.warning("message given up", message=taken.message_id, error=str(error))
    except transport.NotDeliveredError as error:
        outbox.failed(database, taken, error.code, clock.utc_now(config))
        log.warning(
            "message not delivered", message=taken.message_id, attempt=taken.attempt, error=error.code
        )
    except Exception:  # noqa: BLE001 - one message's trouble must not keep the others back
        outbox.failed(database, taken, "own_mistake", clock.utc_now(config))
        # without the exception: its text may hold an address
        log.error("message not sent", message=taken.message_id, attempt=taken.attempt)  # noqa: TRY400
    else:
        outbox.confirm(database, taken, clock.utc_now(config))
    return True


def _send(app: Flask, database: Database, config: Config, message_id: int) -> None:
    with database.read() as session:
        message = session.get_one(OutboxMessage, message_id)
        channel = message.channel
        reader = None if channel.user_id is None else session.get_one(User, channel.user_id)
        if channel.removed_at is not None or (reader is not None and not reader.active):
            raise NotSendableError("channel_removed")
        try:
            url = sealing.unseal(channel.sealed, config.secret_key)
            if channel.kind is ChannelKind.EMAIL:
                server = mail_server_of(session, channel.department_id)
                if server is None:
                    raise NotSendableError("no_mail_server")
                url = mail_url(sealing.unseal(server.sealed, config.secret_key), url)
        except sealing.UnreadableError as error:
            raise NotSendableError("secret_unreadable") from error
        text = write_message(app, message, channel, reader)
    transport.deliver(url, text, reference=message_id)
