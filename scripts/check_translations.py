"""See that every text of the site has Chinese, and that the sources themselves hold none."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Message

from scripts.message_catalogues import ROOT, WEB, Text, catalogue_paths, read_catalogue, texts

CHINESE = re.compile(r"[\u3400-\u9fff\uff00-\uffef\u3001-\u3011]+")
PLACEHOLDER = re.compile(r"%\((\w+)\)[-#0 +.\d]*[a-z]|%%")
WRITTEN_IN_CHINESE_EVERYWHERE = {"轮", "中文"}  # the sign of the product; the name of a language in itself


def words(message: object) -> list[str]:
    """Return singular and plural, or the only form."""
    return [message] if isinstance(message, str) else [str(form) for form in message]  # type: ignore[attr-defined]


def missing(
    found: Iterable[Text], known: dict[tuple[str | None, object], Message], root: Path = ROOT
) -> list[str]:
    """Name each text without a Chinese translation, and each that is not English."""
    complaints = []
    for text in found:
        at = f"{text.file.relative_to(root)}:{text.line}"
        translation = known.get(text.key)
        if any(CHINESE.search(form) for form in words(text.message)):
            complaints.append(f"{at}: texts in the sources are English: {text.message!r}")
        elif translation is None or not all(words(translation.string)) or translation.fuzzy:
            complaints.append(f"{at}: no Chinese for {text.message!r}")
    return complaints


def mismatched(message: Message) -> bool:
    """Tell whether the translation names other values than the text does."""
    wanted = {name for form in words(message.id) for name in PLACEHOLDER.findall(form)}
    given = {name for form in words(message.string) for name in PLACEHOLDER.findall(form)}
    return bool(message.string) and not given <= wanted | {""}


def contradictions(
    paths: list[Path], root: Path = ROOT
) -> tuple[dict[tuple[str | None, object], Message], list[str]]:
    """Merge the catalogues; name texts translated differently in two, and wrong placeholders."""
    known: dict[tuple[str | None, object], Message] = {}
    complaints = []
    for path in paths:
        for message in read_catalogue(path):
            if not message.id:
                continue
            key = (message.context, message.id)
            before = known.get(key)
            if before is not None and before.string and message.string and before.string != message.string:
                complaints.append(
                    f"{path.relative_to(root)}: {message.id!r} is translated differently elsewhere"
                )
            if mismatched(message):
                complaints.append(
                    f"{path.relative_to(root)}: {message.id!r} has other placeholders in Chinese"
                )
            if before is None or not before.string:
                known[key] = message
    return known, complaints


def chinese_in_pages(web: Path = WEB) -> list[str]:
    """Name Chinese words in templates and scripts, where English readers would see them."""
    complaints = []
    files = [*web.glob("**/templates/**/*.html"), *web.glob("static/js/**/*.js")]
    for file in sorted(files):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            for found in CHINESE.findall(line):
                if found not in WRITTEN_IN_CHINESE_EVERYWHERE:
                    complaints.append(
                        f"{file.relative_to(web.parent)}:{number}: {found} belongs in a catalogue"
                    )
    return complaints


def complaints_of(web: Path = WEB) -> list[str]:
    """Return everything that is not in order, one line each."""
    found = texts(web)
    known, complaints = contradictions(catalogue_paths(web), web.parent)
    used = {text.key for text in found}
    unused = [f"no source has the text {message.id!r}" for key, message in known.items() if key not in used]
    return [*missing(found, known, web.parent), *complaints, *unused, *chinese_in_pages(web)]


def main() -> int:
    """Print every complaint; 1 when there is one."""
    complaints = complaints_of()
    for complaint in complaints:
        print(complaint)
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
