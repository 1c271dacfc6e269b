"""Checks across rows: doubles, slots off the grid, stray dates, holes."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from itertools import pairwise
from statistics import median_low

from forecasting.reading.call_rows import CallRow
from forecasting.reading.problem import ImportNotice, ImportProblem, NoticeCode, ProblemCode
from forecasting.slots import EXPECTED_SHARE, MINUTES_PER_DAY

# No centre's history is this long; a date so far from the others is a typing error.
LONGEST_DISTANCE = dt.timedelta(days=20 * 366)
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 (local times have no zone here)


def minutes_since_epoch(moment: dt.datetime) -> float:
    """Minutes from 1970 to a naive time."""
    return (moment - EPOCH) / dt.timedelta(minutes=1)


def drop_far_dates(rows: list[CallRow]) -> tuple[list[CallRow], list[ImportProblem]]:
    """Part the rows whose date lies decades from the middle one."""
    if not rows:
        return [], []
    middle = median_low([row.ds for row in rows])
    near = [row for row in rows if abs(row.ds - middle) <= LONGEST_DISTANCE]
    far = [
        ImportProblem(row.number, None, ProblemCode.FAR_DATE, row.ds.isoformat(" "))
        for row in rows
        if abs(row.ds - middle) > LONGEST_DISTANCE
    ]
    return near, far


def merge_doubles(rows: list[CallRow]) -> tuple[list[CallRow], list[ImportProblem], list[ImportNotice]]:
    """Keep the first of equal slots; add up the two passes of the hour in which clocks are put back.

    Two rows of one local time are such an hour if their offsets differ.
    """
    first: dict[tuple[dt.datetime, str], CallRow] = {}
    problems, notices = [], []
    for row in rows:
        key = (row.ds, row.queue)
        seen = first.get(key)
        if seen is None:
            first[key] = row
        elif seen.instant != row.instant:
            first[key] = seen.plus(row)
            notices.append(ImportNotice(row.number, None, NoticeCode.CLOCK_CHANGE, row.ds.isoformat(" ")))
        else:
            problems.append(ImportProblem(row.number, None, ProblemCode.DUPLICATE, str(seen.number)))
    return sorted(first.values(), key=lambda row: (row.ds, row.queue)), problems, notices


def slot_length(rows: list[CallRow]) -> int | None:
    """Commonest distance of neighbouring starts in minutes; None if it is no whole part of a day."""
    starts = sorted({minutes_since_epoch(row.ds) for row in rows})
    distances = Counter(after - before for before, after in pairwise(starts))
    if not distances:
        return None
    length = distances.most_common(1)[0][0]
    whole = length >= 1 and length.is_integer() and MINUTES_PER_DAY % length == 0
    return int(length) if whole else None


def drop_off_grid(rows: list[CallRow], slot_minutes: int) -> tuple[list[CallRow], list[ImportProblem]]:
    """Part the rows that do not start at a multiple of the slot length after midnight."""
    good, problems = [], []
    for row in rows:
        if minutes_since_epoch(row.ds) % slot_minutes:
            problems.append(
                ImportProblem(
                    row.number, None, ProblemCode.OFF_GRID, f"{row.ds.isoformat(' ')} / {slot_minutes}"
                )
            )
        else:
            good.append(row)
    return good, problems


def find_holes(rows: list[CallRow], slot_minutes: int) -> list[ImportNotice]:
    """Missing days in one notice, and every hole within a day in one of its own.

    A slot counts as missing only if the same weekday usually has it: closed hours are no holes, nor are days
    on which the centre is usually closed.
    """
    days: dict[dt.date, dict[int, int]] = {}
    for row in rows:
        place = int(minutes_since_epoch(row.ds)) % MINUTES_PER_DAY
        days.setdefault(row.ds.date(), {})[place] = row.number
    if not days:  # every row was off the grid
        return []
    usual = _usual_slots(days)
    notices = []
    first, last = min(days), max(days)
    span = [first + dt.timedelta(days=index) for index in range((last - first).days + 1)]
    missing = [day for day in span if day not in days and usual[day.weekday()]]
    if missing:
        text = ", ".join(day.isoformat() for day in missing[:10]) + (" …" if len(missing) > 10 else "")
        notices.append(ImportNotice(None, None, NoticeCode.MISSING_DAYS, f"{len(missing)}: {text}"))
    for day, slots in days.items():
        absent = usual[day.weekday()] - slots.keys()
        # The first and the last day may be cut short.
        if day == first:
            absent = {slot for slot in absent if slot > min(slots)}
        if day == last:
            absent = {slot for slot in absent if slot < max(slots)}
        for begin in sorted(absent):
            if begin - slot_minutes not in absent:
                before = [number for slot, number in slots.items() if slot < begin]
                start = dt.datetime.combine(day, dt.time(begin // 60, begin % 60))
                notices.append(
                    ImportNotice(max(before, default=None), None, NoticeCode.GAP, start.isoformat(" "))
                )
    return notices


def _usual_slots(days: dict[dt.date, dict[int, int]]) -> list[set[int]]:
    """Slots per weekday that most other days have: a day that lacks one is not counted against itself."""
    usual: list[set[int]] = []
    for weekday in range(7):
        same = [slots.keys() for day, slots in days.items() if day.weekday() == weekday]
        counts = Counter(slot for slots in same for slot in slots)
        usual.append({slot for slot, count in counts.items() if count >= EXPECTED_SHARE * (len(same) - 1)})
    return usual
