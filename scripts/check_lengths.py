"""Refuse own source files of more than 350 lines: one idea each, so that a newcomer can read them."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMIT = 350
SUFFIXES = {".py", ".html", ".js", ".css", ".sh"}


def too_long(root: Path, names: list[str], limit: int = LIMIT) -> list[tuple[str, int]]:
    """Return each named source file of more than `limit` lines with its number of lines."""
    found = []
    for name in names:
        file = root / name
        if file.suffix in SUFFIXES and file.is_file():
            lines = len(file.read_text(encoding="utf-8").splitlines())
            if lines > limit:
                found.append((name, lines))
    return found


def main() -> int:
    """Look at every file that git knows or would add."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found = too_long(ROOT, listing.stdout.splitlines())
    for name, lines in found:
        print(f"{name}: {lines} lines, at most {LIMIT}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
