"""What somebody types to be reached, and that Apprise knows where it leads; nothing is sent."""

import pytest

from web.notices.addresses import PERSONAL, Address, is_known, mail_url, read_address
from web.notices.tables import ChannelKind
from web.refusal import Refusal

TOKEN = "0a1b2c3d4e5f" * 5
FEISHU = "01234567-89ab-cdef-0123-456789abcdef"


@pytest.mark.parametrize(
    ("kind", "typed", "signing", "url", "hint"),
    [
        (ChannelKind.DINGTALK, TOKEN, "", f"dingtalk://{TOKEN}", "…4e5f"),
        (ChannelKind.DINGTALK, TOKEN, "SEC" + TOKEN, f"dingtalk://SEC{TOKEN}@{TOKEN}", "…4e5f"),
        (
            ChannelKind.DINGTALK,
            f"https://oapi.dingtalk.com/robot/send?access_token={TOKEN}",
            "",
            f"dingtalk://{TOKEN}",
            "…4e5f",
        ),
        (ChannelKind.FEISHU, FEISHU, "", f"feishu://{FEISHU}", "…cdef"),
        (
            ChannelKind.FEISHU,
            f"https://open.feishu.cn/open-apis/bot/v2/hook/{FEISHU}",
            "",
            f"feishu://{FEISHU}",
            "…cdef",
        ),
        (
            ChannelKind.WECOM,
            f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={FEISHU}",
            "",
            f"wecombot://{FEISHU}",
            "…cdef",
        ),
        (ChannelKind.EMAIL, " ann@example.com ", "", "ann@example.com", "a…@example.com"),
        (ChannelKind.WEBHOOK, "https://host.example/a/b", "", "jsons://host.example/a/b", "host.example"),
        (
            ChannelKind.MAIL_SERVER,
            "mailtos://user:secret@mail.example?from=lunban@example.com",
            "",
            "mailtos://user:secret@mail.example?from=lunban@example.com",
            "mail.example",
        ),
    ],
)
def test_what_is_meant(kind: ChannelKind, typed: str, signing: str, url: str, hint: str) -> None:
    assert read_address(kind, typed, signing) == Address(url=url, hint=hint)
    assert is_known(mail_url("mailto://mail.example?from=a@b.cn", url) if kind is ChannelKind.EMAIL else url)


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (ChannelKind.DINGTALK, "short"),
        (ChannelKind.DINGTALK, f"{TOKEN}/../x"),
        (ChannelKind.DINGTALK, "json://127.0.0.1/"),
        (ChannelKind.FEISHU, "https://elsewhere.example/"),
        (ChannelKind.WECOM, ""),
        (ChannelKind.EMAIL, "ann@example.com,bea@example.com"),
        (ChannelKind.EMAIL, "ann@example.com?smtp=elsewhere"),
        (ChannelKind.EMAIL, "ann@@example.com"),
        (ChannelKind.EMAIL, "a" * 501),
        (ChannelKind.WEBHOOK, "file:///etc/passwd"),
        (ChannelKind.WEBHOOK, "https://user:secret@host.example/"),
        (ChannelKind.WEBHOOK, "https://host.example/?a=b"),
        (ChannelKind.MAIL_SERVER, "mailtos://mail.example"),
        (ChannelKind.MAIL_SERVER, "mailtos://mail.example?from=a@b.cn&to=c@d.cn"),
        (ChannelKind.MAIL_SERVER, "json://mail.example?from=a@b.cn"),
    ],
)
def test_what_is_none(kind: ChannelKind, typed: str) -> None:
    assert read_address(kind, typed) == Refusal(code=f"channel_{kind.value}", field="address")


def test_a_person_cannot_make_the_server_call_an_address_of_their_choice() -> None:
    assert {ChannelKind.WEBHOOK, ChannelKind.MAIL_SERVER}.isdisjoint(PERSONAL)
