"""What all groups of values share: how they are read, and the plain types that they are made of."""

from collections.abc import Hashable, Mapping
from typing import Annotated, ClassVar, Final, Self, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from web.policy.kinds import FROZEN
from web.policy.vocabulary.worded import Words


def key_of(field: str) -> str:
    """Return the setting key of a field: its first underscore is the dot.

    Examples
    --------
    >>> key_of("hours_avg_week_max")
    'hours.avg_week_max'
    """
    return field.replace("_", ".", 1)


class Values(BaseModel):
    """A group of settings, read and written by their keys."""

    model_config = ConfigDict(**{**FROZEN, "alias_generator": key_of, "validate_default": True})


class Record(BaseModel):
    """A value of several parts. `PARTS` names those that a form asks for, in its order."""

    model_config = FROZEN

    PARTS: ClassVar[Mapping[str, Words]] = {}

    @property
    def words(self) -> Words:
        """The value in words."""
        raise NotImplementedError


LEAST_MOST: Final = {"least": Words("至少", "at least"), "most": Words("至多", "at most")}


class Range(Record):
    """At least so much, and at most so much; what of, its heirs say."""

    PARTS: ClassVar[Mapping[str, Words]] = LEAST_MOST

    least: int
    most: int

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.least > self.most:
            raise PydanticCustomError("policy.range_reversed", "least above most", {"limit": self.most})
        return self

    @property
    def figures(self) -> str:
        """The range in figures; one figure where both ends are the same."""
        return between(self.least, self.most)


Item = TypeVar("Item", bound=Hashable)


def no_repeats(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Refuse a set in which something is named twice."""
    if len(set(items)) != len(items):
        raise PydanticCustomError("policy.repeated", "named twice")
    return items


Several = Annotated[tuple[Item, ...], AfterValidator(no_repeats)]
"""None, one or several of a vocabulary; each once."""
AtLeastOne = Annotated[tuple[Item, ...], Field(min_length=1), AfterValidator(no_repeats)]
"""One or several of a vocabulary; each once."""

Minutes = Annotated[int, Field(ge=0, le=240)]
Days = Annotated[int, Field(ge=0, le=60)]
Yuan = Annotated[int, Field(ge=0, le=10_000)]
Seats = Annotated[int, Field(ge=0, le=1000)]


def between(least: int, most: int) -> str:
    """Return a range in figures; one figure where both ends are the same."""
    return str(least) if least == most else f"{least}–{most}"
