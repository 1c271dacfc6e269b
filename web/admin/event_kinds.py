"""Kinds of events that the product names (R-1.12), in both languages; others are a department's own words."""

from web.i18n import N_

KINDS: dict[str, str] = {
    "campaign": N_("campaign"),
    "new_product": N_("new product"),
    "sms": N_("text message (SMS)"),
    "bill_mailing": N_("bills sent"),
    "outage": N_("outage"),
}
"""Word that is stored, and its English name; translated where it is shown."""

ALIASES: dict[str, tuple[str, ...]] = {
    "campaign": ("营销活动", "活动", "促销", "promotion"),
    "new_product": ("新业务", "新产品", "新业务推介", "new product", "new service"),
    "sms": ("短信", "短信群发", "短信宣传", "text message", "text message (sms)"),
    "bill_mailing": ("账单", "寄送账单", "账单寄送", "bill mailed", "bill_mailed", "bills sent"),
    "outage": ("故障", "系统故障", "system failure"),
}
"""What people write for a kind in a file or a form."""

LONGEST_KIND, LONGEST_NAME, LONGEST_REASON = 40, 60, 200
LONGEST_EVENT_DAYS = 366
"""More days are no event any more, or a slip of the pen."""

_MEANING = {word.casefold(): kind for kind, words in ALIASES.items() for word in (kind, *words)}


def kind_of(text: str) -> str:
    """Return the stored word for what somebody wrote; free words stay as they are.

    Examples
    --------
    >>> kind_of("短信"), kind_of("SMS"), kind_of(" 客户日 ")
    ('sms', 'sms', '客户日')
    """
    plain = " ".join(text.split())
    return _MEANING.get(plain.casefold(), plain)
