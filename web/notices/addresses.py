"""What somebody types to be reached outside, as the address that Apprise takes; pure but for Apprise's check.

A person gives an e-mail address, or the robot of a messenger by its token or whole web address: where it
leads is fixed by the kind, so that nobody makes the server call addresses of their choice. A web address of
one's own, and the mail server, are set up for the department.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

from web.notices.tables import ChannelKind
from web.refusal import Refusal

LONGEST_ADDRESS = 500
MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?")
TOKEN = re.compile(r"[A-Za-z0-9_-]{16,128}")
PERSONAL = (ChannelKind.EMAIL, ChannelKind.DINGTALK, ChannelKind.FEISHU, ChannelKind.WECOM)
"""Kinds that people may choose for themselves."""
OF_GROUPS = (
    ChannelKind.DINGTALK,
    ChannelKind.FEISHU,
    ChannelKind.WECOM,
    ChannelKind.EMAIL,
    ChannelKind.WEBHOOK,
)


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address that can be sent to.

    Parameters
    ----------
    url
        For Apprise; of an e-mail address the address itself: it is sent by the department's mail server.
    hint
        What may be shown of it later.
    """

    url: str
    hint: str


def read_address(kind: ChannelKind, typed: str, signing: str = "") -> Address | Refusal:
    """Return the address that somebody means.

    Parameters
    ----------
    typed
        Token or web address of a robot, an e-mail address, a web address, or the mail server's as Apprise
        writes it (``mailtos://user:password@host?from=…``).
    signing
        Secret with which DingTalk's robot wants messages signed; may be empty.
    """
    typed, signing = typed.strip(), signing.strip()
    if not typed or len(typed) > LONGEST_ADDRESS or any(ord(character) < 33 for character in typed):
        return _bad(kind)
    found = READERS[kind](typed, signing)
    if isinstance(found, Address) and kind is not ChannelKind.EMAIL and not is_known(found.url):
        return _bad(kind)
    return found


def is_known(url: str) -> bool:
    """Tell whether Apprise can send to an address; nothing is sent."""
    from apprise import Apprise  # noqa: PLC0415 - costs a third of a second, and few requests need it

    return Apprise.instantiate(url, suppress_exceptions=True) is not None


def mail_url(server: str, to: str) -> str:
    """Return the address of one person's mail at a mail server."""
    return f"{server}{'&' if '?' in server else '?'}to={quote(to)}"


def _bad(kind: ChannelKind) -> Refusal:
    return Refusal(code=f"channel_{kind.value}", field="address")


def _mail(typed: str, _signing: str) -> Address | Refusal:
    if not MAIL.fullmatch(typed) or ".." in typed:
        return _bad(ChannelKind.EMAIL)
    name, _, host = typed.partition("@")
    return Address(url=typed, hint=f"{name[:1]}…@{host}")


def _dingtalk(typed: str, signing: str) -> Address | Refusal:
    token = _token(typed, "access_token")
    if token is None or (signing and not TOKEN.fullmatch(signing)):
        return _bad(ChannelKind.DINGTALK)
    return Address(
        url=f"dingtalk://{signing}@{token}" if signing else f"dingtalk://{token}", hint=_end(token)
    )


def _feishu(typed: str, _signing: str) -> Address | Refusal:
    token = _token(typed, None)
    return _bad(ChannelKind.FEISHU) if token is None else Address(url=f"feishu://{token}", hint=_end(token))


def _wecom(typed: str, _signing: str) -> Address | Refusal:
    token = _token(typed, "key")
    return _bad(ChannelKind.WECOM) if token is None else Address(url=f"wecombot://{token}", hint=_end(token))


def _webhook(typed: str, _signing: str) -> Address | Refusal:
    parts = urlsplit(typed)
    scheme = {"https": "jsons", "http": "json"}.get(parts.scheme)
    if scheme is None or not parts.hostname or parts.username or parts.query or parts.fragment:
        return _bad(ChannelKind.WEBHOOK)
    return Address(url=f"{scheme}://{parts.netloc}{parts.path}", hint=parts.hostname)


def _mail_server(typed: str, _signing: str) -> Address | Refusal:
    parts = urlsplit(typed)
    if parts.scheme not in {"mailto", "mailtos"} or not parts.hostname or parts.fragment:
        return _bad(ChannelKind.MAIL_SERVER)
    if not parse_qs(parts.query).get("from") or "to" in parse_qs(parts.query):
        return _bad(ChannelKind.MAIL_SERVER)
    return Address(url=typed, hint=parts.hostname)


def _token(typed: str, parameter: str | None) -> str | None:
    """Return a robot's token: typed by itself, or out of the web address that the messenger shows."""
    token = typed
    if "://" in typed:
        parts = urlsplit(typed)
        token = parse_qs(parts.query).get(parameter, [""])[0] if parameter else parts.path.rpartition("/")[2]
    return token if TOKEN.fullmatch(token) else None


def _end(token: str) -> str:
    return f"…{token[-4:]}"


READERS: Mapping[ChannelKind, Callable[[str, str], Address | Refusal]] = {
    ChannelKind.EMAIL: _mail,
    ChannelKind.DINGTALK: _dingtalk,
    ChannelKind.FEISHU: _feishu,
    ChannelKind.WECOM: _wecom,
    ChannelKind.WEBHOOK: _webhook,
    ChannelKind.MAIL_SERVER: _mail_server,
}
