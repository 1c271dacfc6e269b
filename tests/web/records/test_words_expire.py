"""What people wrote in a handover and in the duty log is nowhere once the records that froze it are over."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import String, delete, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from roster.attendance.events import ClockAct
from roster.handovers.life import Hold
from roster.handovers.terms import Defect
from tests.support.databases import Urls
from tests.web.browsing import Visitor, logged_in
from tests.web.handovers.evening import ANN, DAN, DAY, LEA, NED, NIA, Evening, at, stored_evening
from tests.web.records.tampering import remove_guards
from web.accounts.tables import User
from web.config import Config
from web.database import Database, make_engine
from web.database.append_only import EXPIRES
from web.database.base import Base
from web.duty_log import revealing, writing
from web.duty_log.entered import Entered
from web.duty_log.tables import DutyEntry, DutySecret, EntryKind
from web.handovers import checking, counting, preparing, receiving, refusing, signing, submitting
from web.handovers.act_tables import HandoverHold, HandoverQuestion, HandoverReading
from web.handovers.content_tables import HandoverCheck, HandoverItem, HandoverMatter
from web.handovers.drafts import checks_of
from web.handovers.tables import Handover
from web.notices.outbox import take_up
from web.notices.tables import Notice
from web.policy.tables import PolicyVersion
from web.records.chain import Signer
from web.records.holds import Hold as LegalHold
from web.records.holds import lift_hold, place_hold
from web.records.retaining import retain
from web.records.store import verify
from web.records.tables import Record, RecordPayload

WORD = "紫荆qzx"
"""Stands in every text that somebody writes, and nowhere else."""
KEY = "only-for-tests"
SECOND = dt.timedelta(seconds=1)
NOW = at(22, 30)
MONTH_OVER = dt.datetime(2027, 1, 8, 22, 30, tzinfo=NOW.tzinfo)
HEAD = Signer(user_id=None, name="王经理", number="00001")
TEXTS = {
    "title": f"标题{WORD}",
    "detail": f"经过{WORD}",
    "result": f"结果{WORD}",
    "progress": f"进展{WORD}",
    "closed_because": f"办结{WORD}",
}


@pytest.fixture
def month(database: Database) -> Evening:
    """The evening where records are kept a month (P-40)."""
    return stored_evening(database, overrides={"records.log_retention": {"amount": 1, "unit": "months"}})
