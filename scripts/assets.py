"""Copy the few third-party files that the pages use out of node_modules, and draw the icon sprite.

The result, web/static/vendor, is ignored by git: third-party code comes from the package manager,
fixed by package-lock.json, and is never committed.
"""

import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
VENDOR = ROOT / "web" / "static" / "vendor"
ICON_LIST = ROOT / "web" / "static" / "icons.txt"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "echarts/dist/echarts.common.min.js": "echarts.common.min.js",
    "axe-core/axe.min.js": "axe.min.js",  # for the accessibility tests; no page loads it
}
SOURCE_MAP = re.compile(rb"\n?/[/*]# sourceMappingURL=.*", re.DOTALL)


def wanted_icons(text: str) -> list[str]:
    """Return the names in the icon list: one a line, empty lines and ``#`` comments left out."""
    lines = (line.split("#")[0].strip() for line in text.splitlines())
    return sorted({line for line in lines if line})


def symbol(name: str, drawing: str) -> str:
    """Return one outline icon as a ``<symbol>``; stroke and size come from the style sheet."""
    inner = drawing[drawing.index(">", drawing.index("<svg")) + 1 : drawing.rindex("</svg>")]
    shapes = [
        shape for shape in re.findall(r"<[a-z][^>]*/>", inner) if 'd="M0 0h24v24H0z"' not in shape
    ]  # the first shape only reserves the 24 × 24 box, as viewBox does
    return f'<symbol id="{name}" viewBox="0 0 24 24">{"".join(shapes)}</symbol>'


def sprite(names: list[str]) -> str:
    """Return the sprite of the named Tabler icons.

    Raises
    ------
    FileNotFoundError
        When Tabler has no icon of a name; the message names it.
    """
    folder = MODULES / "@tabler" / "icons" / "icons" / "outline"
    symbols = [symbol(name, (folder / f"{name}.svg").read_text(encoding="utf-8")) for name in names]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def main() -> int:
    """Fill web/static/vendor anew."""
    names = wanted_icons(ICON_LIST.read_text(encoding="utf-8"))
    try:
        icons = sprite(names)
        contents = {target: (MODULES / source).read_bytes() for source, target in FILES.items()}
    except FileNotFoundError as error:
        print(
            f"assets: no file {error.filename}; run 'make assets', or correct {ICON_LIST.name}",
            file=sys.stderr,
        )
        return 1
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    for target, content in contents.items():
        VENDOR.joinpath(target).write_bytes(SOURCE_MAP.sub(b"\n", content))
    VENDOR.joinpath("icons.svg").write_text(icons, encoding="utf-8")
    print(f"assets: {len(FILES)} files and {len(names)} icons in {VENDOR.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
