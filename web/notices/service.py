"""An account's own notices: how many are unread, the list, and reading them."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import CursorResult, func, select, update
from sqlalchemy.orm import Session

from web.errors import NotFound
from web.notices.tables import Notice

PAGE_SIZE = 30


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    """One page of somebody's notices, the newest first; `page` and `pages` count from 1."""

    notices: tuple[Notice, ...]
    page: int
    pages: int
    unread: int


def unread_count(session: Session, user_id: int) -> int:
    """Return how many notices of an account are unread."""
    unread = select(func.count()).where(Notice.user_id == user_id, Notice.read_at.is_(None))
    return session.scalar(unread) or 0


def list_notices(session: Session, user_id: int, *, page: int = 1) -> NoticePage:
    """Return a page of an account's notices; a page that does not exist becomes the nearest one."""
    total = session.scalar(select(func.count()).where(Notice.user_id == user_id)) or 0
    pages = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), pages)
    found = session.scalars(
        select(Notice)
        .where(Notice.user_id == user_id)
        .order_by(Notice.created_at.desc(), Notice.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    return NoticePage(notices=tuple(found), page=page, pages=pages, unread=unread_count(session, user_id))


def read_notice(session: Session, user_id: int, notice_id: int, *, now: dt.datetime) -> Notice:
    """Mark one notice as read, and commit; the first reading keeps its time.

    Raises
    ------
    NotFound
        When the account has no such notice.
    """
    notice = session.get(Notice, notice_id)
    if notice is None or notice.user_id != user_id:
        raise NotFound(f"notice {notice_id}")
    session.execute(
        update(Notice).where(Notice.id == notice_id, Notice.read_at.is_(None)).values(read_at=now)
    )
    session.commit()
    return notice


def read_all(session: Session, user_id: int, *, now: dt.datetime) -> int:
    """Mark every notice of an account as read, and commit; return how many were unread."""
    result = session.execute(
        update(Notice).where(Notice.user_id == user_id, Notice.read_at.is_(None)).values(read_at=now)
    )
    session.commit()
    return result.rowcount if isinstance(result, CursorResult) else 0
