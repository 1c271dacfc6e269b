"""What all groups of values share: how they are read, and the plain types that they are made of."""

from collections.abc import Hashable, Mapping
from typing import Annotated, ClassVar, Final, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
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

LEAST_MOST: Final = {"least": Words("至少", "at least"), "most": Words("至多", "at most")}


def between(least: int, most: int) -> str:
    """Return a range in figures; one figure where both ends are the same."""
    return str(least) if least == most else f"{least}–{most}"
