"""Presets on disk: one TOML file per regulation, read strictly.

A file holds what the regulation's text states (`stated`), where the text has a
gap (`blank`), and the points on which it is doubtful (`notices`). What it does
not name is silent, and the file says nothing about it.
"""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Annotated, Final

from pydantic import BaseModel, Field, JsonValue
from pydantic_core import to_json

from web.policy.kinds import FROZEN
from web.policy.preset_parts import OfferedKind, ProposedCheck, Section, Source

PRESETS: Final = files("web.policy") / "presets"


class Statement(Source):
    """A value that the regulation states.

    Parameters
    ----------
    derived
        Whether it follows from the text without standing in it.
    gap
        Whether a part of it is missing in the text ("more than 3 up to 7 days" of S0h): the rest holds,
        and the administrator is asked for the whole.
    """

    value: JsonValue
    derived: bool = False
    gap: bool = False


class Blank(Source):
    """A gap where the value should be; `value` is what the text says around it, if anything."""

    value: JsonValue = None


class Notice(BaseModel):
    """A doubtful point of the regulation (``A-9``), shown to whoever chooses the preset."""

    model_config = FROZEN

    point: Annotated[str, Field(pattern=r"^A-\d+$")]
    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class PresetFile(BaseModel):
    """The content of one file ``presets/<id>.toml``.

    Parameters
    ----------
    needs_shift_kinds
        Whether it takes effect only where the department keeps shift kinds of its own, since the hours of
        its text have no end (A-2).
    sections
        What a record holds, in the order of the text: the codes of its ``handover.categories``.
    checks
        What the text wants counted or looked at together, for a department to take over.
    log_kinds
        Kinds of entries that the duty log offers beside those of every log.
    """

    model_config = FROZEN

    id: Annotated[str, Field(pattern=r"^S\d[a-z]$")]
    title_zh: Annotated[str, Field(min_length=1)]
    title_en: Annotated[str, Field(min_length=1)]
    needs_shift_kinds: bool = False
    notices: tuple[Notice, ...] = ()
    stated: Mapping[str, Statement]
    blank: Mapping[str, Blank] = Field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    checks: tuple[ProposedCheck, ...] = ()
    log_kinds: tuple[OfferedKind, ...] = ()


def parse_preset(text: str) -> PresetFile:
    """Read the TOML text of a preset.

    Raises
    ------
    tomllib.TOMLDecodeError
        When the text is not TOML.
    pydantic.ValidationError
        When a key is unknown or a value has the wrong type; all of them at once.
    """
    # Through JSON, because only there strict reading takes a list for a tuple and a word for an enum.
    return PresetFile.model_validate_json(to_json(tomllib.loads(text)), strict=True)


def preset_ids() -> tuple[str, ...]:
    """Return the ids of the shipped presets in alphabetical order."""
    names = (entry.name for entry in PRESETS.iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in names if name.endswith(".toml")))


def read_preset(preset: str) -> PresetFile:
    """Read a shipped preset.

    Raises
    ------
    LookupError
        When no preset has this id.
    """
    if preset not in preset_ids():
        raise LookupError(f"no preset {preset!r}; there are {', '.join(preset_ids())}")
    content = parse_preset((PRESETS / f"{preset}.toml").read_text(encoding="utf-8"))
    if content.id != preset:
        raise ValueError(f"{preset}.toml holds the preset {content.id!r}")
    return content
