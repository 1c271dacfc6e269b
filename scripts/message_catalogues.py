"""The texts of the site and their translations: found in the sources, read from the catalogues.

Every feature folder keeps its own catalogue; texts of web/ itself and of the shared templates are in
web/translations. All catalogues are merged when the site runs, so one text has one translation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
LOCALE = "zh_Hans_CN"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}

MessageId = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Text:
    """One translatable text as the sources have it."""

    message: MessageId
    context: str | None
    file: Path
    line: int
    comments: tuple[str, ...]

    @property
    def key(self) -> tuple[str | None, MessageId]:
        """What tells texts apart: the context and the English words."""
        return self.context, self.message


def home(file: Path) -> Path:
    """Return the catalogue in which texts of `file` belong."""
    parts = file.relative_to(WEB).parts
    feature = WEB / parts[0] if len(parts) > 1 and parts[0] not in {"templates", "static"} else WEB
    return feature / "translations" / LOCALE / "LC_MESSAGES" / "messages.po"


def sources(web: Path = WEB) -> Iterator[tuple[Path, str]]:
    """Yield each file that may hold texts, with Babel's extraction method for it."""
    for file in sorted(web.rglob("*")):
        relative = file.relative_to(web)
        if file.suffix == ".py" and "migrations" not in relative.parts:
            yield file, "python"
        elif file.suffix in {".html", ".txt"} and "templates" in relative.parts:
            yield file, "jinja2.ext:babel_extract"


def texts(web: Path = WEB) -> list[Text]:
    """Return every translatable text of the site, in the order of the sources."""
    found = []
    for file, method in sources(web):
        for line, message, comments, context in extract_from_file(
            method, file, keywords=KEYWORDS, comment_tags=("Translators:",), options={"silent": "false"}
        ):
            found.append(
                Text(message=message, context=context, file=file, line=line, comments=tuple(comments))
            )
    return found


def read_catalogue(path: Path) -> Catalog:
    """Read one catalogue; an absent one is empty."""
    if not path.exists():
        return Catalog(locale=LOCALE, domain="messages", fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=LOCALE, domain="messages", abort_invalid=True)


def catalogue_paths(web: Path = WEB) -> list[Path]:
    """Return every Chinese catalogue of the site."""
    return sorted(web.glob(f"**/translations/{LOCALE}/LC_MESSAGES/messages.po"))
