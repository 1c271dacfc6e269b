"""Checks across rows: doubles, slots off the grid, stray dates, holes."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import Counter
from itertools import pairwise
from statistics import median_low

from forecasting.reading.call_rows import CallRow
from forecasting.reading.clock_changes import is_doubled, is_skipped
from forecasting.reading.problem import ImportNotice, ImportProblem, NoticeCode, ProblemCode
from forecasting.slots import EXPECTED_SHARE, MINUTES_PER_DAY

# No centre's history is this long; a date so far from the others is a typing error.
LONGEST_DISTANCE = dt.timedelta(days=20 * 366)
# Lengths that sources use: others are chance.
COMMON_LENGTHS = frozenset({5, 10, 15, 20, 30, 60})
OTHER_LENGTH_RUN = 12
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


def merge_doubles(
    rows: list[CallRow], zone: zoneinfo.ZoneInfo | None = None
) -> tuple[list[CallRow], list[ImportProblem], list[ImportNotice]]:
    """Keep the first of equal slots; add up the two passes of the hour in which clocks are put back.

    Two rows of one local time are such an hour if their offsets differ, or, without offsets, if the clocks of
    the zone showed the time twice. Each such night is noted once.
    """
    first: dict[tuple[dt.datetime, str], CallRow] = {}
    problems: list[ImportProblem] = []
    nights: dict[dt.date, ImportNotice] = {}
    for row in rows:
        key = (row.ds, row.queue)
        seen = first.get(key)
        if seen is None:
            first[key] = row
        elif seen.passes == 1 and _is_other_pass(seen, row, zone):
            first[key] = seen.plus(row)
            notice = ImportNotice(row.number, None, NoticeCode.CLOCK_CHANGE, row.ds.isoformat(" "))
            nights.setdefault(row.ds.date(), notice)
        else:
            problems.append(ImportProblem(row.number, None, ProblemCode.DUPLICATE, str(seen.number)))
    notices = list(nights.values())
    return sorted(first.values(), key=lambda row: (row.ds, row.queue)), problems, notices


def _is_other_pass(seen: CallRow, row: CallRow, zone: zoneinfo.ZoneInfo | None) -> bool:
    if seen.offset is None and row.offset is None:
        return zone is not None and is_doubled(row.ds, zone)
    return seen.instant != row.instant


def slot_length(rows: list[CallRow]) -> int | None:
    """Commonest distance of neighbouring starts in minutes; None if it is no whole part of a day."""
    starts = sorted({minutes_since_epoch(row.ds) for row in rows})
    distances = Counter(after - before for before, after in pairwise(starts))
    if not distances:
        return None
    length = distances.most_common(1)[0][0]
    whole = length >= 1 and length.is_integer() and MINUTES_PER_DAY % length == 0
    return int(length) if whole else None


def find_other_length(rows: list[CallRow], slot_minutes: int) -> ImportProblem | None:
    """The row at which the slots become longer or shorter than the file's commonest, if they do.

    A dozen slots in a row with one other distance, on its own grid, are no holes any more.
    """
    by_start: dict[dt.datetime, int] = {}
    for row in rows:
        by_start.setdefault(row.ds, row.number)
    starts = sorted(by_start)
    distances = [round((after - before) / dt.timedelta(minutes=1)) for before, after in pairwise(starts)]
    begin = 0
    for place, distance in enumerate(distances):
        if distance != distances[begin]:
            begin = place
        if place - begin + 1 >= OTHER_LENGTH_RUN and distance in COMMON_LENGTHS - {slot_minutes}:
            value = f"{distance} ≠ {slot_minutes}"
            return ImportProblem(by_start[starts[begin]], None, ProblemCode.MIXED_SLOTS, value)
    return None


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


def find_holes(
    rows: list[CallRow], slot_minutes: int, zone: zoneinfo.ZoneInfo | None = None
) -> list[ImportNotice]:
    """Missing days in one notice, and every hole within a day in one of its own.

    A slot counts as missing only if the same weekday usually has it: closed hours are no holes, nor are days
    on which the centre is usually closed, nor the hour over which the zone's clocks are put forward.
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
        skipped = {slot for slot in absent if zone is not None and is_skipped(_start(day, slot), zone)}
        if skipped:
            start = _start(day, min(skipped)).isoformat(" ")
            notices.append(ImportNotice(None, None, NoticeCode.CLOCK_FORWARD, start))
        absent -= skipped
        for begin in sorted(absent):
            if begin - slot_minutes not in absent:
                before = [number for slot, number in slots.items() if slot < begin]
                start = _start(day, begin).isoformat(" ")
                notices.append(ImportNotice(max(before, default=None), None, NoticeCode.GAP, start))
    return notices


def _start(day: dt.date, minute: int) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(minute // 60, minute % 60))


def _usual_slots(days: dict[dt.date, dict[int, int]]) -> list[set[int]]:
    """Slots per weekday that most other days have: a day that lacks one is not counted against itself."""
    usual: list[set[int]] = []
    for weekday in range(7):
        same = [slots.keys() for day, slots in days.items() if day.weekday() == weekday]
        counts = Counter(slot for slots in same for slot in slots)
        usual.append({slot for slot, count in counts.items() if count >= EXPECTED_SHARE * (len(same) - 1)})
    return usual
