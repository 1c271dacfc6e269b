"""Append the texts that no catalogue knows yet, empty, to the catalogue of their feature.

The Chinese is then written by hand; ``make check`` fails until it is complete, and names texts that
stand in a catalogue but nowhere in the sources.
"""

import sys
from pathlib import Path

from babel.messages.pofile import normalize

from scripts.message_catalogues import LOCALE, ROOT, Text, catalogue_paths, home, read_catalogue, texts

HEADER = f"""\
msgid ""
msgstr ""
"Language: {LOCALE}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"""


def entry(text: Text) -> str:
    """Return an empty entry in the notation of PO files."""
    lines = [f"#. {comment}" for comment in text.comments]
    if any("%(" in part for part in ([text.message] if isinstance(text.message, str) else text.message)):
        lines.append("#, python-format")
    if text.context is not None:
        lines.append(f"msgctxt {normalize(text.context, width=0)}")
    if isinstance(text.message, str):
        lines += [f"msgid {normalize(text.message, width=0)}", 'msgstr ""']
    else:
        singular, plural = text.message[:2]
        lines += [
            f"msgid {normalize(singular, width=0)}",
            f"msgid_plural {normalize(plural, width=0)}",
            'msgstr[0] ""',
        ]
    return "\n" + "\n".join(lines) + "\n"


def append(path: Path, entries: list[str]) -> None:
    """Add entries at the end of a catalogue, which is made when absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text(HEADER, encoding="utf-8")
    with path.open("a", encoding="utf-8") as stream:
        stream.writelines(entries)


def main() -> int:
    """Bring the catalogues in step with the sources and say which now wait for Chinese."""
    known = {
        (message.context, message.id)
        for path in catalogue_paths()
        for message in read_catalogue(path)
        if message.id
    }
    new: dict[Path, list[str]] = {}
    for text in texts():
        if text.key not in known:
            known.add(text.key)
            new.setdefault(home(text.file), []).append(entry(text))
    for path, entries in new.items():
        append(path, entries)
        print(f"translations: {len(entries)} new in {path.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
