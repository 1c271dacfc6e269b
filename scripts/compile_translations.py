"""Compile every message catalogue (web/**/messages.po) to the .mo beside it."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogue(source: Path) -> int:
    """Write ``messages.mo`` beside a ``messages.po`` and return the number of its messages."""
    with source.open("rb") as stream:
        catalogue = read_po(stream, locale=source.parent.parent.name, abort_invalid=True)
    temporary = source.with_suffix(".mo.new")
    with temporary.open("wb") as stream:
        write_mo(stream, catalogue)
    temporary.replace(source.with_suffix(".mo"))  # a running server never reads half a file
    return len(catalogue)


def catalogues(root: Path) -> list[Path]:
    """Return every catalogue of the site, in a fixed order."""
    return sorted((root / "web").glob("**/translations/*/LC_MESSAGES/messages.po"))


def main() -> int:
    """Compile all and say how many."""
    counts = [compile_catalogue(source) for source in catalogues(ROOT)]
    print(f"translations: {sum(counts)} messages in {len(counts)} catalogues")
    return 0


if __name__ == "__main__":
    sys.exit(main())
