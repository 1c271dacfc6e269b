"""What a preset says of the content of records: sections, things that are counted, kinds of log entries."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, Field

from web.policy.kinds import FROZEN

RuleNumbers = Annotated[tuple[Annotated[str, Field(pattern=r"^R-\d+\.\d+$")], ...], Field(min_length=1)]
Quote = Annotated[str, Field(max_length=40)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z_]{1,40}$")]
Name = Annotated[str, Field(min_length=1, max_length=60)]


class CheckKind(StrEnum):
    """How one thing of the joint count is answered; each carries √ or × besides."""

    LOOK = "look"
    """Looked at: √ or × alone."""
    COUNT = "count"
    """Pieces, or money, against a number of the register."""
    READING = "reading"
    """A number that is read off, such as a meter's (R-8.20); there is none to compare it with."""


class Source(BaseModel):
    """Where in a regulation something is said: rule numbers and the key phrase, at most 40 characters."""

    model_config = FROZEN

    rules: RuleNumbers
    quote: Quote = ""


class Section(Source):
    """One kind of content that a record holds, in the words of its regulation (P-34).

    Parameters
    ----------
    code
        Of `web.policy.vocabulary.handover_content.HandoverCategory`.
    required
        Whether a record without an item of it says expressly that there is nothing to report of it.
    """

    code: Code
    zh: Name
    en: Name
    required: bool = False


class ProposedCheck(Source):
    """One thing that the regulation wants counted or looked at; a department takes it over, or does not.

    Parameters
    ----------
    unit
        Of the number, in the regulation's language; "" where nothing is counted.
    required
        Whether it is answered at every handover.
    """

    code: Code
    zh: Name
    en: Name
    kind: CheckKind = CheckKind.LOOK
    unit: Annotated[str, Field(max_length=10)] = ""
    required: bool = True


class OfferedKind(Source):
    """A kind of entry of the duty log that the regulation asks for, beside those that every log knows."""

    kind: Code
