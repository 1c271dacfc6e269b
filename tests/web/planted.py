"""Customers' numbers planted in what people write, and where they are looked for afterwards.

Nothing that leaves the server or lies on its disk may hold one in any way of writing: answers, logs, exports,
job files, the database itself but for what is encrypted (reliability, R-18.1 to R-18.3).
"""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote_plus

from sqlalchemy import inspect, text

from web.database import Database
from web.masking import _plain

PLANTED = {
    "13812345678": "王女士 13812345678 要求回电",
    "13987654321": "手机 139 8765 4321，已记",
    "15000001234": "＋86－150－0000－1234 打不通",
    "17712340000": "一七七 一二三四 零零零零",
    "02187654321": "座机（021）8765-4321 转 8001",
    "05718765432": "0571-8765432，下午",
    "4008201234": "400-820-1234 是对方热线",
    "85291234567": "香港 +852 9123 4567",
}
"""Digits by a text that has them."""
WHOLE = "\n".join(PLANTED.values())
"""All of them in one text."""


def leaks(found: str | bytes) -> set[str]:
    """Return the planted numbers that stand in a text, however they are written or encoded there."""
    words = found.decode("utf-8", errors="ignore") if isinstance(found, bytes) else found
    readings = (words, unquote_plus(words), _unescaped(words))
    digits = {re.sub(r"[^\d\n<>\"'&;]", "", _plain(reading)) for reading in readings}
    return {number for number in PLANTED if any(number in each for each in digits)}


def leaks_in_database(database: Database) -> dict[str, set[str]]:
    """Return the planted numbers by the table and column that hold them."""
    columns = inspect(database.engine)
    held: dict[str, set[str]] = {}
    with database.read() as session:
        for table in columns.get_table_names():
            for row in session.execute(text(f'SELECT * FROM "{table}"')).mappings():
                for column, value in row.items():
                    for number in leaks("" if value is None else str(value)):
                        held.setdefault(f"{table}.{column}", set()).add(number)
    return held


def leaks_in_files(files: Iterable[Path]) -> dict[str, set[str]]:
    """Return the planted numbers by the file that holds them: logs, exports, what jobs leave behind."""
    held = {file.name: leaks(file.read_bytes()) for file in files if file.is_file()}
    return {name: numbers for name, numbers in held.items() if numbers}


def _unescaped(words: str) -> str:
    """As JSON writes it."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), words)
