"""Files of the duty log."""

from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.database.base import APPEND_ONLY, Base, references
from web.files.tables import Attachment


class DutyFile(Base):
    """A file that was added to an entry, by a signed record of its own. Append-only."""

    __tablename__ = "duty_file"
    __table_args__ = (APPEND_ONLY,)

    id: Mapped[int] = mapped_column(references("attachment.id"), primary_key=True)
    """The attachment's own."""
    entry_id: Mapped[int] = mapped_column(references("duty_entry.id"), index=True)

    attachment: Mapped[Attachment] = relationship()
