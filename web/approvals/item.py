"""One thing that waits for a decision, as the inbox shows it, whatever feature it comes from."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Standing(StrEnum):
    """What the rules say of a request on the roster as it is now."""

    ALLOWED = "allowed"
    NOTE = "note"
    NOT_ALLOWED = "not_allowed"
    NOT_JUDGED = "not_judged"
    """There is nothing to judge, or nothing to judge it on any more."""


@dataclass(frozen=True, kw_only=True)
class Legality:
    """What the rules say, and in one sentence why: the rule, the measured value and the limit."""

    standing: Standing
    sentence: str = ""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A step that can be taken from the inbox itself: a form that is posted to the feature's own endpoint.

    That endpoint checks role, reach and version, as it does for its own page; a refusal is answered by
    `web.approvals.answering`.

    Parameters
    ----------
    address
        Where the form goes.
    words
        On the button.
    """

    address: str
    words: str


NOT_JUDGED = Legality(standing=Standing.NOT_JUDGED)


def _nothing() -> Mapping[str, Any]:
    return {}


def _not_judged() -> Legality:
    return NOT_JUDGED


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that waits.

    Listing and counting must be cheap, so what has to be worked out is behind `judge` and `detail`: the
    list calls `judge` of all, the page `detail` of the one that is chosen, the number beside the link none.
    A source shares among its items what it loads for them (one month, once).

    Parameters
    ----------
    kind, id
        Together they name it: ``swap`` and 17.
    seen
        The `lock_version` that is decided on; the forms carry it as ``seen``.
    filed_at
        When it began to wait; the list is in this order.
    deadline
        When it expires; None where it does not.
    kind_name, icon
        Word of the filter and tag, name in the sprite.
    asker
        Who asks.
    title, lines
        In words: what the list says.
    judge
        What the rules say now.
    template, detail
        What the decision rests on: a partial template and its context. Of the context the inbox itself shows
        ``steps`` (the life so far, as `ui.steps` takes them) and ``facts`` (pairs of label and words) if they
        are there; the rest is for the template, which gets `item` besides.
    address
        The item's own page.
    roster
        Where the roster is that it concerns (key O); None where there is none.
    approve, turn_down
        The two decisions; None where the next step is taken on the item's own page, as `next_step` says.
    """

    kind: str
    id: int
    seen: int
    filed_at: dt.datetime
    deadline: dt.datetime | None = None
    kind_name: str
    icon: str
    asker: str
    title: str
    lines: tuple[str, ...] = ()
    judge: Callable[[], Legality] = field(default=_not_judged, compare=False)
    template: str
    detail: Callable[[], Mapping[str, Any]] = field(default=_nothing, compare=False)
    address: str
    roster: str | None = None
    approve: Decision | None = None
    turn_down: Decision | None = None
    next_step: str = ""

    @property
    def key(self) -> str:
        """Name of the item in addresses and element ids: ``swap-17``."""
        return f"{self.kind}-{self.id}"
