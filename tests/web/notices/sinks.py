"""A mail server and a web address on loopback that keep what they are sent."""

import json
import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Sink:
    """What has arrived; it refuses as many calls as `refuse` says, and calls `on_call` before it answers."""

    port: int = 0
    mails: list[Message] = field(default_factory=list)
    calls: list[tuple[str | None, dict[str, Any]]] = field(default_factory=list)
    refuse: int = 0
    on_call: Callable[[], None] = lambda: None


@contextmanager
def web_sink() -> Iterator[Sink]:
    """Take JSON by POST and keep the message's id with it."""
    sink = Sink()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if sink.refuse:
                sink.refuse -= 1
                self.send_response(503)
            else:
                sink.calls.append((self.headers.get("X-Lunban-Message"), json.loads(body)))
                sink.on_call()
                self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    with _running(server) as port:
        sink.port = port
        yield sink


@contextmanager
def mail_sink() -> Iterator[Sink]:
    """Speak as much SMTP as a client without encryption needs."""
    sink = Sink()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 sink")
            while line := self.rfile.readline().strip().upper():
                if line.startswith(b"DATA"):
                    self._say("354 go on")
                    sink.mails.append(message_from_bytes(self._data(), policy=default))
                    self._say("250 taken")
                elif line.startswith(b"QUIT"):
                    self._say("221 bye")
                    return
                else:
                    self._say("250 sink")

        def _data(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line)
            return b"".join(lines)

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode("ascii"))

    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
    with _running(server) as port:
        sink.port = port
        yield sink


@contextmanager
def _running(server: socketserver.TCPServer) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
