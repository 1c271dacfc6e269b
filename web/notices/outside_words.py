"""Words of what goes outside: kinds of channels, what is wrong with an address, why a message failed."""

from flask_babel import gettext as _

from web.i18n import CHINESE, ENGLISH, N_
from web.notices.tables import ChannelKind
from web.wording import add_refusals

add_refusals(
    {
        "channel_email": N_("This is no e-mail address."),
        "channel_dingtalk": N_("This is no token of a DingTalk robot, nor its web address."),
        "channel_feishu": N_("This is no token of a Feishu robot, nor its web address."),
        "channel_wecom": N_("This is no key of a WeCom robot, nor its web address."),
        "channel_webhook": N_("Write a web address without user name and parameters: https://host/path."),
        "channel_mail_server": N_("Write it like mailtos://user:password@host?from=address."),
        "too_many_channels": N_("At most %(limit)s channels. Remove one first."),
        "no_mail_server": N_("E-mail cannot be sent yet: an administrator sets up the mail server first."),
        "same_minute": N_("Begin and end are the same. Choose “none”, or two different times."),
    }
)

LANGUAGES = [(CHINESE, "中文"), (ENGLISH, "English")]
"""Each named in itself."""


def kind_name(kind: ChannelKind) -> str:
    """Return the name of a kind of channel."""
    return {
        ChannelKind.EMAIL: _("E-mail"),
        ChannelKind.DINGTALK: _("DingTalk robot"),
        ChannelKind.FEISHU: _("Feishu robot"),
        ChannelKind.WECOM: _("WeCom robot"),
        ChannelKind.WEBHOOK: _("Web address"),
        ChannelKind.MAIL_SERVER: _("Mail server"),
    }[kind]


def error_words(code: str) -> str:
    """Return why a message did not arrive."""
    if code.startswith("http_"):
        return _("The other side refused it (status %(status)s).", status=code.removeprefix("http_"))
    words = {
        "not_accepted": _("The other side did not take it, or could not be reached."),
        "address_unknown": _("The address is not understood any more. Enter the channel anew."),
        "channel_removed": _("The channel was removed, or the account closed."),
        "no_mail_server": _("There is no mail server."),
        "secret_unreadable": _("The secret was stored with another key. Enter the channel anew."),
        "sender_died": _("The server stopped each time while it was sending."),
        "own_mistake": _("A mistake of the program; the server's log has the number of the message."),
    }
    return words.get(code, code)
